import { FRAME_MS } from '../base/pcm.js';
import { type Cancel, time } from '../base/time.js';

export interface Slot {
  /** Slot n is due at start + n * 20 ms. */
  readonly slot: number;
  /** So many slots went by before this one because the machine was busy. */
  readonly missed: number;
  /** When it came, on the monotonic clock. */
  readonly atMs: number;
}

/** Node's intervals come a little later each time. Setting a timer anew costs as much as a frame's sound, so it is done
 *  only when an interval stands this far off its deadline. */
const MAX_LATE_MS = 1;

/** The 20 ms clock: deadlines are absolute, so it never drifts; what was missed is skipped, never made up in a burst. */
export class FrameClock {
  readonly #onSlot: (slot: Slot) => void;
  #startMs = 0;
  #next = 0;
  #cancel: Cancel = () => undefined;

  constructor(onSlot: (slot: Slot) => void) {
    this.#onSlot = onSlot;
  }

  /** The monotonic time of slot 0. */
  get startMs(): number {
    return this.#startMs;
  }

  start(): void {
    this.#startMs = time.monotonicMs();
    this.#aim(this.#startMs);
  }

  stop(): void {
    this.#cancel();
  }

  /** Slots every 20 ms from the deadline of the next one. */
  #aim(nowMs: number): void {
    this.#cancel();
    this.#cancel = time.after(Math.max(0, this.#dueMs - nowMs), () => {
      this.#cancel = time.every(FRAME_MS, () => this.#run());
      this.#run();
    });
  }

  get #dueMs(): number {
    return this.#startMs + this.#next * FRAME_MS;
  }

  #run(): void {
    const atMs = time.monotonicMs();
    const late = atMs - this.#dueMs > MAX_LATE_MS;
    // Node's timers may fire up to a millisecond early: the slot is then still the one that was waited for.
    const slot = Math.max(this.#next, Math.floor((atMs - this.#startMs) / FRAME_MS));
    const missed = slot - this.#next;
    this.#next = slot + 1;
    if (late) this.#aim(atMs);
    this.#onSlot({ slot, missed, atMs });
  }
}
