import { waitOrAbort } from '../base/abort.js';
import { isAborted, messageOf } from '../base/errors.js';
import { logger } from '../base/log.js';
import { isWholeAnswer } from './acts.js';
import { endPointMs } from './end-pointing.js';
import type { Ladder, Turn } from './ladder.js';
import type { Reply } from './reply.js';
import type { Saying } from './saying.js';
import type { Texts } from './texts/texts.js';

const log = logger('dialog/answer');

/** An answer prepared while the caller may still go on: thought out and synthesised behind a closed gate. */
export class Answer {
  readonly saying: Saying;
  readonly #abort = new AbortController();
  readonly turn: Turn;
  readonly #inNumber: boolean;
  #reply: Reply | null = null;
  /** Settles when the reply is known (or will never be): never rejects. */
  readonly ready: Promise<void>;

  constructor(saying: Saying, ladder: Ladder, turn: Turn) {
    this.turn = turn;
    this.saying = saying;
    this.#inNumber = ladder.inNumber(turn);
    const quick = ladder.answerAtOnce(turn);
    if (quick === null) this.ready = this.#ask(ladder);
    else {
      this.#take(quick);
      this.ready = Promise.resolve();
    }
  }

  get reply(): Reply | null {
    return this.#reply;
  }

  /** How long the caller must have been silent for this turn to be over, in milliseconds after the last sound. */
  waitMs(phrases: readonly string[], texts: Texts, habitMs: number): number {
    const { text } = this.turn.heard;
    const begun = `${text} `;
    return endPointMs({
      text,
      expecting: this.turn.state.expecting,
      inNumber: this.#inNumber,
      complete: this.#reply !== null && (this.#reply.path === 'faq' || this.#reply.ends),
      extensible: phrases.some((phrase) => phrase.startsWith(begun)),
      answered: isWholeAnswer(text, texts),
      continues: texts.continues,
      habitMs,
    });
  }

  /** The caller went on speaking: nothing of it is ever heard. */
  drop(): void {
    this.#abort.abort();
    this.saying.cut();
  }

  async #ask(ladder: Ladder): Promise<void> {
    try {
      const { signal } = this.#abort;
      this.#take(await waitOrAbort(ladder.askModel(this.turn, signal), signal, 'answer'));
    } catch (error) {
      if (!isAborted(error)) log.error('no answer could be made', { error: messageOf(error) });
    }
  }

  #take(reply: Reply): void {
    this.#reply = reply;
    this.saying.prepare(reply.clauses);
  }
}
