import type { Word } from './stt.js';
import type { Recognizer, RecognizerResult } from './libvosk.js';

/** One recogniser over one turn. Its own end-pointer closes segments at pauses; whose turn it is gets decided
 *  elsewhere, so segments are kept and joined at the end. */
export class Hearing {
  #words: Word[] = [];

  constructor(
    private readonly recognizer: Recognizer,
    private readonly offsetMs: number,
  ) {}

  /** 16-bit samples at 16 kHz, as bytes. */
  accept(pcm: Buffer): void {
    if (this.recognizer.acceptWaveform(pcm)) this.#keep(this.recognizer.result());
  }

  /** The best guess of the whole turn so far. */
  partial(): string {
    return [...this.#words.map(({ word }) => word), this.recognizer.partialResult().partial].join(' ').trim();
  }

  /** Everything since the last call; the recogniser goes on with a fresh turn. */
  finish(): readonly Word[] {
    this.#keep(this.recognizer.finalResult());
    const words = this.#words;
    this.#words = [];
    return words;
  }

  free(): void {
    this.recognizer.free();
  }

  #keep(segment: RecognizerResult): void {
    for (const { word, start, end, conf } of segment.result ?? []) {
      const startMs = Math.round(this.offsetMs + start * 1000);
      this.#words.push({ word, startMs, endMs: Math.round(this.offsetMs + end * 1000), confidence: conf });
    }
  }
}
