/** The one format of voice inside the daemon: signed 16-bit, mono, 8000 Hz, 20 ms frames (sim7600.md §4.1). */
export const SAMPLE_RATE_HZ = 8000;
export const FRAME_MS = 20;
export const FRAME_SAMPLES = (SAMPLE_RATE_HZ * FRAME_MS) / 1000;
export const FRAME_BYTES = FRAME_SAMPLES * 2;

/** Sound with its rate beside it: a rate that is only assumed is how 8 kHz gets recognised as 16 kHz. */
export interface Pcm {
  readonly samples: Int16Array;
  readonly sampleRateHz: number;
}

export const samplesToMs = (samples: number): number => (samples * 1000) / SAMPLE_RATE_HZ;
export const msToSamples = (ms: number): number => Math.round((ms * SAMPLE_RATE_HZ) / 1000);

/** Root mean square of a stretch of samples, in their own units. */
export function rms(samples: Int16Array | Float32Array, from = 0, to = samples.length): number {
  let sum = 0;
  for (let i = from; i < to; i++) sum += (samples[i] ?? 0) ** 2;
  return to > from ? Math.sqrt(sum / (to - from)) : 0;
}

/** Largest distance from zero, in the samples' own units. */
export function peakOf(samples: Int16Array | Float32Array): number {
  let peak = 0;
  for (let i = 0; i < samples.length; i++) peak = Math.max(peak, Math.abs(samples[i] ?? 0));
  return peak;
}

/** 16-bit little-endian, as the PCM port carries it (sim7600.md §4.1) and every machine of ours keeps it. A copy only where
 *  the bytes stand at an odd address: whoever hands them over does not write into them again. */
export function samplesOf(bytes: Uint8Array): Int16Array {
  const { buffer, byteOffset } = bytes;
  const count = Math.floor(bytes.length / 2);
  if (byteOffset % 2 === 0) return new Int16Array(buffer, byteOffset, count);
  return new Int16Array(buffer.slice(byteOffset, byteOffset + 2 * count));
}

/** Float samples in −1…1 to 16 bits, clipped. */
export function toInt16(samples: Float32Array): Int16Array {
  const out = new Int16Array(samples.length);
  for (let i = 0; i < samples.length; i++)
    out[i] = Math.max(-32768, Math.min(32767, Math.round((samples[i] ?? 0) * 32767)));
  return out;
}
