import { existsSync } from 'node:fs';
import { hasCode, messagesOf, SecretaryError } from '../base/errors.js';
import { type InBothLanguages, inBoth } from '../base/language.js';
import { logger } from '../base/log.js';
import { time } from '../base/time.js';
import { Topic } from '../base/topic.js';
import type { EngineKind, EngineStatus, Supervised } from './engine.js';
import { type ChildSpec, EngineProcess, type RequestOptions } from './host.js';
import type { Usage, Wire } from './protocol.js';

const log = logger('engines/supervisor');

const FIRST_DELAY_MS = 200;
const MAX_DELAY_MS = 30_000;
/** An engine that lived this long has earned the short delay again. */
const HEALTHY_MS = 60_000;

export interface EngineSpec<W extends Wire> extends ChildSpec<W> {
  readonly kind: EngineKind;
  /** The catalogue's id, for the page and for the command that mends a missing model. */
  readonly modelId: string;
  /** What must be on disk before a process is worth starting. */
  readonly files: readonly string[];
}

/** Keeps one engine alive: starts it, proves it, restarts it with back-off, says how it is. */
export class Supervisor<W extends Wire> implements Supervised {
  readonly statusChanges: Topic<EngineStatus>;
  readonly events: Topic<W['event']>;
  #status: EngineStatus;
  #process: EngineProcess<W> | undefined;
  #stopped = new AbortController();
  #life: Promise<void> | undefined;
  #refusal: InBothLanguages | null = null;

  constructor(private readonly spec: EngineSpec<W>) {
    this.statusChanges = new Topic(`${spec.name} status`);
    this.events = new Topic(`${spec.name} events`);
    this.#status = {
      kind: spec.kind,
      state: 'stopped',
      detail: { en: 'not started', ru: 'не запущена' },
      model: spec.modelId,
      loadMs: null,
      memoryBytes: null,
      restarts: 0,
      pid: null,
    };
  }

  get status(): EngineStatus {
    const memoryBytes = this.#status.state === 'ready' ? (this.#process?.usage.memoryBytes ?? null) : null;
    return { ...this.#status, memoryBytes };
  }

  /** Its model is not what it should be: every start is refused with these words, null for none. */
  refuse(words: InBothLanguages | null): void {
    this.#refusal = words;
  }

  /** Resolves when the first attempt has come to something, be it 'missing'; never rejects. Again after 'missing': tries anew. */
  async start(): Promise<void> {
    if (this.#life !== undefined) return;
    this.#stopped = new AbortController();
    const settled = Promise.withResolvers<void>();
    const leave = this.statusChanges.subscribe('start', ({ state }) => state !== 'starting' && settled.resolve());
    this.#life = this.#live(this.#stopped.signal).finally(() => (this.#life = undefined));
    await settled.promise;
    leave();
    // A life that is useless ends at once: who starts again after it must not find it still there.
    if (this.#status.state === 'missing') await this.#life;
  }

  async stop(): Promise<void> {
    this.#stopped.abort();
    await this.#process?.kill();
    await this.#life;
    this.#change({ state: 'stopped', detail: { en: 'stopped', ru: 'остановлена' }, pid: null });
  }

  /** Rejects 'model-missing' or 'engine-failed' (retryable) at once while there is no engine to ask. */
  request<Op extends keyof W['requests'] & string>(
    op: Op,
    payload: W['requests'][Op]['payload'],
    options: RequestOptions<W['requests'][Op]['piece']> = {},
  ): Promise<W['requests'][Op]['answer']> {
    if (this.#process === undefined || this.#status.state !== 'ready') return Promise.reject(this.#notReady());
    return this.#process.request(op, payload, options);
  }

  /** False when nobody heard it. */
  tell<Op extends keyof W['tells'] & string>(op: Op, payload: W['tells'][Op]): boolean {
    return this.#status.state === 'ready' && this.#process !== undefined && this.#process.tell(op, payload);
  }

  /** Memory and CPU time of the engine's process now. */
  measure(signal: AbortSignal): Promise<Usage> {
    return this.#process === undefined ? Promise.reject(this.#notReady()) : this.#process.measure(signal);
  }

  /** Lives, but its answers are of no use: it is ended, and another one has to prove itself. */
  renew(why: string): void {
    if (this.#status.state !== 'ready') return;
    log.error('engine of no use, started anew', { engine: this.spec.name, why });
    void this.#process?.kill();
  }

  async #live(signal: AbortSignal): Promise<void> {
    let delayMs = FIRST_DELAY_MS;
    this.#change({ state: 'starting', detail: { en: 'loading', ru: 'загружается' } });
    while (!signal.aborted) {
      const life = await this.#once(signal);
      if (life.end === 'useless' || signal.aborted) return;
      if (life.healthyMs >= HEALTHY_MS) delayMs = FIRST_DELAY_MS;
      this.#change({ state: 'restarting', detail: life.why, restarts: this.#status.restarts + 1, pid: null });
      await time.sleep(delayMs, signal).catch(() => undefined);
      delayMs = Math.min(2 * delayMs, MAX_DELAY_MS);
    }
  }

  /** One process from its start to its end. */
  async #once(signal: AbortSignal): Promise<{ end: 'useless' | 'died'; why: InBothLanguages; healthyMs: number }> {
    const startedMs = time.monotonicMs();
    let engine: EngineProcess<W> | undefined;
    try {
      this.#requireFiles();
      engine = new EngineProcess(this.spec);
      this.#process = engine;
      engine.events.subscribe('supervisor', (event) => this.events.publish(event));
      await engine.start();
    } catch (error) {
      await engine?.kill();
      return { end: this.#judge(error, signal) ? 'useless' : 'died', why: messagesOf(error), healthyMs: 0 };
    }
    const readyMs = time.monotonicMs();
    const loadMs = Math.round(readyMs - startedMs);
    this.#change({ state: 'ready', detail: inBoth(''), loadMs, pid: engine.pid });
    log.info('engine ready', { engine: this.spec.name, loadMs, memoryBytes: engine.usage.memoryBytes });
    const end = await engine.exited;
    const why = {
      en: `its process ended (${end}), starting again`,
      ru: `её процесс завершился (${end}), запускаем снова`,
    };
    return { end: 'died', why, healthyMs: time.monotonicMs() - readyMs };
  }

  /** True when starting again would only fail again: somebody has to bring other files first. */
  #judge(error: unknown, signal: AbortSignal): boolean {
    if (signal.aborted) return true;
    log.error('engine did not start', { engine: this.spec.name, error });
    if (!hasCode(error, 'model-missing') && !hasCode(error, 'model-corrupt')) return false;
    this.#change({ state: 'missing', detail: messagesOf(error), pid: null });
    return true;
  }

  #requireFiles(): void {
    const refusal = this.#refusal;
    if (refusal !== null) throw new SecretaryError('model-corrupt', refusal.en, { ru: refusal.ru });
    const gone = this.spec.files.find((file) => !existsSync(file));
    if (gone === undefined) return;
    const remedy = `secretary models fetch ${this.spec.modelId}`;
    throw new SecretaryError('model-missing', `${gone} is not there; fetch it with: ${remedy}`, {
      ru: `${gone} отсутствует; получите так: ${remedy}`,
    });
  }

  #notReady(): SecretaryError {
    const { state, detail } = this.#status;
    if (state === 'missing') return new SecretaryError('model-missing', detail.en, { ru: detail.ru });
    return new SecretaryError('engine-failed', `${this.spec.name} is ${state}`, { retryable: true });
  }

  #change(change: Partial<EngineStatus>): void {
    this.#status = { ...this.#status, ...change };
    this.statusChanges.publish(this.status);
  }
}
