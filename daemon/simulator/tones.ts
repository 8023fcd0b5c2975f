import { SAMPLE_RATE_HZ, msToSamples } from '../base/pcm.js';

/** Rows and columns of the keypad (ITU-T Q.23). */
const ROWS_HZ = [697, 770, 852, 941];
const COLUMNS_HZ = [1209, 1336, 1477, 1633];
const KEYS = ['123A', '456B', '789C', '*0#D'];

const TONE_MS = 100;
const PAUSE_MS = 60;
/** Two tones of −15 dBFS each: what a telephone sends. */
const AMPLITUDE = 5800;

export const isKey = (key: string): boolean => key.length === 1 && KEYS.some((row) => row.includes(key));

/** A key as it is heard: its two tones, then a pause; 8 kHz. */
export function keyTone(key: string): Int16Array {
  const row = KEYS.findIndex((keys) => keys.includes(key));
  const column = KEYS[row]?.indexOf(key) ?? 0;
  const pair = [ROWS_HZ[row] ?? 0, COLUMNS_HZ[column] ?? 0];
  const samples = new Int16Array(msToSamples(TONE_MS + PAUSE_MS));
  for (let n = 0; n < msToSamples(TONE_MS); n++) {
    const sum = pair.reduce((total, hz) => total + Math.sin((2 * Math.PI * hz * n) / SAMPLE_RATE_HZ), 0);
    samples[n] = Math.round(AMPLITUDE * sum);
  }
  return samples;
}
