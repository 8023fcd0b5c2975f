import type { Pcm } from './pcm.js';

/** Half width of the kernel in input samples at the lower of the two rates: 16 keeps images below −60 dB. */
const LOBES = 16;
/** Share of the lower Nyquist frequency that passes: leaves room for the kernel's slope. */
const PASS = 0.94;

interface Kernel {
  readonly up: number;
  readonly down: number;
  readonly half: number;
  /** `up` phases of `2 * half` taps. */
  readonly phases: readonly Float32Array[];
}

const kernels = new Map<string, Kernel>();

const gcd = (a: number, b: number): number => (b === 0 ? a : gcd(b, a % b));

/** Windowed-sinc taps for the ratio of two whole rates, kept because the same few ratios recur all day. */
function kernelFor(fromHz: number, toHz: number): Kernel {
  const key = `${fromHz}:${toHz}`;
  const known = kernels.get(key);
  if (known !== undefined) return known;
  const divisor = gcd(fromHz, toHz);
  const up = toHz / divisor;
  const cutoff = PASS * Math.min(1, toHz / fromHz);
  const half = Math.ceil(LOBES / Math.min(1, toHz / fromHz));
  const phases = Array.from({ length: up }, (_, phase) => taps(phase / up, half, cutoff));
  const kernel = { up, down: fromHz / divisor, half, phases };
  kernels.set(key, kernel);
  return kernel;
}

function taps(fraction: number, half: number, cutoff: number): Float32Array {
  const out = new Float32Array(2 * half);
  let sum = 0;
  for (let k = 0; k < out.length; k++) {
    const x = k - half + 1 - fraction;
    const window = 0.5 + 0.5 * Math.cos((Math.PI * x) / half);
    const angle = Math.PI * cutoff * x;
    out[k] = (angle === 0 ? cutoff : (cutoff * Math.sin(angle)) / angle) * Math.max(0, window);
    sum += out[k] ?? 0;
  }
  return out.map((tap) => tap / sum);
}

/** A stream resampler: give it chunks of any size, it keeps what the next chunk needs. Delay: `half` input samples. */
export class Resampler {
  readonly #kernel: Kernel;
  #held: Float32Array;
  /** Position of the next output sample, in input samples / up, relative to the start of `#held`. */
  #position: number;

  constructor(fromHz: number, toHz: number) {
    this.#kernel = kernelFor(fromHz, toHz);
    this.#held = new Float32Array(this.#kernel.half);
    this.#position = this.#kernel.half * this.#kernel.up;
  }

  push(chunk: Int16Array | Float32Array): Int16Array {
    return rounded(this.filter(chunk));
  }

  /** The same without rounding, in the units of the chunk. */
  filter(chunk: Int16Array | Float32Array): Float32Array {
    const { up, down, half, phases } = this.#kernel;
    const input = new Float32Array(this.#held.length + chunk.length);
    input.set(this.#held);
    input.set(chunk, this.#held.length);
    const lastStart = (input.length - half - 1) * up;
    const out = new Float32Array(Math.max(0, Math.floor((lastStart - this.#position) / down) + 1));
    for (let n = 0; n < out.length; n++, this.#position += down) {
      const base = Math.floor(this.#position / up);
      const phase = phases[this.#position % up] as Float32Array;
      // Two sums, because an addition waits for the one before; the taps are even in number.
      let even = 0;
      let odd = 0;
      for (let k = 0, at = base - half + 1; k < phase.length; k += 2, at += 2) {
        even += (phase[k] ?? 0) * (input[at] ?? 0);
        odd += (phase[k + 1] ?? 0) * (input[at + 1] ?? 0);
      }
      out[n] = even + odd;
    }
    const keepFrom = Math.max(0, Math.floor(this.#position / up) - half);
    this.#held = input.slice(keepFrom);
    this.#position -= keepFrom * up;
    return out;
  }
}

function rounded(samples: Float32Array): Int16Array {
  const out = new Int16Array(samples.length);
  for (let i = 0; i < out.length; i++) out[i] = Math.max(-32768, Math.min(32767, Math.round(samples[i] ?? 0)));
  return out;
}

/** A whole clip at another rate; same length in time, no delay. */
export function resample(clip: Pcm, toHz: number): Pcm {
  if (clip.sampleRateHz === toHz) return clip;
  return { samples: rounded(filterClip(clip.samples, clip.sampleRateHz, toHz)), sampleRateHz: toHz };
}

/** The same without rounding, in the units of the samples. */
export function filterClip(samples: Int16Array | Float32Array, fromHz: number, toHz: number): Float32Array {
  const stream = new Resampler(fromHz, toHz);
  const head = stream.filter(samples);
  const tail = stream.filter(new Float32Array(kernelFor(fromHz, toHz).half + 1));
  const out = new Float32Array(Math.round((samples.length * toHz) / fromHz));
  out.set(head.subarray(0, out.length));
  out.set(tail.subarray(0, out.length - head.length), Math.min(head.length, out.length));
  return out;
}
