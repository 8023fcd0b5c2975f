import type { Expectation } from './end-pointing.js';

export type FormKind = 'message' | 'callback' | 'booking';

/** What a form collects; null until it is known. */
export interface Slots {
  readonly name: string | null;
  readonly reason: string | null;
  /** E.164; the caller's own number unless it was withheld or another one was given. */
  readonly number: string | null;
  /** The wished time in words that can be spoken and read ("tomorrow at ten a.m."). */
  readonly when: string | null;
}

export interface Form extends Slots {
  readonly kind: FormKind;
  /** Times that the number could not be understood. */
  readonly failedNumbers: number;
  /** Answers to the question for a time that held none. */
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
  readonly when: string | null;
  /** A time of day alone, which may complete a day that was given before. */
  readonly clock: string | null;
}

export const newForm = (kind: FormKind, number: string | null): Form => ({
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

/** What the form wants to hear next, or null when it is complete. */
export function missing(form: Form): Expectation | null {
  if (form.kind === 'booking' && form.when === null && form.failedTimes < MOST_FAILED) return 'when';
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
  return {
    ...form,
    name: form.name ?? said.name ?? bareName,
    when: withClock(form.when, said.clock) ?? said.when,
    reason: form.kind === 'booking' || wants === 'number' ? form.reason : withMore(form.reason, leftover),
    number: said.number ?? form.number,
    failedTimes: form.failedTimes + (wants === 'when' && (said.when ?? said.clock) === null ? 1 : 0),
    failedNumbers: form.failedNumbers + (wants === 'number' && said.number === null ? 1 : 0),
  };
}

/** Fewer words are "it is" or "well then". */
const WORTH_KEEPING = 3;

/** What was said besides is kept: "and I need it by Friday". */
function withMore(reason: string | null, more: string): string | null {
  if (reason === null) return more === '' ? null : more;
  return more.split(' ').length < WORTH_KEEPING ? reason : `${reason}; ${more}`;
}

/** "on Tuesday" … "at three": a day that has a time already keeps it. */
const withClock = (when: string | null, clock: string | null): string | null =>
  when === null || clock === null || when.includes(':') ? when : `${when} ${clock}`;

/** The caller added something after the read-back. */
export const addReason = (form: Form, more: string): Form => ({
  ...form,
  reason: form.reason === null ? more : `${form.reason}; ${more}`,
});
