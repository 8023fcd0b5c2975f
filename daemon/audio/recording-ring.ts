import { SAMPLE_RATE_HZ } from '../base/pcm.js';
import type { SamplePosition } from './media.js';

/** Two seconds: four times what the recorder leaves in it. */
const CAPACITY = 2 * SAMPLE_RATE_HZ;

/** The newest stretch of both sides on one time line. What nobody wrote is silence. */
export class RecordingRing {
  readonly #sides = { left: new Int16Array(CAPACITY), right: new Int16Array(CAPACITY) };
  #drained: SamplePosition = 0;

  /** Samples that stand before what was drained, or further ahead than the ring reaches, are lost. */
  write(side: 'left' | 'right', atSample: SamplePosition, samples: Int16Array): void {
    const ring = this.#sides[side];
    const from = Math.max(0, this.#drained - atSample);
    const to = Math.min(samples.length, this.#drained + CAPACITY - atSample);
    for (let i = from; i < to; i++) ring[(atSample + i) % CAPACITY] = samples[i] ?? 0;
  }

  /** Everything before `until`, left and right interleaved; it leaves the ring. */
  drain(until: SamplePosition): Int16Array {
    const count = Math.max(0, until - this.#drained);
    const out = new Int16Array(2 * count);
    const { left, right } = this.#sides;
    for (let i = 0; i < count; i++) {
      const at = (this.#drained + i) % CAPACITY;
      out[2 * i] = left[at] ?? 0;
      out[2 * i + 1] = right[at] ?? 0;
      left[at] = 0;
      right[at] = 0;
    }
    this.#drained += count;
    return out;
  }
}
