import type { ChildProcess } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { SecretaryError } from '../base/errors.js';
import { readBusinessFile } from '../business-source.js';
import type { SimulatorReady } from '../simulator/protocol.js';
import { sampleBusinessPath } from '../store/business-file.js';
import { runProgram, startProgram, stopPrograms } from './child-program.js';
import type { DaemonReady } from './daemon.js';
import { type DemoFolder, demoFolder } from './demo-folder.js';
import { CALL_HELP, CALL_OPTIONS, faultsOf, stepsOf } from './steps.js';
import { stopSignal } from './stop-signal.js';

const HELP = `secretary demo [OPTIONS]             a simulated SIM7600, the daemon and a caller who rings and talks
  --once                             ends after the first call; exit 0 if the call went through all its steps
  --business FILE                    what the assistant knows (the sample that ships)
  --lang en|ru, --port N             language; port of the page (0: any)
  --profile NAME, --seed N           of the simulated modem
${CALL_HELP}example: secretary demo --once --say "When are you open?" --json out.json
`;

const OPTIONS = {
  ...CALL_OPTIONS,
  once: { type: 'boolean' },
  business: { type: 'string' },
  port: { type: 'string', default: '8080' },
  profile: { type: 'string', default: 'good' },
  seed: { type: 'string', default: '1' },
} as const;
/** These are the demo's own; all others are the caller's. */
const OWN: ReadonlySet<string> = new Set(['once', 'business', 'port', 'profile', 'seed', 'data', 'lang']);
const READY_WITHIN_MS = 60_000;

export async function run(argv: string[]): Promise<number> {
  const { values, tokens } = parseArgs({ args: argv, options: OPTIONS, tokens: true });
  if (values.help === true) {
    process.stdout.write(HELP);
    return 0;
  }
  const language = values.lang ?? 'en';
  if (language !== 'en' && language !== 'ru') throw new SecretaryError('wrong-use', '--lang: expected en or ru');
  const business = values.business ?? sampleBusinessPath(language);
  // All that may be wrong with the command line is told before anything is started.
  stepsOf(tokens);
  faultsOf(values.fault ?? []);
  readBusinessFile(business);
  const folder = demoFolder(values.data);
  const callerArgs = tokens.flatMap((token) =>
    token.kind === 'option' && !OWN.has(token.name) ? [`--${token.name}`, token.value ?? []].flat() : [],
  );
  const children: ChildProcess[] = [];
  const stop = stopSignal();
  try {
    const { profile, seed, port } = values;
    await startBox(folder, { business, language, profile, seed, port }, children);
    const caller = runProgram(['call', '--data', folder.data, '--lang', language, ...callerArgs]);
    children.push(caller.child);
    const code = await Promise.race([caller.code, stop.then(() => 130)]);
    if (values.once === true || code === 130) return code;
    say('The demo stays up: ring again with "secretary call --say …", look at the page, end with Ctrl-C.');
    await stop;
    return 0;
  } finally {
    await stopPrograms(children);
  }
}

interface Box {
  readonly business: string;
  readonly language: string;
  readonly profile: string;
  readonly seed: string;
  readonly port: string;
}

/** The modem first, then the daemon that looks for it. */
async function startBox(folder: DemoFolder, box: Box, children: ChildProcess[]): Promise<void> {
  mkdirSync(folder.simulatorDir, { recursive: true });
  say('Starting the simulated SIM7600 …');
  const simulator = await startProgram<SimulatorReady>({
    argv: ['simulator', '--dir', folder.simulatorDir, '--profile', box.profile, '--seed', box.seed],
    env: {},
    logFile: join(folder.run, 'simulator.log'),
    readyWithinMs: READY_WITHIN_MS,
  });
  children.push(simulator.child);
  say('Starting the daemon: recogniser, language model, voice …');
  const logFile = join(folder.data, 'daemon.log');
  const daemon = await startProgram<DaemonReady>({
    argv: ['daemon'],
    env: {
      SECRETARY_DATA: folder.data,
      SECRETARY_RUN: folder.run,
      SECRETARY_PORT: box.port,
      SECRETARY_AT_PORT: simulator.ready.atPort,
      SECRETARY_PCM_PORT: simulator.ready.pcmPort,
      SECRETARY_BUSINESS: box.business,
      SECRETARY_LANGUAGE: box.language,
    },
    logFile,
    readyWithinMs: READY_WITHIN_MS,
  });
  children.push(daemon.child);
  say(`The page: ${daemon.ready.url ?? 'cannot be served, see the log'}   The log: ${logFile}`);
}

const say = (text: string): void => void process.stdout.write(`${text}\n`);
