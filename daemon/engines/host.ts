import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { withDeadline } from '../base/abort.js';
import { SecretaryError } from '../base/errors.js';
import { logger } from '../base/log.js';
import { time } from '../base/time.js';
import { Topic } from '../base/topic.js';
import type { Failure, FromChild, ToChild, Usage, Wire } from './protocol.js';

const log = logger('engines/host');

/** A model is read from an SD card at 20–40 MB/s: 1.5 GB need most of a minute. */
const LOAD_MS = 120_000;
/** An engine at rest need not prove often that it lives: every pulse wakes the box. */
const IDLE_PULSE_MS = 10_000;
const MISSES = 4;
/** At one request without a word: 500 tokens of prompt at the 10 a second of a Pi 4, and then it is hung. */
const MAX_QUIET_MS = 60_000;
/** Messages not yet taken by the channel before tells are dropped: half a minute of a call's voice. */
const MAX_UNSENT = 512;
const STDERR_TAIL = 400;

export interface ChildSpec<W extends Wire> {
  /** For logs and messages: 'vosk', 'llama', 'piper'. */
  readonly name: string;
  readonly file: URL;
  readonly options: W['options'];
  /** How long its loop may be deaf at work, in one native call; twice as long without a sign of life is hung. */
  readonly pulseMs: number;
  /** Cap of the child's JavaScript heap; the models live outside of it. */
  readonly heapMb: number;
  readonly env: Readonly<Record<string, string>>;
}

export interface RequestOptions<Piece> {
  /** Tells the child to stop; the answer (or its failure) is still waited for. */
  readonly signal?: AbortSignal;
  readonly onPiece?: (piece: Piece) => void;
}

interface Pending {
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: SecretaryError) => void;
  readonly onPiece: (piece: unknown) => void;
}

const toError = (failure: Failure): SecretaryError =>
  new SecretaryError(failure.code, failure.message, { ru: failure.ru, retryable: failure.retryable });

/** One life of one child process. A dead one is thrown away: the supervisor makes the next. */
export class EngineProcess<W extends Wire> {
  readonly events: Topic<W['event']>;
  /** Why it ended, in a plain phrase. */
  readonly exited: Promise<string>;
  readonly #child: ChildProcess;
  readonly #pending = new Map<number, Pending>();
  readonly #ready = Promise.withResolvers<void>();
  readonly #pongs = new Topic<Usage>('pongs');
  #nextId = 1;
  #unsent = 0;
  #dropped = 0;
  #missedPulses = 0;
  #toldSincePulse = false;
  #stopPulse = (): void => undefined;
  #usage: Usage = { memoryBytes: 0, cpuMs: 0 };
  #end = '';

  constructor(private readonly spec: ChildSpec<W>) {
    this.events = new Topic(`${spec.name} events`);
    this.#ready.promise.catch(() => undefined);
    this.#child = fork(fileURLToPath(spec.file), {
      serialization: 'advanced',
      execArgv: [`--max-old-space-size=${spec.heapMb}`, '--max-semi-space-size=1'],
      env: { ...process.env, ...spec.env },
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    this.exited = this.#watchEnd();
    this.#child.on('message', (message) => this.#take(message as FromChild));
  }

  get pid(): number | null {
    return this.#child.pid ?? null;
  }

  get usage(): Usage {
    return this.#usage;
  }

  /** Resolves when the engine has proved itself; rejects 'model-corrupt', 'engine-failed' or 'timeout'. */
  start(): Promise<void> {
    this.#post({ type: 'start', options: this.spec.options });
    return withDeadline(this.#ready.promise, LOAD_MS, `${this.spec.name}: load`);
  }

  /** Rejects 'engine-failed' (retryable) when the child dies first. */
  request<Op extends keyof W['requests'] & string>(
    op: Op,
    payload: W['requests'][Op]['payload'],
    options: RequestOptions<W['requests'][Op]['piece']> = {},
  ): Promise<W['requests'][Op]['answer']> {
    if (this.#end !== '') return Promise.reject(this.#died());
    const id = this.#nextId++;
    const { promise, resolve, reject } = Promise.withResolvers<W['requests'][Op]['answer']>();
    const abort = () => this.#post({ type: 'abort', id });
    const expectWord = () => time.after(MAX_QUIET_MS, () => this.#giveUp(`${op} without a word`));
    let stopWaiting = expectWord();
    const onPiece = (piece: W['requests'][Op]['piece']) => {
      stopWaiting();
      stopWaiting = expectWord();
      options.onPiece?.(piece);
    };
    this.#pending.set(id, { resolve, reject, onPiece });
    if (this.#pending.size === 1) this.#pulse();
    this.#post({ type: 'request', id, op, payload });
    if (options.signal?.aborted === true) abort();
    options.signal?.addEventListener('abort', abort, { once: true });
    return promise.finally(() => {
      stopWaiting();
      this.#pending.delete(id);
      options.signal?.removeEventListener('abort', abort);
    });
  }

  /** False when the channel is so full that the message was dropped: a stopped child must not eat the daemon's memory. */
  tell<Op extends keyof W['tells'] & string>(op: Op, payload: W['tells'][Op]): boolean {
    if (this.#unsent >= MAX_UNSENT) {
      if (this.#dropped++ === 0) log.warn('engine takes no more', { engine: this.spec.name });
      return false;
    }
    this.#toldSincePulse = true;
    this.#post({ type: 'tell', op, payload });
    return true;
  }

  /** Asks the child what it uses now. */
  async measure(signal: AbortSignal): Promise<Usage> {
    const pong = this.#pongs.next(() => true, signal);
    this.#post({ type: 'ping' });
    return pong;
  }

  /** An engine has nothing to save: ending it is the same quick kill in every state, a hung one included. */
  async kill(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.exited;
  }

  #post(message: ToChild): void {
    if (!this.#child.connected) return;
    this.#unsent++;
    this.#child.send(message, () => this.#unsent--);
  }

  #take(message: FromChild): void {
    this.#missedPulses = 0;
    switch (message.type) {
      case 'ready':
        this.#usage = message.usage;
        this.#pulse();
        return this.#ready.resolve();
      case 'refused':
        return this.#ready.reject(toError(message.failure));
      case 'piece':
        return this.#pending.get(message.id)?.onPiece(message.payload);
      case 'answer':
        return this.#pending.get(message.id)?.resolve(message.payload);
      case 'failure':
        return this.#pending.get(message.id)?.reject(toError(message.failure));
      case 'event':
        return this.events.publish(message.payload);
      case 'pong':
        this.#usage = message.usage;
        return this.#pongs.publish(message.usage);
    }
  }

  /** A loaded machine starves an engine for seconds without its being sick, and killing it then costs the caller more
   *  than waiting: the dialogue has its own, shorter patience. */
  #pulse(): void {
    this.#stopPulse();
    if (this.#end !== '') return;
    const busy = this.#pending.size > 0 || this.#toldSincePulse;
    this.#toldSincePulse = false;
    this.#post({ type: 'ping' });
    this.#stopPulse = time.after(busy ? this.spec.pulseMs : IDLE_PULSE_MS, () => {
      if (++this.#missedPulses < MISSES) this.#pulse();
      else this.#giveUp('no pulse');
    });
  }

  #giveUp(what: string): void {
    log.error('engine hangs, killed', { engine: this.spec.name, pid: this.pid, what });
    this.#child.kill('SIGKILL');
  }

  #watchEnd(): Promise<string> {
    let said = '';
    this.#child.stderr?.on('data', (chunk: Buffer) => (said = (said + chunk.toString()).slice(-STDERR_TAIL)));
    return new Promise((resolve) => {
      const end = (why: string) => {
        if (this.#end !== '') return;
        this.#end = why;
        this.#stopPulse();
        log.info('engine ended', { engine: this.spec.name, why, said });
        this.#ready.reject(this.#died());
        for (const pending of this.#pending.values()) pending.reject(this.#died());
        resolve(why);
      };
      this.#child.on('error', (error) => end(error.message));
      this.#child.on('exit', (code, signal) => end(signal ?? `exit code ${code}`));
    });
  }

  #died(): SecretaryError {
    return new SecretaryError('engine-failed', `${this.spec.name}: process ended (${this.#end})`, { retryable: true });
  }
}
