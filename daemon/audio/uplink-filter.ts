import { SAMPLE_RATE_HZ, peakOf, rms, toInt16 } from '../base/pcm.js';

/** What one user of the modem found clear at the other end (sim7600.md §4.18): his corner, his emphasis. */
const CORNER_HZ = 180;
const EMPHASIS = 0.35;
/** −6 dBFS: above it the modem's uplink distorts (sim7600.md §4.15). */
const MAX_PEAK = 16_384;

/** Second-order Butterworth high-pass, in the terms of the Audio EQ Cookbook (R. Bristow-Johnson), divided by a0. */
const HIGH_PASS = highPass(CORNER_HZ);

function highPass(hz: number): { readonly b0: number; readonly a1: number; readonly a2: number } {
  const w = (2 * Math.PI * hz) / SAMPLE_RATE_HZ;
  const alpha = Math.sin(w) / Math.SQRT2;
  const a0 = 1 + alpha;
  return { b0: (1 + Math.cos(w)) / 2 / a0, a1: (-2 * Math.cos(w)) / a0, a2: (1 - alpha) / a0 };
}

/** A clip for the modem's ear: without the rumble that its codec wastes bits on, its consonants lifted, as loud as before. */
export function forUplink(clip: Int16Array): Int16Array {
  const shaped = emphasised(highPassed(clip));
  const sound = toInt16(shaped);
  const gain = Math.min(rms(clip) / Math.max(1, rms(sound)), MAX_PEAK / Math.max(1, peakOf(sound)));
  return toInt16(shaped.map((sample) => sample * gain));
}

/** −1…1 from 16 bits. */
function highPassed(clip: Int16Array): Float32Array {
  const { b0, a1, a2 } = HIGH_PASS;
  const out = new Float32Array(clip.length);
  // Transposed direct form II: two delays hold all that the filter remembers.
  let first = 0;
  let second = 0;
  for (let i = 0; i < clip.length; i++) {
    const x = (clip[i] ?? 0) / 32_768;
    const y = b0 * x + first;
    first = -2 * b0 * x - a1 * y + second;
    second = b0 * x - a2 * y;
    out[i] = y;
  }
  return out;
}

function emphasised(sound: Float32Array): Float32Array {
  // Half the gain that the emphasis has at the top, or a loud clip would be clipped before it is levelled.
  return sound.map((sample, i) => (sample - EMPHASIS * (sound[i - 1] ?? 0)) / 2);
}
