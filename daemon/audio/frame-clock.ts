import { FRAME_MS } from '../base/pcm.js';
import { type Cancel, time } from '../base/time.js';

/** Slot n is due at start + n * 20 ms. `missed` slots went by before this one because the machine was busy. */
export type OnSlot = (slot: number, missed: number) => void;

/** The 20 ms clock: deadlines are absolute, so it never drifts; what was missed is skipped, never made up in a burst. */
export class FrameClock {
  readonly #onSlot: OnSlot;
  #startMs = 0;
  #next = 0;
  #cancel: Cancel = () => undefined;

  constructor(onSlot: OnSlot) {
    this.#onSlot = onSlot;
  }

  /** The monotonic time of slot 0. */
  get startMs(): number {
    return this.#startMs;
  }

  start(): void {
    this.#startMs = time.monotonicMs();
    this.#schedule();
  }

  stop(): void {
    this.#cancel();
  }

  #schedule(): void {
    const dueMs = this.#startMs + this.#next * FRAME_MS;
    this.#cancel = time.after(Math.max(0, dueMs - time.monotonicMs()), () => this.#run());
  }

  #run(): void {
    const elapsed = Math.floor((time.monotonicMs() - this.#startMs) / FRAME_MS);
    // Node's timers may fire up to a millisecond early: the slot is then still the one that was waited for.
    const slot = Math.max(this.#next, elapsed);
    const missed = slot - this.#next;
    this.#next = slot + 1;
    this.#schedule();
    this.#onSlot(slot, missed);
  }
}
