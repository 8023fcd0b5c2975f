import { ReadlineParser } from '@serialport/parser-readline';
import { SerialPort } from 'serialport';
import { time } from '../../../daemon/base/time.js';
import { query } from '../../../daemon/modem/commands.js';
import { openSerialPort } from '../../../daemon/modem/port.js';
import { AtQueue, type QueueOwner } from '../../../daemon/modem/queue.js';
import { Pty } from '../../fakes/pty.js';
import type { Measure } from '../measure.js';
import { median } from '../statistics.js';
import { atEnd } from '../workspace.js';

const GOAL = 1.3;
const ROUNDS = 1000;
const WARM_UP = 100;
/** Longer than the queue waits between two commands here. */
const PAUSE_MS = 3;
const QUESTION = 'AT+CSQ';
const ANSWER = '\r\n+CSQ: 22,99\r\n\r\nOK\r\n';

/** Asks once and waits for the final result. */
type Ask = () => Promise<unknown>;

/** A modem that answers at once, so that what is measured is ours. */
function answering(): string {
  const pty = new Pty((bytes) => bytes.includes('\r') && pty.write(bytes.includes('CSQ') ? ANSWER : '\r\nOK\r\n'));
  atEnd(() => pty.unplug());
  return pty.path;
}

/** serialport and the line parser that comes with it, and nothing else. */
async function bareSerialPort(): Promise<Ask> {
  const port = new SerialPort({ path: answering(), baudRate: 115_200, autoOpen: false });
  await new Promise<void>((resolve, reject) => port.open((error) => (error === null ? resolve() : reject(error))));
  atEnd(() => port.close());
  const lines = port.pipe(new ReadlineParser({ delimiter: '\r\n' }));
  return () =>
    new Promise<void>((resolve) => {
      const listen = (line: string) => {
        if (line !== 'OK') return;
        lines.off('data', listen);
        resolve();
      };
      lines.on('data', listen);
      port.write(`${QUESTION}\r`);
    });
}

async function ourQueue(): Promise<Ask> {
  const nothing = () => undefined;
  const owner: QueueOwner = { write: nothing, heard: nothing, sent: nothing, ended: nothing, sick: nothing };
  const queue = new AtQueue(owner);
  // The pause between two commands is the modem's wish, not a cost.
  queue.spacingMs = 0;
  const port = await openSerialPort(answering(), { data: (chunk) => queue.receive(chunk), gone: nothing });
  atEnd(() => port.close());
  owner.write = (text) => port.write(text);
  await queue.synchronise(5, 50);
  const question = query(QUESTION);
  return () => queue.run(question);
}

async function tookMicros(ask: Ask): Promise<number> {
  const sinceMs = performance.now();
  await ask();
  const micros = (performance.now() - sinceMs) * 1000;
  await time.sleep(PAUSE_MS);
  return micros;
}

export const atRtt: Measure = {
  name: 'AT-RTT',
  about: 'a question and its answer over a pseudo-terminal: our queue / bare serialport, in turns',
  goal: `≤${GOAL}`,
  async measure() {
    const [ours, bare] = [await ourQueue(), await bareSerialPort()];
    const samples: { readonly ours: number; readonly bare: number }[] = [];
    for (let round = -WARM_UP; round < ROUNDS; round++) {
      const sample = { bare: await tookMicros(bare), ours: await tookMicros(ours) };
      if (round >= 0) samples.push(sample);
    }
    const oursMicros = median(samples.map(({ ours: each }) => each));
    const bareMicros = median(samples.map(({ bare: each }) => each));
    const figure = Number((oursMicros / bareMicros).toFixed(3));
    const beside = { oursMicros: Math.round(oursMicros), bareMicros: Math.round(bareMicros) };
    return { figure, unit: '', ok: figure <= GOAL, n: ROUNDS, samples, beside };
  },
};
