import type { ChildProcess } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { SecretaryError } from '../base/errors.js';
import { readBusinessFile } from '../business-source.js';
import { SimulatorClient } from '../simulator/client.js';
import { isProfileName } from '../simulator/profiles.js';
import type { SimulatorReady } from '../simulator/protocol.js';
import { sampleBusinessPath } from '../store/business-file.js';
import { readVoice } from './caller-voice.js';
import { runProgram, startProgram, stopPrograms } from './child-program.js';
import type { DaemonReady } from './daemon.js';
import { type DemoFolder, demoFolder } from './demo-folder.js';
import { portOption, positiveOption } from './option-value.js';
import { CALL_HELP, CALL_OPTIONS, planOf } from './steps.js';
import { stopSignal } from './stop-signal.js';

const HELP = `secretary demo [OPTIONS]             a simulated SIM7600, the daemon and a caller who rings and talks
  --once                             ends after the first call; exit 0 if the call went through all its steps
                                     (a call whose sound is lost is followed by another when the modem is healed)
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
  // All that may be wrong with the command line is told before anything is started.
  const { language, steps } = planOf(values, tokens);
  for (const step of steps) if ('file' in step) readVoice(step.file);
  const { profile, seed, port } = values;
  if (!isProfileName(profile))
    throw new SecretaryError('wrong-use', `--profile: there is no ${profile}, see secretary simulator --profiles`);
  positiveOption('--seed', seed);
  portOption(port);
  const business = values.business ?? sampleBusinessPath(language);
  readBusinessFile(business);
  const folder = demoFolder(values.data);
  await refuseSecond(folder);
  const callerArgs = tokens.flatMap((token) =>
    token.kind === 'option' && !OWN.has(token.name) ? [`--${token.name}`, token.value ?? []].flat() : [],
  );
  const children: ChildProcess[] = [];
  const stop = stopSignal();
  try {
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

/** Two demos in one folder would share a modem, a database and a door. */
async function refuseSecond({ data, simulator }: DemoFolder): Promise<void> {
  const other = await SimulatorClient.connect(simulator).catch(() => null);
  if (other === null) return;
  other.close();
  throw new SecretaryError(
    'busy',
    `a demo is running in ${data}: ring it with "secretary call", or give this one another folder with --data`,
  );
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
