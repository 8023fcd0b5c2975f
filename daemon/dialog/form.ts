import { newId } from '../base/ids.js';
import type { Expectation } from './end-pointing.js';

export type FormKind = 'message' | 'callback' | 'booking';

/** A time that somebody wishes, as far as it was told: a day, a time of day, or both. */
export interface WishedTime {
  /** YYYY-MM-DD */
  readonly date: string | null;
  /** As it can be spoken, and read by the owner: "on Monday, 23 November"; '' without a date. */
  readonly dayText: string;
  /** From midnight. */
  readonly minute: number | null;
  /** "at 10:00", or ''. */
  readonly clockText: string;
}

/** What a form collects; null until it is known. */
export interface Form {
  /** Each form is a row of its own: two messages in one call are two. */
  readonly id: string;
  readonly kind: FormKind;
  readonly name: string | null;
  readonly reason: string | null;
  /** E.164; the caller's own number unless it was withheld or another one was given. */
  readonly number: string | null;
  readonly when: WishedTime | null;
  /** Times that the number could not be understood. */
  readonly failedNumbers: number;
  /** Answers to the question for a time that brought it no further. */
  readonly failedTimes: number;
  /** All is there and was read back; the caller has not answered yet. */
  readonly readBack: boolean;
}

/** What was understood of one utterance, for whichever slot it fits. */
export interface Understood {
  readonly name: string | null;
  /** The name that the whole utterance would be, where a name was asked for. */
  readonly bareName: string | null;
  /** What is left of the utterance when name and number are taken out. */
  readonly rest: string;
  readonly number: string | null;
  readonly when: WishedTime | null;
}

export const newForm = (kind: FormKind, number: string | null): Form => ({
  id: newId(),
  kind,
  number,
  name: null,
  reason: null,
  when: null,
  failedNumbers: 0,
  failedTimes: 0,
  readBack: false,
});

/** Then it goes on without: the owner will ask. */
const MOST_FAILED = 2;

/** How often a time may be missed: a day alone is enough when its hour was asked for once. */
function patience(when: WishedTime | null): number {
  if (when === null || when.date === null) return MOST_FAILED;
  return when.minute === null ? 1 : 0;
}

/** What the form wants to hear next, or null when it is complete. */
export function missing(form: Form): Expectation | null {
  if (form.kind === 'booking' && form.failedTimes < patience(form.when)) return 'when';
  if (form.name === null) return 'name';
  if (form.kind !== 'booking' && form.reason === null) return 'reason';
  if (form.number === null && form.failedNumbers < MOST_FAILED) return 'number';
  return null;
}

/** Puts what was said into the slots it fits; a bare "John Smith" is a name only where a name was asked for. */
export function fill(form: Form, said: Understood): Form {
  const wants = missing(form);
  const bareName = wants === 'name' && said.name === null ? said.bareName : null;
  const leftover = bareName === null ? said.rest : '';
  // What answers the question is the latest word on it.
  const when = wants === 'when' ? together(said.when, form.when) : together(form.when, said.when);
  // "I can only come in the mornings" is no time, but the owner's to know.
  const takesReason = form.kind === 'booking' ? wants === 'when' : wants !== 'number';
  return {
    ...form,
    name: said.name ?? form.name ?? bareName,
    when,
    reason: takesReason ? withMore(form.reason, leftover) : form.reason,
    number: said.number ?? form.number,
    failedTimes: patience(when) < patience(form.when) ? 0 : form.failedTimes + (wants === 'when' ? 1 : 0),
    failedNumbers: form.failedNumbers + (wants === 'number' && said.number === null ? 1 : 0),
  };
}

/** Fewer words are "it is" or "well then". */
const WORTH_KEEPING = 3;

/** What was said besides is kept: "and I need it by Friday". */
export function withMore(reason: string | null, more: string): string | null {
  if (reason === null) return more === '' ? null : more;
  return more.split(' ').length < WORTH_KEEPING ? reason : `${reason}; ${more}`;
}

/** "On Tuesday" … "at three". Where both name a day, or both a time of day, the first has it. */
export function together(first: WishedTime | null, second: WishedTime | null): WishedTime | null {
  if (first === null || second === null) return first ?? second;
  const { date, dayText } = first.date === null ? second : first;
  const { minute, clockText } = first.minute === null ? second : first;
  return { date, dayText, minute, clockText };
}

/** "on Tuesday, 24 November at 15:00" */
export const wordsOf = ({ dayText, clockText }: WishedTime): string => `${dayText} ${clockText}`.trim();

/** The caller added something after the read-back. */
export const addReason = (form: Form, more: string): Form => ({
  ...form,
  reason: form.reason === null ? more : `${form.reason}; ${more}`,
});
