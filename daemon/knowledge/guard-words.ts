/** What follows the opening (group `echo`) must be the caller's own words. */
export interface Echo {
  readonly opening: RegExp;
  /** A name may follow, and no sentence. */
  readonly namesOnly: boolean;
  /** It puts the caller's words as true, so it must not repeat a question. */
  readonly statesIt: boolean;
}

export const echo = (kind: 'statement' | 'name' | 'wish', opening: RegExp): Echo => ({
  opening,
  namesOnly: kind === 'name',
  statesIt: kind === 'statement',
});

/** What the guard has to know of a language. Everything that is not in these lists, and not in a row, is refused. */
export interface GuardWords {
  readonly expansions: readonly (readonly [RegExp, string])[];
  readonly fixedTimes: ReadonlyMap<string, number>;
  /** Word after a number → minutes that it adds to the half of the day. */
  readonly halves: ReadonlyMap<string, number>;
  readonly clockWords: ReadonlySet<string>;
  /** In front of a number they make «часов» a time of day; without them it is a duration. */
  readonly clockAfter: ReadonlySet<string>;
  readonly durations: ReadonlyMap<string, number>;
  readonly currencies: ReadonlyMap<string, string>;
  /** Words that a sentence about opening hours may hold besides days and times. */
  readonly hours: {
    readonly fill: ReadonlySet<string>;
    readonly open: ReadonlySet<string>;
    readonly close: ReadonlySet<string>;
    readonly closed: ReadonlySet<string>;
    readonly to: ReadonlySet<string>;
    readonly and: ReadonlySet<string>;
    readonly today: string;
    readonly tomorrow: string;
    readonly now: string;
  };
  readonly price: ReadonlySet<string>;
  readonly duration: ReadonlySet<string>;
  readonly offer: ReadonlySet<string>;
  readonly address: ReadonlySet<string>;
  readonly name: ReadonlySet<string>;
  readonly owner: ReadonlySet<string>;
  readonly ownerNoun: ReadonlySet<string>;
  /** May differ between an owner's sentence and its quotation; no negation, number or modal is among them. */
  readonly quoteFill: ReadonlySet<string>;
  /** Whole clauses that say nothing about the business. */
  readonly smallTalk: readonly RegExp[];
  /** Clauses that only repeat the caller. */
  readonly echoes: readonly Echo[];
  /** In an echo beside the caller's words: my → your. */
  readonly echoFill: ReadonlySet<string>;
  /** Never in an echo, whoever said it first. */
  readonly neverEchoed: ReadonlySet<string>;
  /** Agreement or refusal: an answer, if something was asked. */
  readonly verdict: RegExp;
  /** What the caller said asks or wants something. */
  readonly request: RegExp;
  /** What the caller said is a question: repeating it as a statement would answer it. */
  readonly question: RegExp;
}
