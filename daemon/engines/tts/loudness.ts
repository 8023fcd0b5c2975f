import { type Pcm, SAMPLE_RATE_HZ, msToSamples, peakOf, rms, toInt16 } from '../../base/pcm.js';
import { filterClip } from '../../base/resample.js';

/** Of full scale. −6 dBFS: above it the modem's uplink distorts (sim7600.md §4.15). */
const PEAK = 0.5;
/** Speech at −22 dBFS on average: every clause equally loud, whatever the voice made of it. */
const TARGET_RMS = 0.08;
const MAX_GAIN = 4;
/** Quieter than this (−50 dBFS) is Piper's silence: it sometimes begins with 0.4 s of it. */
const AUDIBLE = 0.003;
const MARGIN = msToSamples(10);
const WINDOW = msToSamples(5);

/** What a voice renders: −1…1, at its own rate. */
export interface Rendered {
  readonly samples: Float32Array;
  readonly sampleRateHz: number;
}

/** A clip for the line: 8 kHz, silence trimmed to 10 ms at both ends, level set; rounded once, at the end. */
export function toLine({ samples, sampleRateHz }: Rendered): Pcm {
  const sound = trim(filterClip(samples, sampleRateHz, SAMPLE_RATE_HZ));
  const gain = Math.min(MAX_GAIN, TARGET_RMS / Math.max(AUDIBLE, rms(sound)), PEAK / Math.max(AUDIBLE, peakOf(sound)));
  for (let i = 0; i < sound.length; i++) sound[i] = (sound[i] ?? 0) * gain;
  return { samples: toInt16(sound), sampleRateHz: SAMPLE_RATE_HZ };
}

function trim(samples: Float32Array): Float32Array {
  let from = samples.length;
  let to = 0;
  for (let at = 0; at < samples.length; at += WINDOW) {
    // What is no number is no sound either.
    if (!(rms(samples, at, Math.min(at + WINDOW, samples.length)) > AUDIBLE)) continue;
    from = Math.min(from, at);
    to = at + WINDOW;
  }
  return from >= to ? new Float32Array(0) : samples.slice(Math.max(0, from - MARGIN), to + MARGIN);
}

/** Clips one behind the other with a breath between. */
export function join(clips: readonly Pcm[], pauseMs: number): Pcm {
  const pause = msToSamples(pauseMs);
  const total = clips.reduce((sum, { samples }) => sum + samples.length, 0) + pause * Math.max(0, clips.length - 1);
  const out = new Int16Array(total);
  let at = 0;
  for (const { samples } of clips) {
    out.set(samples, at);
    at += samples.length + pause;
  }
  return { samples: out, sampleRateHz: SAMPLE_RATE_HZ };
}
