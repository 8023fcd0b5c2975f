import { type Pcm, SAMPLE_RATE_HZ, msToSamples, rms } from '../../base/pcm.js';
import { resample } from '../../base/resample.js';

/** −6 dBFS: above it the modem's uplink distorts (sim7600.md §4.15). */
const PEAK = 16_384;
/** Speech at −22 dBFS on average: every clause equally loud, whatever the voice made of it. */
const TARGET_RMS = 2600;
const MAX_GAIN = 4;
/** Quieter than this (−50 dBFS) is Piper's silence: it sometimes begins with 0.4 s of it. */
const AUDIBLE = 100;
const MARGIN = msToSamples(10);
const WINDOW = msToSamples(5);

/** From a voice's own rate to a clip for the line: 8 kHz, silence trimmed to 10 ms at both ends, level set. */
export function toLine(sound: Pcm): Pcm {
  const samples = trim(resample(sound, SAMPLE_RATE_HZ).samples);
  const peak = samples.reduce((max, sample) => Math.max(max, Math.abs(sample)), 1);
  const gain = Math.min(MAX_GAIN, TARGET_RMS / Math.max(1, rms(samples)), PEAK / peak);
  return { samples: samples.map((sample) => Math.round(sample * gain)), sampleRateHz: SAMPLE_RATE_HZ };
}

function trim(samples: Int16Array): Int16Array {
  let from = samples.length;
  let to = 0;
  for (let at = 0; at < samples.length; at += WINDOW) {
    if (rms(samples, at, Math.min(at + WINDOW, samples.length)) <= AUDIBLE) continue;
    from = Math.min(from, at);
    to = at + WINDOW;
  }
  return from >= to ? new Int16Array(0) : samples.slice(Math.max(0, from - MARGIN), to + MARGIN);
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
