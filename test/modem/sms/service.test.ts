import { setImmediate as turn } from 'node:timers/promises';
import { type Test, test } from 'tap';
import { installClock } from '../../../daemon/base/time.js';
import { VirtualClock } from '../../../daemon/base/virtual-clock.js';
import { SmsService } from '../../../daemon/modem/sms/service.js';
import { deliverPdus, reportPdu } from '../../../daemon/simulator/sms-pdu.js';
import type { ReceivedSms } from '../../../daemon/store/sms-in.js';
import { readSent } from '../../../daemon/store/sms-out.js';
import { QueueModem } from '../../fakes/queue-modem.js';
import { SmsScript } from '../../fakes/sms-script.js';
import { tempStore } from '../../store/temp-store.js';

const TO = '+447700900001';
const HOUR_MS = 3_600_000;

const pdusOf = (text: string, { from = '+447700900456', reference = 7, second = 0 } = {}): string[] =>
  deliverPdus({ from, text, reference, at: new Date(Date.UTC(2026, 10, 21, 9, 0, second)) });

const LONG = 'A long message that does not fit into one part. '.repeat(6);

async function setUp(t: Test) {
  const clock = new VirtualClock();
  const { db } = await tempStore(t);
  t.teardown(installClock(clock));
  const modem: QueueModem = new QueueModem((text) => queueMicrotask(() => script.receive(text)));
  const script = new SmsScript((text) => queueMicrotask(() => modem.link.queue.receive(Buffer.from(text, 'latin1'))));
  const received: ReceivedSms[] = [];
  const service = new SmsService({ modem, db });
  service.events.subscribe('test', (sms) => received.push(sms));
  t.teardown(async () => {
    modem.link.queue.close();
    await service.stop();
  });
  /** Time passes, and the disk is given real turns of the event loop meanwhile. */
  const pass = async (ms: number) => {
    const step = Math.max(20, ms / 200);
    for (let passed = 0; passed < ms; passed += step) {
      await clock.advance(step);
      await turn();
    }
  };
  const inStep = modem.link.queue.synchronise(1, 0);
  await clock.advance(500);
  await inStep;
  service.start();
  modem.become('ready');
  await pass(1000);
  script.commands.length = 0;
  return { clock, db, modem, script, service, received, pass, state: (id: string) => readSent(db, id) };
}

const texts = (received: readonly ReceivedSms[]) => received.map(({ text }) => text);

test('what is in the modem at the start comes in, and is deleted there', async (t) => {
  const { modem, script, received, pass } = await setUp(t);
  modem.become('lost');
  for (const pdu of [...pdusOf('One'), ...pdusOf('Два', { second: 1 })]) script.store('SM', pdu);
  modem.become('searching');
  await pass(2000);
  t.match(received, [
    { from: '+447700900456', text: 'One', sentAt: '2026-11-21T09:00:00+00:00', parts: 1, missing: [], marks: [] },
    { text: 'Два' },
  ]);
  t.equal(script.stored.SM.size, 0);
});

test('a notice with an index, without one, or none at all: everything is found', async (t) => {
  const { script, received, pass } = await setUp(t);
  script.deliver(pdusOf('With')[0]!);
  await pass(1000);
  script.store('SM', pdusOf('Without', { second: 1 })[0]!);
  script.say('+CMTI: "SM",-1');
  await pass(1000);
  script.store('SM', pdusOf('Full', { second: 2 })[0]!);
  script.say('+SMS FULL');
  await pass(1000);
  script.store('SM', pdusOf('Silent', { second: 3 })[0]!);
  await pass(301_000);
  t.same(texts(received), ['With', 'Without', 'Full', 'Silent']);
});

test('what is handed over without being stored is kept even in a call', async (t) => {
  const { modem, script, received, pass } = await setUp(t);
  modem.inCall = true;
  const [pdu = ''] = pdusOf('Flash');
  script.say(`+CMT: ,${pdu.length / 2 - 8}\r\n${pdu}`);
  await pass(100);
  t.same(texts(received), ['Flash']);
});

test('nothing is read or sent in a call, and everything after it', async (t) => {
  const { modem, script, service, received, pass, state } = await setUp(t);
  modem.inCall = true;
  script.deliver(pdusOf('Later')[0]!);
  const id = await service.send({ to: TO, text: 'Later too', report: false });
  await pass(400_000);
  t.same(script.commands, []);
  modem.inCall = false;
  modem.events.publish({ type: 'ended', reason: 'remote' });
  await pass(5000);
  t.same(texts(received), ['Later']);
  t.match(await state(id), { state: 'sent' });
});

test('a call that begins while a backlog is read stops the reading between two messages', async (t) => {
  const { modem, script, received, pass } = await setUp(t);
  for (let n = 0; n < 20; n++) script.store('SM', pdusOf(`No ${n}`, { second: n })[0]!);
  script.onCommand = (command) => {
    if (command === 'AT+CMGD=4') modem.inCall = true;
  };
  script.say('+CMTI: "SM",0');
  await pass(10_000);
  t.equal(received.length, 5);
  t.equal(script.commands.at(-1), 'AT+CMGD=4');
  modem.inCall = false;
  modem.events.publish({ type: 'missed', number: null });
  await pass(10_000);
  t.equal(new Set(texts(received)).size, 20);
  t.equal(received.length, 20);
});

test('parts come in any order, mixed with those of another sender under the same reference', async (t) => {
  const { script, received, pass } = await setUp(t);
  const one = pdusOf(LONG).toReversed();
  const other = pdusOf(LONG.toUpperCase(), { from: '+447700900789' });
  for (const [index, pdu] of one.entries()) {
    script.deliver(pdu);
    script.deliver(other[index]!);
  }
  await pass(5000);
  t.match(received, [
    { from: '+447700900456', text: LONG, parts: 2 },
    { from: '+447700900789', text: LONG.toUpperCase() },
  ]);
});

test('a message without one of its parts is delivered after a day, with a gap', async (t) => {
  const { script, received, pass } = await setUp(t);
  const parts = pdusOf('x'.repeat(400));
  script.deliver(parts[1]!);
  await pass(1000);
  t.equal(script.stored.SM.size, 0, 'it does not fill the card meanwhile');
  await pass(23 * HOUR_MS);
  t.same(received, []);
  await pass(2 * HOUR_MS);
  t.match(received, [{ text: `[…]${'x'.repeat(153)}[…]`, parts: 3, missing: [1, 3] }]);
});

test('a reference that is used again does not mix two messages', async (t) => {
  const { script, received, pass } = await setUp(t);
  script.deliver(pdusOf('a'.repeat(300))[0]!);
  for (const pdu of pdusOf('b'.repeat(300), { second: 30 })) script.deliver(pdu);
  await pass(5000);
  t.same(texts(received), [`${'a'.repeat(153)}[…]`, 'b'.repeat(300)]);
});

test('a message that is delivered twice within a week is one message', async (t) => {
  const { script, received, pass } = await setUp(t);
  const [pdu = ''] = pdusOf('Once');
  script.deliver(pdu);
  await pass(1000);
  // Another centre, and "more messages to send" no longer said.
  script.deliver(pdu.replace('07917487588010F504', '07917487588020F500'));
  script.deliver(pdusOf('Once', { second: 1 })[0]!);
  await pass(1000);
  t.equal(received.length, 2, 'the same text at another time is another message');
  t.equal(script.stored.SM.size, 0);
});

test('hostile messages come in as what they are, and hold up nothing', async (t) => {
  const { db, script, received, pass } = await setUp(t);
  const [good = ''] = pdusOf('Good');
  const hostile = [
    good.slice(0, 40),
    'FF'.repeat(175),
    '00',
    good.replace(/0000(?=6211)/, '008C'),
    ...deliverPdus({ from: 'EVIL', text: '\u202Etxt.exe\u0007\u001B[2J', reference: 1, at: new Date(0) }),
    pdusOf('z'.repeat(600))[3]!.replace('0500030704', '050003FFFF'),
  ];
  for (const pdu of [...hostile, good]) script.deliver(pdu);
  await pass(5000);
  t.equal(script.stored.SM.size, 0);
  t.equal(texts(received).at(-1), 'Good');
  t.equal(received.filter(({ marks }) => marks.includes('unreadable')).length, 3);
  t.ok(received.some(({ marks }) => marks.includes('reserved-coding')));
  t.ok(received.some(({ text }) => text === '\u202Etxt.exe\u0007\u001B[2J'));
  const kept = await db.selectFrom('smsInParts').select('pdu').execute();
  t.ok(
    hostile.every((pdu) => kept.some((row) => row.pdu === pdu)),
    'every PDU is on disk as it came',
  );
});

test('an emoji that the sender cut in two is whole again', async (t) => {
  const { script, received, pass } = await setUp(t);
  for (const pdu of pdusOf('🚀'.repeat(50))) script.deliver(pdu);
  await pass(2000);
  t.same(texts(received), ['🚀'.repeat(50)]);
});

test('a message that the modem will not delete comes in once', async (t) => {
  const { script, received, pass } = await setUp(t);
  const [stuck = '', free = ''] = [...pdusOf('Stuck'), ...pdusOf('Free', { second: 1 })];
  script.onCommand = (command) => {
    if (command === 'AT+CMGD=0') script.stored.SM.delete(0);
    if (command === 'AT+CMGL=4') script.stored.SM.set(0, stuck);
  };
  script.deliver(stuck);
  script.store('SM', free);
  await pass(700_000);
  t.same(texts(received), ['Stuck', 'Free']);
});

test('a text goes out in parts a second apart, and is reported part by part', async (t) => {
  const { clock, script, service, pass, state } = await setUp(t);
  const times: number[] = [];
  script.onCommand = (command) => command.startsWith('AT+CMGS') && times.push(clock.monotonicMs());
  const id = await service.send({ to: '+44 (7700) 900-001', text: LONG, report: true });
  await pass(5000);
  t.match(await state(id), { to: TO, state: 'sent', segments: 2, error: null, outcome: null });
  t.equal(script.sent.length, 2);
  t.ok(times[1]! - times[0]! >= 1000);
  const report = (mr: number) => reportPdu({ wantsReport: true, recipient: '0C91447700090010' }, mr, new Date());
  script.say(`+CDS: 24\r\n${report(1)}`);
  await pass(100);
  t.match(await state(id), { outcome: null }, 'one part of two');
  script.say(`+CDSI: "SR",${script.store('SR', report(0))}`);
  await pass(1000);
  t.match(await state(id), { outcome: 'delivered' });
  t.equal(script.stored.SR.size, 0);
});

test('what the network refuses for now is tried once more, and no more', async (t) => {
  const { script, service, pass, state } = await setUp(t);
  script.endings.push('+CMS ERROR: 500');
  const first = await service.send({ to: TO, text: 'First', report: false });
  await pass(20_000);
  t.match(await state(first), { state: 'queued', error: 'the modem says +CMS ERROR: 500' });
  await pass(20_000);
  t.match(await state(first), { state: 'sent', error: null });
  script.endings.push('+CMS ERROR: 332', '+CMS ERROR: 332');
  const second = await service.send({ to: TO, text: 'Second', report: false });
  await pass(200_000);
  t.match(await state(second), { state: 'failed', error: 'the network did not answer' });
  t.equal(script.commands.filter((each) => each.startsWith('AT+CMGS')).length, 4);
});

test('what the network refuses for good is not tried again, nor the rest of that text', async (t) => {
  const { script, service, pass, state } = await setUp(t);
  for (const code of [304, 321, 330, 302, 322]) {
    script.endings.push(`+CMS ERROR: ${code}`);
    const id = await service.send({ to: TO, text: LONG, report: false });
    await pass(70_000);
    t.match(await state(id), { state: 'failed' }, String(code));
  }
  t.equal(script.commands.filter((each) => each.startsWith('AT+CMGS')).length, 5);
  t.same(script.sent, []);
});

test('without a prompt nothing was sent, so it is tried again', async (t) => {
  const { script, service, pass, state } = await setUp(t);
  script.endings.push('no-prompt');
  const id = await service.send({ to: TO, text: 'Prompt', report: false });
  await pass(60_000);
  t.match(await state(id), { state: 'sent' });
  t.equal(script.sent.length, 1);
});

test('a submission that hangs is never repeated, and its recipient is left in peace', async (t) => {
  const { clock, modem, script, service, pass, state } = await setUp(t);
  script.endings.push('silence');
  const hung = await service.send({ to: TO, text: 'Poison', report: true });
  const next = await service.send({ to: TO, text: 'To the same', report: false });
  const other = await service.send({ to: '+447700900002', text: 'To another', report: false });
  await pass(70_000);
  t.match(await state(hung), { state: 'unknown' });
  t.match(await state(next), { state: 'failed', error: 'the modem hung on this recipient' });
  t.match(await state(other), { state: 'sent' });
  t.same(modem.sick, []);
  await t.rejects(service.send({ to: TO, text: 'Again', report: false }), { code: 'refused' });
  clock.jump(2 * HOUR_MS);
  await t.resolves(service.send({ to: TO, text: 'Again', report: false }));
  await t.rejects(service.send({ to: TO, text: 'Poison', report: false }), { code: 'refused' });
  const report = reportPdu({ wantsReport: true, recipient: '0C91447700090010' }, 9, new Date());
  script.say(`+CDS: 24\r\n${report}`);
  await pass(5000);
  t.match(await state(hung), { state: 'sent', outcome: 'delivered' }, 'the report tells that it went out after all');
});

test('what cannot be sent is refused at once', async (t) => {
  const { service } = await setUp(t);
  for (const [to, text] of [
    ['BANK', 'x'],
    [TO, ''],
    [TO, 'x'.repeat(2000)],
  ] as const) {
    await t.rejects(service.send({ to, text, report: false }), { code: 'bad-input' });
  }
});
