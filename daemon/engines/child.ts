import { SecretaryError, messagesOf } from '../base/errors.js';
import type { Failure, FromChild, ToChild, Usage, Wire } from './protocol.js';

export interface RequestContext<Piece> {
  /** Aborted when the parent no longer wants the answer. */
  readonly signal: AbortSignal;
  readonly piece: (payload: Piece) => void;
}

export type RequestHandlers<W extends Wire> = {
  readonly [Op in keyof W['requests']]: (
    payload: W['requests'][Op]['payload'],
    context: RequestContext<W['requests'][Op]['piece']>,
  ) => Promise<W['requests'][Op]['answer']>;
};

export interface EngineHandlers<W extends Wire> {
  readonly requests: RequestHandlers<W>;
  readonly tells: { readonly [Op in keyof W['tells']]: (payload: W['tells'][Op]) => void };
}

/** Loads the engine and proves it on a known input; throws 'model-missing' or 'model-corrupt' in a plain sentence. */
export type LoadEngine<W extends Wire> = (
  options: W['options'],
  emit: (event: W['event']) => void,
) => Promise<EngineHandlers<W>>;

const send = (message: FromChild): void => void process.send?.(message);

function usage(): Usage {
  const { user, system } = process.cpuUsage();
  return { memoryBytes: process.memoryUsage.rss(), cpuMs: (user + system) / 1000 };
}

function failureOf(error: unknown): Failure {
  const { en: message, ru } = messagesOf(error);
  if (error instanceof SecretaryError) return { code: error.code, message, ru, retryable: error.retryable };
  return { code: 'engine-failed', message, ru, retryable: false };
}

/** The child's whole life: load, prove, serve until the parent is gone. */
export function serve<W extends Wire>(title: string, load: LoadEngine<W>): void {
  process.title = title;
  // Ctrl-C goes to the whole process group: the parent alone decides when an engine ends.
  process.on('SIGINT', () => undefined);
  // Native threads may be at work, and their libraries' exit handlers crash under them: leave without those.
  process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));
  const desk = new Desk<W>(load);
  process.on('message', (message) => desk.take(message as ToChild));
}

class Desk<W extends Wire> {
  #handlers: EngineHandlers<W> | undefined;
  readonly #running = new Map<number, AbortController>();

  constructor(private readonly load: LoadEngine<W>) {}

  take(message: ToChild): void {
    switch (message.type) {
      case 'start':
        return void this.#start(message.options);
      case 'request':
        return void this.#answer(message.id, message.op, message.payload);
      case 'abort':
        return this.#running.get(message.id)?.abort();
      case 'tell':
        return this.#handlers?.tells[message.op as keyof W['tells']]?.(message.payload as never);
      case 'ping':
        return send({ type: 'pong', usage: usage() });
    }
  }

  async #start(options: W['options']): Promise<void> {
    try {
      this.#handlers = await this.load(options, (event) => send({ type: 'event', payload: event }));
      send({ type: 'ready', usage: usage() });
    } catch (error) {
      send({ type: 'refused', failure: failureOf(error) });
    }
  }

  async #answer(id: number, op: string, payload: unknown): Promise<void> {
    const controller = new AbortController();
    this.#running.set(id, controller);
    try {
      const handle = this.#handlers?.requests[op];
      if (handle === undefined) throw new SecretaryError('internal', `no such request: ${op}`);
      const piece = (each: unknown) => send({ type: 'piece', id, payload: each });
      send({ type: 'answer', id, payload: await handle(payload, { signal: controller.signal, piece }) });
    } catch (error) {
      send({ type: 'failure', id, failure: failureOf(error) });
    } finally {
      this.#running.delete(id);
    }
  }
}
