import type { SamplePosition } from '../audio/media.js';
import { type Cancel, time } from '../base/time.js';
import { CallerTurn } from './caller-turn.js';

/** Voice over the assistant for this long is an interruption even before its words are known. */
const BARGE_IN_MS = 700;

/**
 * Something was heard while the assistant spoke, and it holds its breath. Words make it a barge-in; a cough or an
 * "uh-huh" lets it go on from the same sample (voice.md §1.2, idea 3).
 */
export class Interruption {
  readonly turn: CallerTurn;
  readonly #isNews: (text: string) => boolean;
  readonly #confirm: () => void;
  readonly #cancel: Cancel;

  /** `isNews` tells words that take the turn from those that only accompany it. */
  constructor(startSample: SamplePosition, isNews: (text: string) => boolean, confirm: () => void) {
    this.turn = new CallerTurn(startSample);
    this.#isNews = isNews;
    this.#confirm = confirm;
    this.#cancel = time.after(BARGE_IN_MS, confirm);
  }

  partial(text: string): void {
    if (this.isSpeech(text)) this.#confirm();
  }

  isSpeech(text: string): boolean {
    return text !== '' && this.#isNews(text);
  }

  end(): void {
    this.#cancel();
  }
}
