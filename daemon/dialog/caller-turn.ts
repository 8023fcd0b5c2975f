import type { SamplePosition } from '../audio/media.js';
import type { SttResult } from '../engines/stt/stt.js';
import type { Heard } from './reply.js';
import { noMarks, type TurnMarks } from './turn-log.js';

/** What one caller's turn has brought so far; it may come in several stretches with pauses between them. */
export class CallerTurn {
  readonly marks: TurnMarks = noMarks();
  readonly #texts: string[] = [];
  #phrase: Heard['phrase'] = null;

  constructor(startSample: SamplePosition) {
    this.marks.heardStart = startSample;
  }

  get heard(): Heard {
    return { text: this.#texts.join(' '), phrase: this.#texts.length === 1 ? this.#phrase : null };
  }

  /** The caller went on after a pause that was no end. */
  goesOn(): this {
    this.marks.heardEnd = null;
    this.marks.turnEnded = null;
    return this;
  }

  add(result: SttResult): void {
    const text = result.phrase?.text ?? result.text;
    if (text === '') return;
    this.#texts.push(text);
    this.#phrase = result.phrase;
  }

  /** From its first sound to its last, in samples: a breath is shorter than a word. */
  get voicedSamples(): number {
    return (this.marks.heardEnd ?? 0) - (this.marks.heardStart ?? 0);
  }
}
