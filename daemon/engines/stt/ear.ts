import { Resampler } from '../../base/resample.js';
import { Hearing } from './hearing.js';
import { RECOGNIZER_RATE_HZ, type SpeechModel } from './libvosk.js';
import type { SttResult } from './stt.js';
import { UNKNOWN, verdict } from './verdict.js';

/** The recognisers of one call: open dictation and, beside it, the grammar of what is expected (models.md §5). They
 *  live as long as the call, because libvosk's caches grow with a recogniser's age (vosk-api#209). */
export class Ear {
  readonly #dictation: Hearing;
  #grammar: Hearing | undefined;
  #expected: ReadonlySet<string> = new Set();
  #resampler: { readonly fromHz: number; readonly stream: Resampler } | undefined;

  constructor(
    private readonly model: SpeechModel,
    offsetMs: number,
  ) {
    this.#dictation = new Hearing(model.recognizer(), offsetMs);
  }

  hear(samples: Int16Array, sampleRateHz: number): void {
    if (this.#resampler?.fromHz !== sampleRateHz)
      this.#resampler = { fromHz: sampleRateHz, stream: new Resampler(sampleRateHz, RECOGNIZER_RATE_HZ) };
    const { buffer, byteOffset, byteLength } = this.#resampler.stream.push(samples);
    const pcm = Buffer.from(buffer, byteOffset, byteLength);
    this.#dictation.accept(pcm);
    this.#grammar?.accept(pcm);
  }

  partial(): string {
    return this.#dictation.partial();
  }

  /** Listens for these from now on; returns those that cannot be heard because the model lacks a word of them. */
  expect(phrases: readonly string[]): readonly string[] {
    const audible = (phrase: string) => phrase.split(' ').every((word) => this.model.knows(word));
    const heard = new Set(phrases.filter(audible));
    if ([...heard].join('\n') !== [...this.#expected].join('\n')) {
      this.#grammar?.free();
      this.#grammar = heard.size === 0 ? undefined : new Hearing(this.model.recognizer([...heard, UNKNOWN]), 0);
      this.#expected = heard;
    }
    return phrases.filter((phrase) => !heard.has(phrase));
  }

  finalise(): SttResult {
    return verdict(this.#dictation.finish(), this.#grammar?.finish() ?? [], this.#expected);
  }

  free(): void {
    this.#dictation.free();
    this.#grammar?.free();
  }
}
