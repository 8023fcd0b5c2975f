import { msToSamples } from '../base/pcm.js';
import type { Texts } from './texts/texts.js';

export interface Unheard {
  /** From the first sound to the last. */
  readonly voicedSamples: number;
  /** The recogniser did not answer. */
  readonly deaf: boolean;
  /** Times in a row that nothing was understood before. */
  readonly misunderstood: number;
}

/** Voice shorter than this without words was no attempt to say something. */
export const MUMBLE_SAMPLES = msToSamples(700);
/** Nobody speaks for so long without a word that is understood: the line is noisy. */
const NOISE_SAMPLES = msToSamples(7000);
const ASK_AGAIN_AT_MOST = 2;

/** What to say when nothing was understood. Null: nothing, it was a cough, or has been asked often enough. A recogniser that
 *  stays away leaves the keys. */
export function apologyFor({ voicedSamples, deaf, misunderstood }: Unheard, texts: Texts): string | null {
  if (deaf) return misunderstood === 0 ? texts.hearingTrouble : texts.keysHelp;
  if (voicedSamples < MUMBLE_SAMPLES || misunderstood >= ASK_AGAIN_AT_MOST) return null;
  return voicedSamples < NOISE_SAMPLES ? texts.notHeard : texts.hearingTrouble;
}
