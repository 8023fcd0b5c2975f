import { messageOf } from './errors.js';
import { logger } from './log.js';

const log = logger('base/topic');

export type Listener<T> = (value: T) => void;

/** Typed events of one kind. A listener's failure is logged with its owner and never reaches the publisher. */
export class Topic<T> {
  readonly #name: string;
  /** Never changed but replaced, so that a publication goes to those who listened when it began. */
  #listeners: readonly { readonly owner: string; readonly listen: Listener<T> }[] = [];

  constructor(name: string) {
    this.#name = name;
  }

  get listenerCount(): number {
    return this.#listeners.length;
  }

  /** Returns what ends the subscription. */
  subscribe(owner: string, listen: Listener<T>): () => void {
    const entry = { owner, listen };
    this.#listeners = [...this.#listeners, entry];
    return () => {
      this.#listeners = this.#listeners.filter((each) => each !== entry);
    };
  }

  publish(value: T): void {
    for (const { owner, listen } of this.#listeners) {
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
