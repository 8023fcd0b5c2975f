import { type Cancel, time } from '../base/time.js';
import type { CallTracker } from './call-tracker.js';

/** +CLIP follows RING by tens of milliseconds, or with the second RING; nobody is to wait longer for a name. */
const NUMBER_WAIT_MS = 1000;
/** One and a half ring periods: the definitive sign that the caller gave up, if the list agrees (sim7600.md §3.2). */
const RING_SILENCE_MS = 8000;
/** Some firmware says nothing at the end of a call (sim7600.md §5 row 21). */
const IN_CALL_POLL_MS = 5000;

/** The timers of a call; none runs while there is no call. */
export class CallWatch {
  #phase: string | null = null;
  #cancelPoll: Cancel = () => undefined;
  #cancelAnnounce: Cancel | null = null;

  constructor(
    private readonly calls: CallTracker,
    private readonly check: () => void,
  ) {}

  /** Something that may concern the call has happened; `ringing` when it was RING or +CLIP. */
  noted(ringing: boolean): void {
    const { call } = this.calls;
    if (call?.phase === 'incoming' && !call.announced) {
      this.#cancelAnnounce ??= time.after(NUMBER_WAIT_MS, () => this.calls.announce());
    } else {
      this.#cancelAnnounce?.();
      this.#cancelAnnounce = null;
    }
    const phase = call?.phase ?? null;
    if (phase !== this.#phase || (phase === 'incoming' && ringing)) this.#poll(phase);
  }

  stop(): void {
    this.#cancelPoll();
    this.#cancelAnnounce?.();
  }

  #poll(phase: string | null): void {
    this.#phase = phase;
    this.#cancelPoll();
    if (phase === 'incoming') {
      this.#cancelPoll = time.every(RING_SILENCE_MS, () => this.calls.suspect('remote'));
    } else if (phase !== null) {
      this.#cancelPoll = time.every(IN_CALL_POLL_MS, this.check);
    }
  }
}
