import { SAMPLE_RATE_HZ } from '../base/pcm.js';
import type { SamplePosition } from './media.js';

/** ITU-T Q.23. */
const ROWS_HZ = [697, 770, 852, 941] as const;
const COLUMNS_HZ = [1209, 1336, 1477, 1633] as const;
const KEYS = ['123A', '456B', '789C', '*0#D'] as const;
/** Both tones together must be nearly all there is: this is what keeps voices from pressing keys. */
const MIN_SHARE = 0.75;
/** The weaker tone holds at least this share of the stronger (about 9 dB of twist). */
const MIN_TWIST = 0.125;
/** What the weaker tone then has at least: most frames of a voice need not be looked at twice. */
const MIN_TONE_SHARE = (MIN_SHARE * MIN_TWIST) / (1 + MIN_TWIST);
/** Within a group the next tone must be this much weaker. */
const MAX_NEIGHBOUR = 0.25;
const MIN_POWER = 100 ** 2;
const FRAMES_TO_PRESS = 2;
const FRAMES_TO_RELEASE = 2;

/** Keys heard in the caller's sound: two 20 ms frames make a press, two without it a release, so each key counts once. */
export class DtmfDetector {
  #candidate: { readonly key: string; readonly atSample: SamplePosition; frames: number } | null = null;
  #silentFrames = 0;

  /** The key, when this frame proves it; its sample is where its first frame stands. */
  push(frame: Int16Array, atSample: SamplePosition): { key: string; atSample: SamplePosition } | null {
    const key = keyOf(frame);
    if (key === null) {
      if (++this.#silentFrames >= FRAMES_TO_RELEASE) this.#candidate = null;
      return null;
    }
    this.#silentFrames = 0;
    if (this.#candidate?.key !== key) this.#candidate = { key, atSample, frames: 0 };
    return ++this.#candidate.frames === FRAMES_TO_PRESS ? { key, atSample: this.#candidate.atSample } : null;
  }
}

function keyOf(frame: Int16Array): string | null {
  let energy = 0;
  for (const sample of frame) energy += sample * sample;
  if (energy / frame.length < MIN_POWER) return null;
  const row = strongest(frame, ROWS_HZ, energy);
  if (row === null || row.share < MIN_TONE_SHARE) return null;
  const column = strongest(frame, COLUMNS_HZ, energy);
  if (column === null || row.share + column.share < MIN_SHARE) return null;
  if (Math.min(row.share, column.share) < MIN_TWIST * Math.max(row.share, column.share)) return null;
  return KEYS[row.index]?.[column.index] ?? null;
}

function strongest(
  frame: Int16Array,
  group: readonly number[],
  energy: number,
): { index: number; share: number } | null {
  const shares = group.map((hz) => (2 * goertzel(frame, hz)) / (frame.length * energy));
  const share = Math.max(...shares);
  const rivals = shares.filter((each) => each > MAX_NEIGHBOUR * share).length;
  return rivals === 1 ? { index: shares.indexOf(share), share } : null;
}

/** Power at one frequency. */
function goertzel(frame: Int16Array, hz: number): number {
  const coefficient = 2 * Math.cos((2 * Math.PI * hz) / SAMPLE_RATE_HZ);
  let last = 0;
  let beforeLast = 0;
  for (const sample of frame) {
    const next = sample + coefficient * last - beforeLast;
    beforeLast = last;
    last = next;
  }
  return last ** 2 + beforeLast ** 2 - coefficient * last * beforeLast;
}
