import { readFileSync } from 'node:fs';
import { channelOf, parseWav } from '../../daemon/base/wav.js';
import type { CallRecord } from '../../daemon/store/record.js';

/** Quieter than this is no voice. */
const AUDIBLE = 300;

const assistantIn = ({ call }: CallRecord): Int16Array => channelOf(parseWav(readFileSync(call.recording)), 1).samples;

/** How long the caller hears nothing after that moment of the recording, in milliseconds; Infinity when for good. */
export function silenceAfterMs(record: CallRecord, atMs: number): number {
  const first = assistantIn(record).findIndex((sample, at) => at >= atMs * 8 && Math.abs(sample) > AUDIBLE);
  return first === -1 ? Number.POSITIVE_INFINITY : first / 8 - atMs;
}

/** The longest time that the caller hears nothing from that moment of the recording to its last sound, in milliseconds. */
export function longestSilenceMs(record: CallRecord, fromMs: number): number {
  const from = Math.round(fromMs * 8);
  let [longest, heardAt] = [0, from];
  for (const [at, sample] of assistantIn(record).entries()) {
    if (at < from || Math.abs(sample) <= AUDIBLE) continue;
    longest = Math.max(longest, at - heardAt);
    heardAt = at;
  }
  return longest / 8;
}
