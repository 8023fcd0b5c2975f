import { type Cancel, time } from './time.js';

/** A few timers by name: setting one again replaces it, so that none is ever left running unnoticed. */
export class Timers<Name extends string> {
  readonly #running = new Map<Name, Cancel>();

  set(name: Name, ms: number, run: () => void): void {
    this.clear(name);
    this.#running.set(
      name,
      time.after(ms, () => {
        this.#running.delete(name);
        run();
      }),
    );
  }

  clear(name: Name): void {
    this.#running.get(name)?.();
    this.#running.delete(name);
  }

  clearAll(): void {
    for (const name of Array.from(this.#running.keys())) this.clear(name);
  }
}
