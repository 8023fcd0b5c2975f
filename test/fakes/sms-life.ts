import { writeSync } from 'node:fs';
import { installClock, time } from '../../daemon/base/time.js';
import { openSerialPort } from '../../daemon/modem/port.js';
import { SmsService } from '../../daemon/modem/sms/service.js';
import { openStore } from '../../daemon/store/store.js';
import { fastClock } from './fast-clock.js';
import { QueueModem } from './queue-modem.js';

/** One life of the message service on a real port and a real file, until it is killed. Prints a text only when it was
 *  promised to be sent. */
const [path = '', port = '', life = ''] = process.argv.slice(2);
const MESSAGES = life === 'last' ? 0 : 3;
const ANSWER_MS = 50;

installClock(fastClock(20));
const store = await openStore(path);
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
for (let n = 0; n < MESSAGES; n++) {
  const text = `life ${life} message ${n}`;
  await service.send({ to: '+447700900001', text, report: false });
  writeSync(1, `${text}\n`);
}
// Keeps the process alive; the port alone would too, but not by promise.
time.every(60_000, () => undefined);
