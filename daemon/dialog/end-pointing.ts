/** What the dialogue expects to hear next: it decides how long a pause may last before the turn is taken. */
export type Expectation = 'anything' | 'yes-no' | 'name' | 'number' | 'reason' | 'when';

export interface Pause {
  /** All that was said in this turn so far, lower case. */
  readonly text: string;
  readonly expecting: Expectation;
  /** The recogniser's grammar heard a whole expected phrase, or the owner's rows answer the text as it stands. */
  readonly complete: boolean;
  /** The same words may be the beginning of a longer expected phrase ("when are you open" … "on sunday"). */
  readonly extensible: boolean;
  /** It breaks off in the middle of a number, whatever was asked for. */
  readonly inNumber: boolean;
  /** A yes or a no that wants nothing behind it (acts.ts). */
  readonly answered: boolean;
  /** Words after which people go on: conjunctions, articles, prepositions of the language. */
  readonly continues: ReadonlySet<string>;
  /** Mean of this caller's own pauses inside turns, or 0 while none was seen. */
  readonly habitMs: number;
}

/** Silences, in milliseconds after the caller's last sound, by what was said. Between people it is about 200 (voice.md §2.1). */
const WAIT_MS = {
  complete: 200,
  extensible: 320,
  short: 380,
  statement: 480,
  fragment: 650,
  unfinished: 1300,
  digits: 1500,
} as const;
const DIGITS_OF_A_NUMBER = 10;
/** A caller who pauses long is given half as much again, but nobody waits for ever. */
const HABIT_FACTOR = 1.5;
const HABIT_LIMIT_MS = 1100;

/** How long the caller must have been silent for the turn to be over. */
export function endPointMs(pause: Pause): number {
  const words = pause.text.split(' ').filter((word) => word !== '');
  const last = words.at(-1) ?? '';
  if (pause.complete) return pause.extensible ? WAIT_MS.extensible : WAIT_MS.complete;
  if (pause.inNumber) return WAIT_MS.digits;
  if (pause.expecting === 'number') return digitsIn(words) >= DIGITS_OF_A_NUMBER ? WAIT_MS.statement : WAIT_MS.digits;
  if (pause.continues.has(last) && !pause.answered) return WAIT_MS.unfinished;
  if (pause.expecting === 'yes-no' && (pause.answered || words.length <= 3)) return WAIT_MS.short;
  const base = words.length >= 3 ? WAIT_MS.statement : WAIT_MS.fragment;
  return Math.max(base, Math.min(HABIT_LIMIT_MS, pause.habitMs * HABIT_FACTOR));
}

/** Spoken digits count one each, whatever the language: in a number every word is one or two digits. */
const digitsIn = (words: readonly string[]): number => words.length;

/** Follows one caller's pauses (exponential mean): voice.md §1.2, idea 2. */
export class PauseHabit {
  #meanMs = 0;

  get meanMs(): number {
    return this.#meanMs;
  }

  /** The caller went on after a pause that could have been the end. */
  resumedAfter(ms: number): void {
    this.#meanMs = this.#meanMs === 0 ? ms : this.#meanMs * 0.6 + ms * 0.4;
  }
}
