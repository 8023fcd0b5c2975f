import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { withDeadline } from '../base/abort.js';
import { loadBootstrap } from '../base/bootstrap.js';
import { messageOf, SecretaryError } from '../base/errors.js';
import { JsonClient } from '../base/json-socket.js';
import { redirectLog } from '../base/log.js';
import { time } from '../base/time.js';
import type { LiveEvent } from '../call/live.js';
import type { EngineStatus } from '../engines/engine.js';
import type { ModemStatus } from '../modem/line.js';
import { SimulatorClient } from '../simulator/client.js';
import { hearAssistant } from './caller-hearing.js';
import { makeSounds } from './caller-voice.js';
import { type DemoFolder, demoFolder } from './demo-folder.js';
import { LivePrinter } from './live-printer.js';
import { CALL_HELP, CALL_OPTIONS, type CallPlan, deedOf, planOf, type TimedFault } from './steps.js';
import { VirtualCaller } from './virtual-caller.js';

const HELP = `secretary call [STEPS]               rings a running demo again; the steps are taken in the order given
${CALL_HELP}example: secretary call --say "Are you open on Sunday?" --hang-up
`;

/** Only the very first start renders for longer; then it is rung at as it is. */
const RENDERED_WITHIN_MS = 6000;
/** A modem that restarts is away for half a minute and needs a whole one to find its network. */
const READY_WITHIN_MS = 120_000;
/** Longer than the box waits after a call before it heals its modem. */
const RINGS_AGAIN_MS = 5000;
/** The record is complete a moment after the line is free. */
const RECORD_WITHIN_MS = 20_000;

interface DaemonStatus {
  readonly line: ModemStatus;
  readonly engines: readonly EngineStatus[];
  /** A real box has minutes between its start and its first caller to render its phrases. */
  readonly rendered: boolean;
}

type Daemon = JsonClient<LiveEvent>;
type Ended = Extract<LiveEvent, { readonly type: 'ended' }>;

export async function run(argv: string[]): Promise<number> {
  const { values, tokens } = parseArgs({ args: argv, options: CALL_OPTIONS, tokens: true });
  if (values.help === true) {
    process.stdout.write(HELP);
    return 0;
  }
  const plan = planOf(values, tokens);
  const folder = demoFolder(values.data);
  const { daemon, line } = await runningDemo(folder);
  // Its lines would stand between those of the conversation.
  redirectLog((text) => process.stderr.write(`${text}\n`), 'warn');
  try {
    const { modelsDir } = loadBootstrap(undefined, process.env);
    const voice = { language: plan.language, modelsDir, dataDir: folder.data };
    const sounds = await makeSounds(plan.steps, voice);
    await untilReady(daemon);
    const printer = new LivePrinter((text) => process.stdout.write(`${text}\n`));
    const hears = (text: string) => printer.print('caller', `hears: ${text}`);
    const deafen = plan.hears ? await hearAssistant(line, voice, hears) : async () => {};
    return await ring(plan, { sounds, daemon, line, printer }).finally(deafen);
  } finally {
    daemon.close();
    line.close();
  }
}

async function runningDemo({
  data,
  control,
  simulator,
}: DemoFolder): Promise<{ daemon: Daemon; line: SimulatorClient }> {
  try {
    return { daemon: await JsonClient.connect(control), line: await SimulatorClient.connect(simulator) };
  } catch (cause) {
    const words = `no demo is running in ${data}: start one with "secretary demo", or name its folder with --data`;
    throw new SecretaryError('not-found', words, { cause });
  }
}

interface Ringing {
  readonly sounds: Awaited<ReturnType<typeof makeSounds>>;
  readonly daemon: Daemon;
  readonly line: SimulatorClient;
  readonly printer: LivePrinter;
}

/** Rings; and once more, as people do, when the sound was lost: the box heals itself meanwhile. */
async function ring(plan: CallPlan, ringing: Ringing): Promise<number> {
  const { daemon, printer } = ringing;
  daemon.events.subscribe('printer', (event) => printer.show(event));
  await daemon.request({ op: 'listen' });
  let { over, done } = await ringOnce(plan, ringing);
  if (over.endReason === 'voice-lost') {
    printer.print('caller', 'will ring again when the line is ready');
    await time.sleep(RINGS_AGAIN_MS);
    await untilReady(daemon);
    ({ over, done } = await ringOnce({ ...plan, faults: [] }, ringing));
  }
  if (plan.json !== undefined) {
    const record = await daemon.request({ op: 'record', call: over.callId });
    writeFileSync(plan.json, `${JSON.stringify(record, null, 2)}\n`);
  }
  if (done === plan.steps.length) return 0;
  process.stderr.write(`the call ended (${over.endReason}) after ${done} of ${plan.steps.length} steps\n`);
  return 1;
}

/** How the call ended, and how many steps could be taken. */
async function ringOnce(
  plan: CallPlan,
  { sounds, daemon, line, printer }: Ringing,
): Promise<{ readonly over: Ended; readonly done: number }> {
  const ended = daemon.events.next((event) => event.type === 'ended', AbortSignal.timeout(30 * 60_000));
  ended.catch(() => undefined);
  const cancels = plan.faults.map((fault) =>
    time.after(fault.atSeconds * 1000, () => {
      strike(fault, daemon, line).catch((error: unknown) =>
        printer.print('fault', `${fault.name}: ${messageOf(error)}`),
      );
    }),
  );
  const done = await new VirtualCaller(line)
    .call(plan.from, sounds, (step) => {
      printer.print('caller', deedOf(step));
    })
    .finally(() => cancels.forEach((cancel) => cancel()));
  const over = await withDeadline(ended, RECORD_WITHIN_MS, 'the record of the call');
  return { over: over as Ended, done };
}

/** Until a call would be answered with all that this box has. */
async function untilReady(daemon: Daemon): Promise<void> {
  const sinceMs = time.monotonicMs();
  while (time.monotonicMs() - sinceMs < READY_WITHIN_MS) {
    const { line, engines, rendered } = (await daemon.request({ op: 'status' })) as DaemonStatus;
    const up = line.state === 'ready' && engines.every(({ state }) => state !== 'starting' && state !== 'stopped');
    if (up && (rendered || time.monotonicMs() - sinceMs > RENDERED_WITHIN_MS)) return;
    await time.sleep(100);
  }
  throw new SecretaryError('timeout', 'the daemon did not become ready');
}

/** Engines are killed from outside, as the kernel would; everything else is the simulator's to do. */
async function strike({ name }: TimedFault, daemon: Daemon, line: SimulatorClient): Promise<void> {
  const kind = /^(kill|stop)-(stt|llm|tts)$/.exec(name);
  if (kind === null) {
    await line.request({ op: 'fault', name });
    return;
  }
  const { engines } = (await daemon.request({ op: 'status' })) as DaemonStatus;
  const pid = engines.find((engine) => engine.kind === kind[2])?.pid ?? null;
  if (pid !== null) process.kill(pid, kind[1] === 'kill' ? 'SIGKILL' : 'SIGSTOP');
}
