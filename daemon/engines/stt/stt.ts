import type { Pcm } from '../../base/pcm.js';

export interface Word {
  readonly word: string;
  /** Milliseconds from the first sample given to the stream. */
  readonly startMs: number;
  readonly endMs: number;
  /** 0…1 */
  readonly confidence: number;
}

export interface SttResult {
  /** Open dictation, lower case, no punctuation; '' when nothing was said. */
  readonly text: string;
  readonly words: readonly Word[];
  /** A whole expected phrase without an unknown word, as the grammar heard it; null when it heard none. */
  readonly phrase: { readonly text: string; readonly confidence: number } | null;
}

/** One caller's voice, recognised as it comes. */
export interface SttStream {
  /** Called when the best guess of open dictation changes. */
  onPartial: (text: string) => void;
  /** Frames of the declared rate; never blocks, drops nothing. */
  write(frame: Pcm): void;
  /** What this state of the dialogue expects to hear (lower case, words the model knows); runs beside open dictation. */
  expect(phrases: readonly string[]): void;
  /** The text of everything since the last call of this; the stream goes on. */
  finalise(signal: AbortSignal): Promise<SttResult>;
  /** Speech has brought no words, again and again: the engine may have gone deaf, and is started anew. */
  doubt(): void;
  close(): void;
}

export interface Stt {
  /** A new stream for one call. It survives a restart of the engine: what was unheard by then is lost, the stream is not. */
  open(): SttStream;
  /** Words of the list that the model cannot hear: to be told to the owner. */
  unknownWords(words: readonly string[]): Promise<readonly string[]>;
}
