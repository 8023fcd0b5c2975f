import { Worker } from 'node:worker_threads';
import { settleWithin } from '../base/abort.js';
import { SecretaryError, messageOf } from '../base/errors.js';
import { logger } from '../base/log.js';
import type { Media, MediaSession, MediaStart } from './media.js';
import {
  type FromThread,
  type HealthMemory,
  type ThreadOptions,
  type ToThread,
  healthMemory,
} from './thread-protocol.js';
import { WorkerSession } from './worker-session.js';

const log = logger('audio/worker-media');
const CLOSE_BUDGET_MS = 2000;

interface Opening {
  readonly start: MediaStart;
  readonly health: HealthMemory;
  readonly opened: PromiseWithResolvers<MediaSession>;
}

/** The media thread, kept from call to call so that the tenth call's first tick and the first's cost the same. */
export class WorkerMedia implements Media {
  readonly #options: ThreadOptions;
  #worker: Worker | null = null;
  #ready = Promise.withResolvers<void>();
  #vadFailure: string | null = null;
  #lastSession = 0;
  readonly #opening = new Map<number, Opening>();
  readonly #sessions = new Map<number, WorkerSession>();

  constructor(options: ThreadOptions) {
    this.#options = options;
  }

  /** Why speech is told from silence by energy only, for people; null when the model runs. */
  get vadFailure(): string | null {
    return this.#vadFailure;
  }

  /** Starts the thread with its model loaded and warm; does nothing when it runs. Rejects 'engine-failed'. */
  start(): Promise<void> {
    this.#worker ??= this.#launch();
    return this.#ready.promise;
  }

  async open(start: MediaStart): Promise<MediaSession> {
    await this.start();
    const session = ++this.#lastSession;
    const health = healthMemory();
    const opened = Promise.withResolvers<MediaSession>();
    this.#opening.set(session, { start, health, opened });
    this.#tell({ op: 'open', session, start, health });
    return opened.promise;
  }

  async close(): Promise<void> {
    await Promise.all(Array.from(this.#sessions.values(), (session) => session.stop()));
    const worker = this.#worker;
    if (worker === null) return;
    const ended = new Promise((resolve) => worker.once('exit', resolve));
    this.#tell({ op: 'close' });
    if (!(await settleWithin(ended, CLOSE_BUDGET_MS))) await worker.terminate();
  }

  #launch(): Worker {
    const worker = new Worker(new URL('./media-thread.js', import.meta.url), { workerData: this.#options });
    worker.on('message', (message: FromThread) => this.#receive(message));
    worker.on('error', (error) => log.error('the media thread failed', { error: messageOf(error) }));
    worker.once('exit', () => this.#lost());
    return worker;
  }

  #tell(message: ToThread): void {
    this.#worker?.postMessage(message);
  }

  #receive(message: FromThread): void {
    if (message.type === 'ready') this.#becomeReady(message.vadFailure);
    else if (message.type === 'opened') this.#opened(message.session, message.startMs);
    else if (message.type === 'refused')
      this.#refused(message.session, new SecretaryError(message.code, message.message, { retryable: true }));
    else if (message.type === 'stopped') this.#stopped(message);
    else for (const event of message.events) this.#sessions.get(message.session)?.events.publish(event);
  }

  #becomeReady(vadFailure: string | null): void {
    this.#vadFailure = vadFailure;
    if (vadFailure !== null) log.warn('speech is told from silence by energy only', { reason: vadFailure });
    this.#ready.resolve();
  }

  #opened(session: number, startMs: number): void {
    const opening = this.#opening.get(session);
    this.#opening.delete(session);
    if (opening === undefined) return;
    const { start, health, opened } = opening;
    const tell = (message: ToThread) => this.#tell(message);
    const voice = new WorkerSession({ session, startMs, recordingPath: start.recordingPath, health, tell });
    this.#sessions.set(session, voice);
    opened.resolve(voice);
  }

  #refused(session: number, error: SecretaryError): void {
    this.#opening.get(session)?.opened.reject(error);
    this.#opening.delete(session);
  }

  #stopped({ session, recording }: Extract<FromThread, { type: 'stopped' }>): void {
    this.#sessions.get(session)?.stopped(recording);
    this.#sessions.delete(session);
  }

  /** Expected after close; otherwise calls lose their voice, and the next open starts a new thread. */
  #lost(): void {
    const error = new SecretaryError('engine-failed', 'the media thread ended', { retryable: true });
    this.#worker = null;
    this.#ready.promise.catch(() => undefined);
    this.#ready.reject(error);
    this.#ready = Promise.withResolvers();
    for (const session of this.#opening.keys()) this.#refused(session, error);
    for (const voice of this.#sessions.values()) voice.threadLost();
    this.#sessions.clear();
  }
}
