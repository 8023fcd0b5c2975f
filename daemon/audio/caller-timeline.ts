import { FRAME_SAMPLES, msToSamples } from '../base/pcm.js';
import type { SamplePosition } from './media.js';

/** How long a frame may be late and still get its place. The recorder writes nothing younger than this. */
export const MAX_LAG_SAMPLES = msToSamples(400);
/** Jitter of two frames may run ahead of the clock; more is a flood. */
const MAX_LEAD_SAMPLES = 2 * FRAME_SAMPLES;
/** Arrivals are seen at ticks, so offsets are whole frames: this tells one from none. */
const DRIFT_SAMPLES = 0.6 * FRAME_SAMPLES;
const WINDOW_SAMPLES = msToSamples(1000);

export interface Placement {
  /** Where the first of these frames stands: first the silent ones, then the arrived ones that were kept. */
  readonly atSample: SamplePosition;
  /** Frames of silence that stand for what never came. */
  readonly silent: number;
  /** Of the arrived frames, the oldest so many have no place. */
  readonly dropped: number;
}

/**
 * Gives the caller's frames their place by the time of arrival: without holes or overlaps, never more than a lag
 * behind, never a flood ahead. The modem's clock drifts against ours, and bytes get lost: once a second the stream is
 * moved by a frame when it stands a frame off. USB only ever delays (10–40 ms, sim7600.md §4.2), so it is behind when
 * not one arrival of that second was in time, and ahead when most were early; between the two it cannot flap.
 */
export class CallerTimeline {
  /** Null until the first frame. */
  #end: SamplePosition | null = null;
  #stalled = false;
  #offsets: number[] = [];
  #windowEnd: SamplePosition = 0;

  /** `frames` whole frames have arrived by `now`. */
  place(frames: number, now: SamplePosition): Placement {
    if (this.#end === null) {
      if (frames === 0) return { atSample: 0, silent: 0, dropped: 0 };
      this.#end = Math.max(0, now - frames * FRAME_SAMPLES);
      this.#restartWindow(now);
    }
    const atSample = this.#end;
    const { silent, surplus } = this.#correction(frames, now);
    const end = atSample + silent * FRAME_SAMPLES;
    const room = Math.max(0, Math.floor((now + MAX_LEAD_SAMPLES - end) / FRAME_SAMPLES));
    const kept = Math.min(frames - surplus, room);
    this.#end = end + kept * FRAME_SAMPLES;
    if (frames > 0) this.#offsets.push(this.#end - now);
    return { atSample, silent, dropped: frames - kept };
  }

  #correction(frames: number, now: SamplePosition): { silent: number; surplus: number } {
    const lag = now - (this.#end ?? now);
    if (lag > MAX_LAG_SAMPLES || (this.#stalled && frames > 0)) return this.#catchUp(frames, now, lag);
    if (frames === 0 || now < this.#windowEnd) return { silent: 0, surplus: 0 };
    const mean = this.#offsets.reduce((sum, offset) => sum + offset, 0) / this.#offsets.length;
    const best = Math.max(...this.#offsets);
    this.#restartWindow(now);
    if (mean > DRIFT_SAMPLES) return { silent: 0, surplus: 1 };
    return { silent: best < -DRIFT_SAMPLES ? Math.round(-best / FRAME_SAMPLES) : 0, surplus: 0 };
  }

  /** While nothing comes, silence keeps within the lag; what comes then is placed by its arrival. */
  #catchUp(frames: number, now: SamplePosition, lag: number): { silent: number; surplus: number } {
    this.#stalled = frames === 0;
    this.#restartWindow(now);
    const overdue = Math.ceil((lag - MAX_LAG_SAMPLES) / FRAME_SAMPLES);
    const beforeArrivals = Math.floor(lag / FRAME_SAMPLES) - frames;
    return { silent: Math.max(0, overdue, this.#stalled ? 0 : beforeArrivals), surplus: 0 };
  }

  #restartWindow(now: SamplePosition): void {
    this.#offsets = [];
    this.#windowEnd = now + WINDOW_SAMPLES;
  }
}
