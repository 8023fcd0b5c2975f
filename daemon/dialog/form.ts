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
  readBack: false,
});

/** What the form wants to hear next, or null when it is complete. */
export function missing(form: Form): Expectation | null {
  if (form.kind === 'booking' && form.when === null) return 'when';
  if (form.name === null) return 'name';
  if (form.kind !== 'booking' && form.reason === null) return 'reason';
  if (form.number === null && form.failedNumbers < 2) return 'number';
  return null;
}

/** Puts what was said into the slots it fits; a bare "John Smith" is a name only where a name was asked for. */
export function fill(form: Form, said: Understood): Form {
  const wants = missing(form);
  const bareName = wants === 'name' && said.name === null ? said.bareName : null;
  const leftover = bareName === null ? said.rest : '';
  const takesReason = form.kind !== 'booking' && form.reason === null && leftover !== '';
  return {
    ...form,
    name: form.name ?? said.name ?? bareName,
    when: withClock(form.when, said.clock) ?? said.when,
    reason: takesReason ? leftover : form.reason,
    number: said.number ?? form.number,
    failedNumbers: form.failedNumbers + (wants === 'number' && said.number === null ? 1 : 0),
  };
}

/** "on Tuesday" … "at three": a day that has a time already keeps it. */
const withClock = (when: string | null, clock: string | null): string | null =>
  when === null || clock === null || when.includes(':') ? when : `${when} ${clock}`;

/** The caller added something after the read-back. */
export const addReason = (form: Form, more: string): Form => ({
  ...form,
  reason: form.reason === null ? more : `${form.reason}; ${more}`,
});
