import type { Cancel, Clock } from './time.js';

interface Due {
  readonly atMs: number;
  readonly order: number;
  readonly everyMs: number | null;
  readonly run: () => void;
}

/** A clock that moves only when told to, so that a day of calls passes in seconds and always in the same order. */
export class VirtualClock implements Clock {
  #nowMs: number;
  #elapsedMs = 0;
  #order = 0;
  readonly #due = new Set<Due>();

  constructor(startMs = Date.UTC(2026, 10, 21, 9, 0, 0)) {
    this.#nowMs = startMs;
  }

  now(): number {
    return this.#nowMs;
  }

  monotonicMs(): number {
    return this.#elapsedMs;
  }

  /** Timers that have not fired: what a part that is over must not leave behind. */
  get waiting(): number {
    return this.#due.size;
  }

  after(ms: number, run: () => void): Cancel {
    return this.#schedule(Math.max(0, ms), null, run);
  }

  every(ms: number, run: () => void): Cancel {
    return this.#schedule(ms, ms, run);
  }

  /** The system clock was set: dates jump, measured time does not. */
  jump(ms: number): void {
    this.#nowMs += ms;
  }

  /** Runs everything due within `ms`, in order of time; promises settle between timers. */
  async advance(ms: number): Promise<void> {
    const untilMs = this.#elapsedMs + ms;
    await settle();
    for (let next = this.#first(untilMs); next !== undefined; next = this.#first(untilMs)) {
      this.#moveTo(next.atMs);
      this.#due.delete(next);
      if (next.everyMs !== null) this.#due.add({ ...next, atMs: next.atMs + next.everyMs });
      next.run();
      await settle();
    }
    this.#moveTo(untilMs);
  }

  #moveTo(atMs: number): void {
    this.#nowMs += atMs - this.#elapsedMs;
    this.#elapsedMs = atMs;
  }

  #first(untilMs: number): Due | undefined {
    let first: Due | undefined;
    for (const due of this.#due) {
      if (due.atMs > untilMs) continue;
      if (first === undefined || due.atMs < first.atMs || (due.atMs === first.atMs && due.order < first.order))
        first = due;
    }
    return first;
  }

  #schedule(ms: number, everyMs: number | null, run: () => void): Cancel {
    const due: Due = { atMs: this.#elapsedMs + ms, order: this.#order++, everyMs, run };
    this.#due.add(due);
    // A repeating timer is replaced by a copy each time it fires: the order number is what stays.
    return () => {
      for (const each of this.#due) if (each.order === due.order) this.#due.delete(each);
    };
  }
}

/** Lets every promise that is ready run, however long its chain: a turn of the event loop comes after all of them. */
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
