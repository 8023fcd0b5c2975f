import { FRAME_SAMPLES, SAMPLE_RATE_HZ } from '../base/pcm.js';
import { Resampler } from '../base/resample.js';

const WIDE_BAND_HZ = 2 * SAMPLE_RATE_HZ;
/** Enough to tell 16 000 from 32 000 bytes a second through 40 ms of jitter. */
const MEASURE_MS = 500;
/** Bytes a second of a 16 kHz stream (sim7600.md §4.10); more than that is a flood, not a rate. */
const WIDE_BAND_BYTES = { min: 24_000, max: 40_000 };

/** The rate on the wire: 8 kHz unless the bytes of the first moment show 16 kHz, as VoLTE on some firmware sends. */
export class WireRate {
  #measure: { readonly sinceMs: number; bytes: number } | 'done' | null = null;
  #down: Resampler | null = null;
  #up: Resampler | null = null;
  #rest = new Int16Array(0);

  get wideBand(): boolean {
    return this.#down !== null;
  }

  /** Tells how many bytes have come by now. The first ones only start the measure: they may be stale. */
  count(bytes: number, nowMs: number): void {
    if (this.#measure === 'done') return;
    if (this.#measure === null) {
      if (bytes > 0) this.#measure = { sinceMs: nowMs, bytes: 0 };
      return;
    }
    this.#measure.bytes += bytes;
    const elapsedMs = nowMs - this.#measure.sinceMs;
    if (elapsedMs < MEASURE_MS) return;
    const perSecond = (this.#measure.bytes * 1000) / elapsedMs;
    this.#measure = 'done';
    if (perSecond < WIDE_BAND_BYTES.min || perSecond > WIDE_BAND_BYTES.max) return;
    this.#down = new Resampler(WIDE_BAND_HZ, SAMPLE_RATE_HZ);
    this.#up = new Resampler(SAMPLE_RATE_HZ, WIDE_BAND_HZ);
  }

  /** Blocks of 160 samples off the wire to frames of 20 ms at 8 kHz. */
  fromWire(blocks: readonly Int16Array[]): readonly Int16Array[] {
    const down = this.#down;
    return down === null ? blocks : blocks.flatMap((block) => this.#cut(down.push(block)));
  }

  /** One 20 ms frame at 8 kHz to the wire's rate: always whole. */
  toWire(frame: Int16Array): Int16Array {
    if (this.#up === null) return frame;
    const samples = this.#up.push(frame);
    const whole = new Int16Array(2 * FRAME_SAMPLES);
    // The very first push is short by the filter's delay: silence stands in front.
    whole.set(samples, whole.length - samples.length);
    return whole;
  }

  #cut(samples: Int16Array): Int16Array[] {
    const stream = new Int16Array(this.#rest.length + samples.length);
    stream.set(this.#rest);
    stream.set(samples, this.#rest.length);
    const whole = Math.floor(stream.length / FRAME_SAMPLES);
    this.#rest = stream.slice(whole * FRAME_SAMPLES);
    return Array.from({ length: whole }, (_, i) => stream.slice(i * FRAME_SAMPLES, (i + 1) * FRAME_SAMPLES));
  }
}
