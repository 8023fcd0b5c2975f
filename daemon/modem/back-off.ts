import { time } from '../base/time.js';

const FIRST_MS = 2000;
const LAST_MS = 60_000;

/** Pauses between attempts to keep a port open: 2 s, doubled up to 60 s; back to 2 s after it has held for a minute, so
 *  that a flapping port does not get a pause of its own each time (sim7600.md §5 row 12). */
export class BackOff {
  #pauseMs = FIRST_MS;
  #begunMs = 0;

  /** An attempt begins. */
  begin(): void {
    this.#begunMs = time.monotonicMs();
  }

  /** The attempt is over: how long to wait before the next. */
  nextMs(): number {
    if (time.monotonicMs() - this.#begunMs >= LAST_MS) this.#pauseMs = FIRST_MS;
    const pauseMs = this.#pauseMs;
    this.#pauseMs = Math.min(LAST_MS, pauseMs * 2);
    return pauseMs;
  }
}
