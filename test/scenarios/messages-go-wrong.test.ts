import { setTimeout as wait } from 'node:timers/promises';
import t from 'tap';
import { installClock, time } from '../../daemon/base/time.js';
import { Modem } from '../../daemon/modem/modem.js';
import { SmsService } from '../../daemon/modem/sms/service.js';
import { FAULTS } from '../../daemon/simulator/faults/table.js';
import { Simulator } from '../../daemon/simulator/simulator.js';
import { type ReceivedSms, latestReceived } from '../../daemon/store/sms-in.js';
import { readSent } from '../../daemon/store/sms-out.js';
import { fastClock } from '../fakes/fast-clock.js';
import { tempFolder, tempStore } from '../store/temp-store.js';

const FASTER = 8;
const TO = '+447700900001';
const SETTLED = new Set(['sent', 'failed', 'unknown']);

/** Longer than the one minute that a submission may take, on that clock. */
async function until<T>(probe: () => T | false | Promise<T | false>, what: string): Promise<T> {
  for (let polls = 0; polls < 1000; polls++) {
    const found = await probe();
    if (found !== false) return found;
    await wait(20);
  }
  throw new Error(`never came: ${what}`);
}

/** The real driver on the real simulator, both on a clock that runs faster. */
t.test('every misfortune of messages, one after the other', async (t) => {
  const { db } = await tempStore(t);
  t.teardown(installClock(fastClock(FASTER)));
  const simulator = new Simulator({ dir: tempFolder(t), profile: 'good', seed: 1, scale: 1 });
  await simulator.start();
  const { atPort, pcmPort } = simulator.ready;
  const modem = new Modem({ findPorts: async () => ({ atPort, pcmPort }) });
  const service = new SmsService({ modem, db });
  const received: ReceivedSms[] = [];
  service.events.subscribe('test', (sms) => received.push(sms));
  const sent: string[] = [];
  simulator.device.modem.sms.sent.subscribe('test', ({ pdu }) => sent.push(pdu));
  service.start();
  modem.start();
  t.teardown(async () => {
    await service.stop();
    await modem.stop();
    await simulator.stop();
  });
  await until(() => modem.status.state === 'ready', 'a modem that is ready');

  /** The fault strikes; the next `count` messages. */
  const after = async (fault: string, count: number): Promise<ReceivedSms[]> => {
    t.ok(fault in FAULTS, fault);
    received.length = 0;
    simulator.device.strike(fault);
    await until(() => received.length >= count, `${count} messages after ${fault}`);
    return received.slice();
  };

  await t.test('messages in', async (t) => {
    const { store } = simulator.device.modem.sms;
    t.match(await after('sms-reordered', 1), [{ missing: [], text: /^A long message/ }]);
    t.match(await after('cmti-minus-one', 1), [{ text: 'Find me.' }]);
    t.match(await after('sms-reserved-coding', 1), [{ text: 'Reserved', marks: ['reserved-coding'] }]);
    t.match(await after('sms-truncated', 1), [{ text: '', marks: ['unreadable'] }]);
    t.match(await after('sms-emoji', 1), [{ text: '🚀'.repeat(50) }]);
    await time.sleep(1500);
    const both = await after('sms-same-reference', 2);
    t.same(new Set(both.map(({ from }) => from)).size, 2);
    t.ok(both.every(({ text, missing }) => text.startsWith('A long message') && missing.length === 0));
    t.match(await after('sms-duplicate', 1), [{ text: 'Twice the same.' }]);
    simulator.device.strike('sms-missing-part');
    const many = await after('sms-backlog', 200);
    t.equal(new Set(many.map(({ text }) => text)).size, 200);
    await until(() => store.used('SM') === 0, 'an empty card');
    const kept = await latestReceived(db, 500);
    t.equal(kept.length, 208, 'the second of two equal ones is none, nor is one that lacks a part');
  });

  await t.test('messages out', async (t) => {
    /** The fault strikes, a message is sent, and it comes to that. */
    const outcome = async (fault: string | null, to: string) => {
      if (fault !== null) simulator.device.strike(fault);
      const id = await service.send({ to, text: `With ${fault}`, report: true });
      return until(async () => {
        const sms = await readSent(db, id);
        return sms !== null && SETTLED.has(sms.state) && sms;
      }, `the end of a message with ${fault}`);
    };
    const good = await outcome(null, TO);
    t.equal(good.state, 'sent');
    simulator.device.strike('report-unknown');
    await until(async () => (await readSent(db, good.id))?.outcome === 'delivered', 'the report');
    t.match(await outcome('cmgs-322', TO), { state: 'failed', error: 'the memory for messages is full' });
    t.match(await outcome('cmgs-500', TO), { state: 'sent' }, 'the second time');
    const late = await outcome('cmgs-late', '+447700900002');
    t.match(late, { state: 'unknown', error: 'the modem gave no answer' });
    await until(async () => (await readSent(db, late.id))?.outcome === 'delivered', 'the report on it');
    t.equal(sent.length, 3, 'nothing goes out twice');
    t.match(await outcome('cmgs-hang', '+447700900003'), { state: 'unknown' });
    t.equal(sent.length, 3);
  });
});
