import { Hearing } from './hearing.js';
import type { SpeechModel } from './libvosk.js';
import type { Word } from './stt.js';
import { UNKNOWN } from './verdict.js';

/** A recogniser that hears nothing but what is expected; none while that is nothing. Making one costs 1 ms, hearing 2 %
 *  of real time. */
export class Grammar {
  #hearing: Hearing | undefined;
  #asked = '';
  #lines: ReadonlySet<string> = new Set();

  constructor(private readonly model: SpeechModel) {}

  /** What it listens for. */
  get lines(): ReadonlySet<string> {
    return this.#lines;
  }

  /** Listens for these from now on. When they are others than before, returns those that cannot be heard because the model
   *  lacks a word of them. */
  expect(lines: readonly string[]): readonly string[] {
    const asked = lines.join('\n');
    if (asked === this.#asked) return [];
    this.#asked = asked;
    const audible = (line: string) => line.split(' ').every((word) => this.model.knows(word));
    const heard = new Set(lines.filter(audible));
    this.#lines = heard;
    this.#hearing?.free();
    this.#hearing = heard.size === 0 ? undefined : new Hearing(this.model.recognizer([...heard, UNKNOWN]), 0);
    return lines.filter((line) => !heard.has(line));
  }

  accept(pcm: Buffer): void {
    this.#hearing?.accept(pcm);
  }

  finish(): readonly Word[] {
    return this.#hearing?.finish() ?? [];
  }

  free(): void {
    this.#hearing?.free();
  }
}
