import type { Pcm } from '../../base/pcm.js';

/** 'spare' waits until nobody needs a voice now: for phrases rendered ahead. */
export type Urgency = 'now' | 'spare';

export interface Tts {
  /** One clause or sentence of plain words (already normalised) as 8 kHz sound, leading and trailing silence trimmed. */
  synthesise(text: string, signal: AbortSignal, urgency?: Urgency): Promise<Pcm>;
}
