import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { JsonClient } from '../../daemon/base/json-socket.js';
import { time } from '../../daemon/base/time.js';
import type { LiveEvent } from '../../daemon/call/live.js';
import { startProgram, stopPrograms } from '../../daemon/commands/child-program.js';
import type { DaemonReady } from '../../daemon/commands/daemon.js';
import type { Step } from '../../daemon/commands/steps.js';
import { type ReadyStep, VirtualCaller } from '../../daemon/commands/virtual-caller.js';
import type { EngineStatus } from '../../daemon/engines/engine.js';
import type { ModemStatus } from '../../daemon/modem/line.js';
import { SimulatorClient } from '../../daemon/simulator/client.js';
import type { SimulatorReady } from '../../daemon/simulator/protocol.js';
import type { CallRecord, TurnRecord } from '../../daemon/store/record.js';
import type { StoreHealth } from '../../daemon/store/health.js';
import { writeSetting } from '../../daemon/store/settings.js';
import { openStore } from '../../daemon/store/store.js';
import { PhraseCache } from '../../daemon/engines/tts/phrase-cache.js';
import { speechFor } from '../../daemon/speech/speech.js';
import { ScriptedTts } from '../fakes/scripted-tts.js';
import { callerSays } from './caller-voice.js';

/** What the assistant of the tests knows: short answers, so that a call is over soon. */
export const BUSINESS = `name: Sunrise
language: en
timezone: Europe/London
hours: { mon-sun: "09:00-18:00" }
address: 12 Mill Lane
services: [ { name: puncture repair, price: 10, currency: GBP, minutes: 30 } ]
contacts: [ { name: Nuisance, number: "+447700900666", group: blocked } ]
`;

/** Two seconds of talk before the caller's turn instead of seven. */
const SETTINGS = { notice: 'This is recorded.', greeting: 'Hello.', firstSilenceSeconds: 3 } as const;

/** A question that rows answer, and the beginning of the answer. */
export const ADDRESS = ['Where are you?', /Mill Lane/] as const;

/** Rendering all fixed phrases takes a core for half a minute; the boxes of all test files share what one of them rendered. */
const PHRASES = join(tmpdir(), 'secretary-test-phrases');
const READY_WITHIN_MS = 60_000;
const PATIENCE_MS = 45_000;

export interface BoxStatus {
  readonly line: ModemStatus;
  readonly engines: readonly EngineStatus[];
  readonly store: StoreHealth;
  readonly call: string | null;
  readonly pid: number;
}

export interface BoxOptions {
  /** Where the data go; a folder of its own by default. Whoever names one removes it. */
  readonly data?: string;
  readonly business?: string;
  /** Of the owner, beside those of every box. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Environment of the daemon: another folder of models, ports … */
  readonly env?: Readonly<Record<string, string>>;
}

interface Asking {
  readonly from?: string | null;
  readonly greeted?: () => Promise<unknown>;
}

interface Teardown {
  teardown(run: () => unknown): void;
}

/** A whole box as `secretary demo` starts it: the daemon and the simulated modem as processes, with short words and a quick
 *  modem. What a test may break is public. */
export class Box {
  readonly data: string;
  readonly simulatorDir: string;
  daemon!: JsonClient<LiveEvent>;
  daemonProcess!: ChildProcess;
  readonly #root = mkdtempSync(join(tmpdir(), 'box-'));
  readonly #env: Readonly<Record<string, string>>;
  readonly #programs: ChildProcess[] = [];

  private constructor({ data, env = {}, business = BUSINESS }: BoxOptions) {
    this.data = data ?? join(this.#root, 'data');
    this.simulatorDir = join(this.#root, 'run', 'sim');
    for (const folder of [this.data, this.simulatorDir, PHRASES]) mkdirSync(folder, { recursive: true });
    // Where `secretary call --data` looks for a demo, and what makes a start quick.
    symlinkSync(join(this.#root, 'run'), join(this.data, 'run'));
    symlinkSync(PHRASES, join(this.data, 'phrases'));
    writeFileSync(join(this.#root, 'business.yaml'), business);
    this.#env = env;
  }

  /** All of it, ready to be called; ended and removed with the test. */
  static async start(t: Teardown, options: BoxOptions = {}): Promise<Box> {
    const box = await Box.withoutDaemon(t, options);
    await box.startDaemon();
    await box.until(({ line }) => line.state === 'ready', 'line ready');
    return box;
  }

  /** The modem alone. */
  static async withoutDaemon(t: Teardown, options: BoxOptions = {}): Promise<Box> {
    const box = new Box(options);
    t.teardown(() => box.#remove());
    await box.#settle({ ...SETTINGS, ...options.settings });
    const { child } = await startProgram<SimulatorReady>({
      argv: ['simulator', '--dir', box.simulatorDir, '--scale', '20'],
      env: {},
      logFile: join(box.#root, 'simulator.log'),
      readyWithinMs: READY_WITHIN_MS,
    });
    box.#programs.push(child);
    return box;
  }

  /** The daemon with all its engines up, or given up; the line is looked for meanwhile. */
  async startDaemon(): Promise<void> {
    const { child, ready } = await startProgram<DaemonReady>({
      argv: ['daemon'],
      env: {
        SECRETARY_DATA: this.data,
        SECRETARY_RUN: join(this.#root, 'run'),
        SECRETARY_PORT: '0',
        SECRETARY_AT_PORT: join(this.simulatorDir, 'at'),
        SECRETARY_PCM_PORT: join(this.simulatorDir, 'pcm'),
        SECRETARY_BUSINESS: join(this.#root, 'business.yaml'),
        ...this.#env,
      },
      logFile: this.#logFile,
      readyWithinMs: READY_WITHIN_MS,
    });
    this.#programs.push(child);
    this.daemonProcess = child;
    this.daemon = await JsonClient.connect<LiveEvent>(ready.control);
    await this.daemon.request({ op: 'listen' });
  }

  get #logFile(): string {
    return join(this.#root, 'daemon.log');
  }

  get log(): string {
    return readFileSync(this.#logFile, 'utf8');
  }

  async status(): Promise<BoxStatus> {
    return (await this.daemon.request({ op: 'status' })) as BoxStatus;
  }

  async until(fits: (status: BoxStatus) => boolean, what: string): Promise<BoxStatus> {
    for (const sinceMs = time.monotonicMs(); time.monotonicMs() - sinceMs < PATIENCE_MS; await time.sleep(50)) {
      const status = await this.status();
      if (fits(status)) return status;
    }
    throw new Error(`never came: ${what}\n${this.log}`);
  }

  enginesReady(): Promise<BoxStatus> {
    return this.until(({ engines }) => engines.every(({ state }) => state === 'ready'), 'engines ready');
  }

  /** The next event that fits, beginning now. */
  next<T extends LiveEvent['type']>(
    type: T,
    fits: (event: Extract<LiveEvent, { type: T }>) => boolean = () => true,
  ): Promise<Extract<LiveEvent, { type: T }>> {
    const wanted = (event: LiveEvent): event is Extract<LiveEvent, { type: T }> =>
      event.type === type && fits(event as Extract<LiveEvent, { type: T }>);
    const coming = this.daemon.events.next(wanted, AbortSignal.timeout(PATIENCE_MS));
    coming.catch(() => undefined);
    return coming as Promise<Extract<LiveEvent, { type: T }>>;
  }

  /** A line to the network and to callers, closed with the test. */
  async network(t: Teardown): Promise<SimulatorClient> {
    const network = await SimulatorClient.connect(join(this.simulatorDir, 'control'));
    t.teardown(() => network.close());
    await network.request({ op: 'listen' });
    return network;
  }

  /** Rings, takes the steps, and returns what the daemon wrote down of it. `onStep` is told of each as it begins. */
  async call(
    steps: readonly ReadyStep[],
    { from = '+447700900456', onStep = () => {} }: { from?: string | null; onStep?: (step: number) => void } = {},
  ): Promise<CallRecord> {
    const network = await SimulatorClient.connect(join(this.simulatorDir, 'control'));
    const ended = this.next('ended');
    try {
      let taken = 0;
      await new VirtualCaller(network).call(from, steps, () => onStep(taken++));
      return await this.record((await ended).callId);
    } finally {
      network.close();
    }
  }

  /** The assistant has greeted the next caller, and it is his turn; returns the call's id. */
  async listening(): Promise<string> {
    return (await this.next('turn', ({ turn }) => turn.path === 'greeting')).callId;
  }

  /** A caller who asks until he hears that answer, as people do: a loaded machine may understand him only the second time.
   *  He hangs up as soon as it begins; returns what the daemon wrote down. `greeted` runs when it is his turn. */
  async ask(
    words: string,
    answer: RegExp,
    { from = '+447700900456', greeted = async () => {} }: Asking = {},
  ): Promise<CallRecord> {
    const network = await SimulatorClient.connect(join(this.simulatorDir, 'control'));
    const ended = this.next('ended');
    try {
      const listening = this.listening();
      await network.request({ op: 'dial', from });
      await listening;
      await greeted();
      for (let said = ''; !answer.test(said); ) {
        const speaking = this.next('speaking', ({ on, text }) => !on || answer.test(text));
        await network.speak(callerSays(words));
        said = (await speaking).text;
      }
      await network.request({ op: 'hang-up' });
      return await this.record((await ended).callId);
    } finally {
      network.close();
    }
  }

  async record(call: string): Promise<CallRecord> {
    return (await this.daemon.request({ op: 'record', call })) as CallRecord;
  }

  async stopDaemon(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    const { daemonProcess: child } = this;
    const exited = new Promise((resolve) => child.once('exit', resolve));
    child.kill(signal);
    await exited;
  }

  /** Writes the owner's settings as the page will. */
  async #settle(settings: Readonly<Record<string, unknown>>): Promise<void> {
    const store = await openStore(join(this.data, 'secretary.db'));
    for (const [key, value] of Object.entries(settings)) await writeSetting(store.db, key, value, 'test');
    await store.close();
  }

  async #remove(): Promise<void> {
    this.daemon?.close();
    await stopPrograms(this.#programs);
    rmSync(this.#root, { recursive: true, force: true });
  }
}

/** Waits until a box has rendered these texts, for one that comes after it and has no voice. */
export async function rendered(texts: readonly string[]): Promise<void> {
  const speech = speechFor('en');
  for (let waited = 0; waited < 2 * PATIENCE_MS; waited += 200) {
    const phrases = new PhraseCache(new ScriptedTts(), PHRASES, 'piper-en-joe');
    if (texts.every((text) => phrases.get(speech.normalise(text)) !== undefined)) return;
    await time.sleep(200);
  }
  throw new Error('the phrases were never rendered');
}

export const say = (text: string): ReadyStep => ({ step: { do: 'say', text }, sound: callerSays(text) });
export const sound = (samples: Int16Array): ReadyStep => ({ step: { do: 'wav', file: '' }, sound: samples });
export const step = (does: Step): ReadyStep => ({ step: does, sound: null });

/** All turns in which the caller said something, or tried to. */
export const heardTurns = ({ turns }: CallRecord): TurnRecord[] => turns.filter(({ heard }) => heard !== null);

/** Another `secretary …` from beginning to end. */
export function secretary(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const child = spawn(process.execPath, [join(import.meta.dirname, '../../daemon/cli.js'), ...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (text: Buffer) => (stdout += text.toString()));
  child.stderr.on('data', (text: Buffer) => (stderr += text.toString()));
  return new Promise<{ status: number | null; stdout: string; stderr: string }>((resolve) =>
    child.once('close', (status) => resolve({ status, stdout, stderr })),
  );
}
