import { setImmediate as turn } from 'node:timers/promises';
import type { Test } from 'tap';
import { installClock } from '../../../daemon/base/time.js';
import { VirtualClock } from '../../../daemon/base/virtual-clock.js';
import { SmsService } from '../../../daemon/modem/sms/service.js';
import { deliverPdus } from '../../../daemon/simulator/sms-pdu.js';
import type { ReceivedSms } from '../../../daemon/store/sms-in.js';
import { readSent } from '../../../daemon/store/sms-out.js';
import { QueueModem } from '../../fakes/queue-modem.js';
import { SmsScript } from '../../fakes/sms-script.js';
import { tempStore } from '../../store/temp-store.js';

export const TO = '+447700900001';
export const HOUR_MS = 3_600_000;

export const pdusOf = (text: string, { from = '+447700900456', reference = 7, second = 0 } = {}): string[] =>
  deliverPdus({ from, text, reference, at: new Date(Date.UTC(2026, 10, 21, 9, 0, second)) });

export const LONG = 'A long message that does not fit into one part. '.repeat(6);

/** The service on the real queue and store, with a script for a modem, in virtual time. */
export async function setUp(t: Test) {
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

export const texts = (received: readonly ReceivedSms[]) => received.map(({ text }) => text);
