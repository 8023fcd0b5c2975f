import { withDeadline } from '../base/abort.js';
import { isAborted, messageOf } from '../base/errors.js';
import { logger } from '../base/log.js';
import type { SttStream } from '../engines/stt/stt.js';
import type { CallerTurn } from './caller-turn.js';
import type { Understanding } from './deps.js';
import type { Expectation } from './end-pointing.js';
import type { Recognised } from './unheard.js';

const log = logger('dialog/ear');

/** Longer than this, a final text is not coming: the engine hangs. A slow machine is given its time: what was said is
 *  worth more than a second. */
const FINAL_WITHIN_MS = 2500;

export interface EarDeps {
  readonly stt: SttStream;
  /** What the recogniser should expect at any moment (lower-case phrases). */
  readonly phrases: readonly string[];
  /** What it should expect besides, where this was asked for. */
  readonly rows: Understanding['rows'];
}

/** The recogniser as one conversation uses it. */
export class Ear {
  readonly #deps: EarDeps;
  readonly #signal: AbortSignal;
  #expected: Expectation | null = null;
  /** What the caller is saying, as far as it is known. */
  partial = '';

  /** Ended by the signal: nothing is waited for behind it. */
  constructor(deps: EarDeps, signal: AbortSignal) {
    this.#deps = deps;
    this.#signal = signal;
  }

  /** Tells the recogniser what answers are waited for now. */
  expect(expecting: Expectation): void {
    if (expecting === this.#expected) return;
    this.#expected = expecting;
    const { stt, phrases, rows } = this.#deps;
    stt.expect({ phrases, rows: rows[expecting] ?? [] });
  }

  /** Puts into the turn what was said since the last call. */
  async take(turn: CallerTurn): Promise<Recognised> {
    try {
      turn.add(await withDeadline(this.#deps.stt.finalise(this.#signal), FINAL_WITHIN_MS, 'final text'));
      return 'answered';
    } catch (error) {
      if (!isAborted(error)) log.warn('no final text', { error: messageOf(error) });
      return 'no-answer';
    }
  }

  /** Voice, and no words, again and again: the engine may have gone deaf. */
  doubt(): void {
    this.#deps.stt.doubt();
  }
}
