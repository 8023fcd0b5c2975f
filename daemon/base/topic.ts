import { messageOf } from './errors.js';
import { logger } from './log.js';

const log = logger('base/topic');

export type Listener<T> = (value: T) => void;

/** Typed events of one kind. A listener's failure is logged with its owner and never reaches the publisher. */
export class Topic<T> {
  readonly #name: string;
  readonly #listeners = new Set<{ owner: string; listen: Listener<T> }>();

  constructor(name: string) {
    this.#name = name;
  }

  get listenerCount(): number {
    return this.#listeners.size;
  }

  /** Returns what ends the subscription. */
  subscribe(owner: string, listen: Listener<T>): () => void {
    const entry = { owner, listen };
    this.#listeners.add(entry);
    return () => void this.#listeners.delete(entry);
  }

  publish(value: T): void {
    for (const { owner, listen } of Array.from(this.#listeners)) {
      try {
        listen(value);
      } catch (error) {
        log.error('listener failed', { topic: this.#name, owner, error: messageOf(error) });
      }
    }
  }

  /** The first value that fits; rejects with code 'aborted' when the signal says so. */
  next(fits: (value: T) => boolean, signal: AbortSignal): Promise<T> {
    return new Promise((resolve, reject) => {
      const end = this.subscribe('next', (value) => {
        if (!fits(value)) return;
        end();
        signal.removeEventListener('abort', abort);
        resolve(value);
      });
      const abort = () => {
        end();
        reject(new DOMException(`waiting for ${this.#name}: aborted`, 'AbortError'));
      };
      if (signal.aborted) abort();
      else signal.addEventListener('abort', abort, { once: true });
    });
  }
}
