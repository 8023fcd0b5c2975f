import type { MediaEvent } from './media.js';

export type PathState = Extract<MediaEvent, { type: 'path' }>['state'];

const LIMIT_MS = 1000;

/** Is the voice path well? Nothing is said before the first byte or the first second without one. */
export class PathWatch {
  #state: PathState | null = null;
  #lastInMs: number;
  #lastOutMs: number;

  constructor(startMs: number) {
    this.#lastInMs = startMs;
    this.#lastOutMs = startMs;
  }

  /** What the tick at `nowMs` saw; the new state, or null when it is as before. */
  tick(nowMs: number, seen: { readonly bytesIn: number; readonly out: 'sent' | 'full' | 'gone' }): PathState | null {
    if (seen.bytesIn > 0) this.#lastInMs = nowMs;
    if (seen.out === 'sent') this.#lastOutMs = nowMs;
    const state = this.#judge(nowMs, seen);
    if (state === this.#state) return null;
    this.#state = state;
    return state;
  }

  #judge(nowMs: number, seen: { readonly bytesIn: number; readonly out: string }): PathState | null {
    if (this.#state === 'gone' || seen.out === 'gone') return 'gone';
    if (nowMs - this.#lastOutMs > LIMIT_MS) return 'wedged';
    if (nowMs - this.#lastInMs > LIMIT_MS) return 'stalled';
    return seen.bytesIn > 0 || this.#state === 'wedged' ? 'flowing' : this.#state;
  }
}
