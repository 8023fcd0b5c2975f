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
  /** A whole expected phrase, or expected rows of words, without an unknown word, as a grammar heard it; null when none did. */
  readonly phrase: { readonly text: string; readonly confidence: number } | null;
}

/** What this state of the dialogue expects to hear, beside anything else: lower case, words the model knows. */
export interface Expected {
  readonly phrases: readonly string[];
  /** What may be put together to longer utterances ("oh seven", "half past ten"). */
  readonly rows: readonly string[];
}

/** One caller's voice, recognised as it comes. */
export interface SttStream {
  /** Called when the best guess of open dictation changes. */
  onPartial: (text: string) => void;
  /** Frames of the declared rate; never blocks, drops nothing. */
  write(frame: Pcm): void;
  /** From now on; takes no time worth mentioning, what is not expected is heard by open dictation. */
  expect(expected: Expected): void;
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
