import { Resampler } from '../../base/resample.js';
import { Grammar } from './grammar.js';
import { Hearing } from './hearing.js';
import { RECOGNIZER_RATE_HZ, type SpeechModel } from './libvosk.js';
import type { Expected, SttResult } from './stt.js';
import { verdict } from './verdict.js';

/** Libvosk's caches grow with what a recogniser has heard (vosk-api#209), some 2 MB each time that somebody speaks, without
 *  an end; a fresh one costs more CPU until they are filled again (architecture.md). */
const UTTERANCES = 8;
/** Without a word for so long the caller is being answered: nobody waits then for the 50 ms that a new one takes. */
const SILENT_MS = 1000;

/** The recognisers of one call: open dictation and, beside it, what is expected (models.md §5): whole phrases, and rows of
 *  words such as digits. Phrases and rows in one grammar would drown each other (architecture.md). */
export class Ear {
  #dictation: Hearing;
  readonly #phrases: Grammar;
  readonly #rows: Grammar;
  #utterances = 0;
  #heardMs: number;
  #finishedMs = 0;
  #resampler: { readonly fromHz: number; readonly stream: Resampler } | undefined;

  constructor(
    private readonly model: SpeechModel,
    offsetMs: number,
  ) {
    this.#heardMs = offsetMs;
    this.#dictation = new Hearing(model.recognizer(), offsetMs);
    this.#phrases = new Grammar(model);
    this.#rows = new Grammar(model);
  }

  hear(samples: Int16Array, sampleRateHz: number): void {
    if (this.#resampler?.fromHz !== sampleRateHz)
      this.#resampler = { fromHz: sampleRateHz, stream: new Resampler(sampleRateHz, RECOGNIZER_RATE_HZ) };
    const { buffer, byteOffset, byteLength } = this.#resampler.stream.push(samples);
    const pcm = Buffer.from(buffer, byteOffset, byteLength);
    this.#heardMs += (samples.length * 1000) / sampleRateHz;
    this.#dictation.accept(pcm);
    this.#phrases.accept(pcm);
    this.#rows.accept(pcm);
    const old = this.#utterances >= UTTERANCES && this.#heardMs - this.#finishedMs >= SILENT_MS;
    if (old && this.partial() === '') this.#renew();
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
    const heard = verdict(this.#dictation.finish(), phrases, this.#phrases.lines, this.#rows.finish());
    if (heard.text !== '') this.#utterances++;
    this.#finishedMs = this.#heardMs;
    return heard;
  }

  #renew(): void {
    this.#utterances = 0;
    this.#dictation.free();
    this.#dictation = new Hearing(this.model.recognizer(), this.#heardMs);
    this.model.giveMemoryBack();
  }

  free(): void {
    this.#dictation.free();
    this.#phrases.free();
    this.#rows.free();
  }
}
