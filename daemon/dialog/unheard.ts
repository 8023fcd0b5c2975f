import { msToSamples } from '../base/pcm.js';
import type { TurnPath } from '../store/record.js';

/** Why a turn brought nothing: the recogniser did not answer, it heard voice without a word, or the line is noisy. */
export type Unheard = 'deaf' | 'wordless' | 'noise';

/** Whether the recogniser said anything at all to a stretch of voice, if only that it heard no words. */
export type Recognised = 'answered' | 'no-answer';

/** Voice shorter than this without words was no attempt to say something. */
export const MUMBLE_SAMPLES = msToSamples(700);
/** Nobody speaks for so long without a word that is understood. */
const NOISE_SAMPLES = msToSamples(7000);
/** Turns in a row that were voice and no words: a person, or a recogniser that has gone deaf. */
export const DEAF_AFTER = 3;

/** Of a turn without words that lasted so long from its first sound to its last; null for a cough. */
export function whyUnheard(voicedSamples: number, recognised: Recognised): Unheard | null {
  if (recognised === 'no-answer') return 'deaf';
  if (voicedSamples < MUMBLE_SAMPLES) return null;
  return voicedSamples < NOISE_SAMPLES ? 'wordless' : 'noise';
}

/** Words that could not be heard cannot tell whether they were all: a pause between two sentences is not to be talked into,
 *  and less so in a message that only the recording keeps. */
export const waitAfterUnheardMs = (reply: TurnPath): number => (reply === 'voicemail' ? 1500 : 700);
