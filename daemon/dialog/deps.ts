import type { NameWanted } from '../speech/heard-name.js';
import type { Expectation } from './end-pointing.js';
import type { WishedTime } from './form.js';
import type { Heard } from './reply.js';

/** Sentences made of rows, and which rows. */
export interface Answer {
  readonly text: string;
  readonly evidence: readonly string[];
}

/** What the owner's rows can say; the knowledge room satisfies it. */
export interface Knowledge {
  /** An answer made of rows alone, or null. */
  answer(heard: Heard, nowMs: number): Answer | null;
  /** The same for "and how much is that?": `earlier` is what both sides said before. */
  followUp(text: string, earlier: readonly string[], nowMs: number): Answer | null;
  /** What the owner has written about the same thing, though it may not be the answer; null when there is none. */
  related(text: string): Answer | null;
  /** Lower-case phrases that a caller of this business is likely to say. */
  phrases(): readonly string[];
  /** The facts as a block of text for a language model's prompt; what changes stands last. */
  facts(nowMs: number): string;
  /** May this clause of a model be spoken? `heard` is all that the caller said, the question last. */
  check(clause: string, context: { readonly heard: readonly string[]; readonly now: number }): Verdict;
  /** What the rows say of a day on which the business is closed, all day or at that minute; null when it is open, or nobody
   *  knows. `date` is YYYY-MM-DD, `minute` counts from midnight. */
  closedAt(date: string, minute: number | null): Closed | null;
  /** Does it hold a word of a service's name? */
  namesService(text: string): boolean;
}

export interface Closed extends Answer {
  readonly allDay: boolean;
}

export type Verdict = { readonly ok: true; readonly evidence: readonly string[] } | { readonly ok: false };

/** What words mean, per language; the speech room satisfies it. */
export interface Understanding {
  /** Words that follow each other in the answers to these expectations, for the recogniser. */
  readonly rows: Readonly<Partial<Record<Expectation, readonly string[]>>>;
  nameIn(text: string, wanted: NameWanted): { readonly name: string; readonly rest: string } | null;
  /** The answer to "what is your name?": nothing but a name. */
  bareNameIn(text: string): string | null;
  /** A telephone number (E.164), and the words around it. */
  numberIn(text: string): { readonly number: string; readonly rest: string } | null;
  /** The text breaks off in the middle of a number that is being dictated. */
  inNumber(text: string): boolean;
  /** A wished time, and the words around it. */
  timeIn(text: string, nowMs: number): { readonly time: WishedTime; readonly rest: string } | null;
  /** Cuts streamed text into what can be spoken at once. */
  clauses(pieces: AsyncIterable<string>): AsyncIterable<string>;
}
