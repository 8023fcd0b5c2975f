import { writeSync } from 'node:fs';
import { newId } from '../../daemon/base/ids.js';
import { installClock, time } from '../../daemon/base/time.js';
import { storeJournal } from '../../daemon/journal-store.js';
import { openSerialPort } from '../../daemon/modem/port.js';
import { SmsService } from '../../daemon/modem/sms/service.js';
import { recoverAfterCrash } from '../../daemon/store/recovery.js';
import { openStore } from '../../daemon/store/store.js';
import { fastClock } from './fast-clock.js';
import { QueueModem } from './queue-modem.js';

/** One life of the box's records on a real port and a real file, until it is killed: messages and, meanwhile, calls.
 *  Prints a text only when it was promised to be sent, and a call only when it was on disk. */
const [path = '', port = '', life = ''] = process.argv.slice(2);
const MESSAGES = life === 'last' ? 0 : 3;
const ANSWER_MS = 50;
/** Of the box's time, which runs twenty times as fast here. */
const STEP_MS = 400;

installClock(fastClock(20));
const store = await openStore(path);
await recoverAfterCrash(store.db, time.now());
let write: (text: string) => void = () => undefined;
const modem = new QueueModem((text) => write(text));
const open = await openSerialPort(port, {
  data: (chunk) => modem.link.queue.receive(chunk),
  gone: () => process.exit(1),
});
write = (text) => open.write(text);
write('\x1B\r');
await modem.link.queue.synchronise(5, ANSWER_MS);
const service = new SmsService({ modem, db: store.db });
service.start();
modem.become('ready');
if (MESSAGES > 0) void answerCalls();
for (let n = 0; n < MESSAGES; n++) {
  const text = `life ${life} message ${n}`;
  await service.send({ to: '+447700900001', text, report: false });
  writeSync(1, `${text}\n`);
}
// Keeps the process alive; the port alone would too, but not by promise.
time.every(60_000, () => undefined);

/** One call after the other, each written down in the steps in which a call is. */
async function answerCalls(): Promise<never> {
  const journal = storeJournal(store.db);
  for (;;) {
    const id = newId();
    await journal.start({ id, from: null, startedAt: time.now(), recordingPath: null });
    writeSync(1, `call ${id}\n`);
    for (const state of ['answering', 'connected']) await journal.event(id, state, '');
    await time.sleep(STEP_MS);
    const facts = { id, from: null, direction: 'in', answeredAfterMs: 0, durationMs: 0, endReason: 'goodbye' } as const;
    const outcome = { kind: 'abandoned', summary: '', name: null, number: null, reason: null } as const;
    await journal.finish(id, { ...facts, recording: '', bytesOut: 0, rungs: [] }, outcome, null);
    await time.sleep(STEP_MS);
  }
}
