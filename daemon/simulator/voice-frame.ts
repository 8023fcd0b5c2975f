export function bytesOf(samples: Int16Array): Buffer {
  return Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength);
}

/** 8 to 16 kHz by straight lines: a telephone's voice has nothing up there to spoil. */
export function widened(samples: Int16Array): Int16Array {
  const out = new Int16Array(2 * samples.length);
  for (let n = 0; n < samples.length; n++) {
    const sample = samples[n] ?? 0;
    out[2 * n] = sample;
    out[2 * n + 1] = (sample + (samples[n + 1] ?? sample)) >> 1;
  }
  return out;
}

/** 16 to 8 kHz by the mean of two. */
export function narrowed(samples: Int16Array): Int16Array {
  const out = new Int16Array(samples.length >> 1);
  for (let n = 0; n < out.length; n++) out[n] = ((samples[2 * n] ?? 0) + (samples[2 * n + 1] ?? 0)) >> 1;
  return out;
}
