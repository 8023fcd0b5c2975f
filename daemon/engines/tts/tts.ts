import type { Pcm } from '../../base/pcm.js';

export interface Tts {
  /** One clause or sentence of plain words (already normalised) as 8 kHz sound, leading and trailing silence trimmed. */
  synthesise(text: string, signal: AbortSignal): Promise<Pcm>;
}
