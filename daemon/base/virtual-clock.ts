import { nextTick } from 'node:process';
import type { Cancel, Clock } from './time.js';

interface Due {
  atMs: number;
  readonly order: number;
  readonly everyMs: number | null;
  readonly run: () => void;
}

/** A clock that moves only when told to, so that a day of calls passes in seconds and always in the same order. */
export class VirtualClock implements Clock {
  #nowMs: number;
  #elapsedMs = 0;
  #order = 0;
  /** Latest first: the next timer is taken from the end, where most new ones go too. */
  readonly #due: Due[] = [];

  constructor(startMs = Date.UTC(2026, 10, 21, 9, 0, 0)) {
    this.#nowMs = startMs;
  }

  /** Whole milliseconds, as Date.now() gives them. */
  now(): number {
    return Math.floor(this.#nowMs);
  }

  monotonicMs(): number {
    return this.#elapsedMs;
  }

  /** Timers that have not fired: what a part that is over must not leave behind. */
  get waiting(): number {
    return this.#due.length;
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
    await turn();
    await this.pass(ms);
  }

  /** As `advance`, for small steps of a world that lies in memory: sockets, signals and children get no turn. */
  pass(ms: number): Promise<void> {
    const untilMs = this.#elapsedMs + ms;
    return new Promise((resolve, reject) => {
      const step = () => {
        try {
          if (this.#runNext(untilMs)) nextTick(settled);
          else resolve();
        } catch (error) {
          reject(error);
        }
      };
      // Node begins the next tick when no promise is ready any more, however long the chain, and leaves it for the promises
      // again. To await one for each timer would be a fifth of all memory that a simulated call takes.
      const settled = () => void READY.then(step);
      nextTick(settled);
    });
  }

  /** False when nothing more is due: then it is that late. */
  #runNext(untilMs: number): boolean {
    const next = this.#due.at(-1);
    if (next === undefined || next.atMs > untilMs) {
      this.#moveTo(untilMs);
      return false;
    }
    this.#moveTo(next.atMs);
    this.#due.pop();
    if (next.everyMs !== null) {
      next.atMs += next.everyMs;
      this.#insert(next);
    }
    next.run();
    return true;
  }

  #moveTo(atMs: number): void {
    this.#nowMs += atMs - this.#elapsedMs;
    this.#elapsedMs = atMs;
  }

  #schedule(ms: number, everyMs: number | null, run: () => void): Cancel {
    const due: Due = { atMs: this.#elapsedMs + ms, order: this.#order++, everyMs, run };
    this.#insert(due);
    return () => {
      const at = this.#placeOf(due);
      if (this.#due[at] === due) this.#due.splice(at, 1);
    };
  }

  #insert(due: Due): void {
    this.#due.splice(this.#placeOf(due), 0, due);
  }

  /** Where it stands, or would stand; no two are equal, because the order numbers differ. */
  #placeOf(due: Due): number {
    let from = 0;
    let to = this.#due.length;
    while (from < to) {
      const middle = (from + to) >> 1;
      const other = this.#due[middle];
      if (other !== undefined && isLater(other, due)) from = middle + 1;
      else to = middle;
    }
    return from;
  }
}

const isLater = (one: Due, other: Due): boolean =>
  one.atMs > other.atMs || (one.atMs === other.atMs && one.order > other.order);

const READY = Promise.resolve();

/** Sockets, signals and children of the process get their turn; it costs ten times as much as a tick. */
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
