import { createWriteStream, mkdirSync, readFileSync } from 'node:fs';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { SecretaryError } from '../base/errors.js';
import { time } from '../base/time.js';
import { Capture } from '../modem/capture/capture.js';
import { readCapture, toTranscript } from '../modem/capture/transcript.js';
import { portFinder } from '../modem/discovery.js';
import { openSerialPort } from '../modem/port.js';
import { bootstrapOf, DAEMON_HELP, DAEMON_OPTIONS } from './running-daemon.js';
import { stopSignal } from './stop-signal.js';

const HELP = `secretary capture DIR                 every byte of a real modem's ports with its time, into DIR/capture.jsonl
secretary capture --to-transcript FILE
                                     a capture as a transcript for firmware-notes, on standard output
options:
  --seconds N                        for so long (until Ctrl-C)
  --send COMMAND                     sent at the start; may be given several times
  --port at|at2                      whose transcript (at)
${DAEMON_HELP}The daemon must be stopped. Lines typed meanwhile go to the AT port as they are: this is no guarded console.
Telephone and serial numbers and the contents of messages are hidden; of voice only its amount and level is kept.
example: secretary capture /tmp/modem --seconds 60 --send AT+CLIP=1 --send AT+CLCC=1
`;

const OPTIONS = {
  help: { type: 'boolean' },
  seconds: { type: 'string' },
  send: { type: 'string', multiple: true },
  'to-transcript': { type: 'string' },
  port: { type: 'string', default: 'at' },
  ...DAEMON_OPTIONS,
} as const;

/** Between two commands of --send: the answer of the one shall not run into the next. */
const SEND_EVERY_MS = 1000;

export async function run(argv: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args: argv, options: OPTIONS, allowPositionals: true });
  if (values.help === true) {
    process.stdout.write(HELP);
    return 0;
  }
  if (values['to-transcript'] !== undefined) return transcript(values['to-transcript'], values.port);
  const [dir, ...more] = positionals;
  if (dir === undefined || more.length > 0) throw new SecretaryError('wrong-use', 'name one folder');
  const seconds = values.seconds === undefined ? null : Number(values.seconds);
  if (seconds !== null && !(seconds > 0)) throw new SecretaryError('wrong-use', '--seconds: expected a number above 0');
  const paths = await portFinder(bootstrapOf(values))();
  if (paths === null) throw new SecretaryError('not-found', 'no modem is on the USB: see secretary doctor');
  const { atPort: at, secondAtPort: at2 = null, pcmPort: pcm, chosen } = paths;
  // Nobody is asked before a capture: it has every byte from the first on.
  if (chosen?.by === 'imei' && chosen.of > 1)
    throw new SecretaryError(
      'wrong-use',
      'of several modems name one by its place: SECRETARY_MODEM=1-1.2 (see secretary doctor)',
    );
  await capture({ at, at2, pcm }, dir, { seconds, commands: values.send ?? [] });
  return 0;
}

async function capture(
  paths: Parameters<Capture['start']>[0],
  dir: string,
  { seconds, commands }: { readonly seconds: number | null; readonly commands: readonly string[] },
): Promise<void> {
  mkdirSync(dir, { recursive: true });
  const path = join(dir, 'capture.jsonl');
  const file = createWriteStream(path, { flags: 'wx', mode: 0o600 });
  await once(file, 'open');
  const log = new Capture(openSerialPort, (entry) => void file.write(`${JSON.stringify(entry)}\n`));
  const stop = new AbortController();
  const typed = createInterface({ input: process.stdin }).on('line', (line) => log.send(line));
  try {
    await log.start(paths);
    process.stderr.write(`capturing into ${path}; Ctrl-C ends it\n`);
    for (const [index, command] of commands.entries())
      time.after(index * SEND_EVERY_MS, () => stop.signal.aborted || log.send(command));
    const over = seconds === null ? [] : [time.sleep(seconds * 1000, stop.signal).catch(() => undefined)];
    await Promise.race([stopSignal(), ...over]);
  } finally {
    stop.abort();
    typed.close();
    await log.stop();
    file.end();
    await once(file, 'close');
  }
}

function transcript(file: string, port: string): number {
  if (port !== 'at' && port !== 'at2') throw new SecretaryError('wrong-use', '--port: expected at or at2');
  process.stdout.write(toTranscript(readCapture(readFileSync(file, 'utf8')), port));
  return 0;
}
