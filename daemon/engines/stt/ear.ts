import { Resampler } from '../../base/resample.js';
import { Grammar } from './grammar.js';
import { Hearing } from './hearing.js';
import { RECOGNIZER_RATE_HZ, type SpeechModel } from './libvosk.js';
import type { Expected, SttResult } from './stt.js';
import { verdict } from './verdict.js';

/** The recognisers of one call: open dictation and, beside it, what is expected (models.md §5): whole phrases, and rows of
 *  words such as digits. Phrases and rows in one grammar would drown each other (architecture.md). They live as long as
 *  the call, because libvosk's caches grow with a recogniser's age (vosk-api#209). */
export class Ear {
  readonly #dictation: Hearing;
  readonly #phrases: Grammar;
  readonly #rows: Grammar;
  #resampler: { readonly fromHz: number; readonly stream: Resampler } | undefined;

  constructor(model: SpeechModel, offsetMs: number) {
    this.#dictation = new Hearing(model.recognizer(), offsetMs);
    this.#phrases = new Grammar(model);
    this.#rows = new Grammar(model);
  }

  hear(samples: Int16Array, sampleRateHz: number): void {
    if (this.#resampler?.fromHz !== sampleRateHz)
      this.#resampler = { fromHz: sampleRateHz, stream: new Resampler(sampleRateHz, RECOGNIZER_RATE_HZ) };
    const { buffer, byteOffset, byteLength } = this.#resampler.stream.push(samples);
    const pcm = Buffer.from(buffer, byteOffset, byteLength);
    this.#dictation.accept(pcm);
    this.#phrases.accept(pcm);
    this.#rows.accept(pcm);
  }

  partial(): string {
    return this.#dictation.partial();
  }

  /** Listens for these from now on; returns those that cannot be heard because the model lacks a word of them. */
  expect({ phrases, rows }: Expected): readonly string[] {
    return [...this.#phrases.expect(phrases), ...this.#rows.expect(rows)];
  }

  finalise(): SttResult {
    const phrases = this.#phrases.finish();
    return verdict(this.#dictation.finish(), phrases, this.#phrases.lines, this.#rows.finish());
  }

  free(): void {
    this.#dictation.free();
    this.#phrases.free();
    this.#rows.free();
  }
}
