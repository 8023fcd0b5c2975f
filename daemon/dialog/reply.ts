import type { TurnPath } from '../store/record.js';
import type { Expectation } from './end-pointing.js';
import type { Form, FormKind } from './form.js';

/** All that the dialogue remembers between two turns, besides the transcript. */
export interface DialogState {
  readonly form: Form | null;
  readonly expecting: Expectation;
  /** The assistant offered to take a message: "yes" accepts it. */
  readonly offered: boolean;
  /** As the caller gave it, once in this call. */
  readonly callerName: string | null;
  /** A question nobody could answer, for the owner. */
  readonly openQuestion: string | null;
  readonly lastSaid: string;
  /** What the caller has confirmed, or added to. */
  readonly added: Form | null;
  /** Times in a row that nothing was understood. */
  readonly misunderstood: number;
}

export const freshState: DialogState = {
  form: null,
  expecting: 'anything',
  offered: false,
  callerName: null,
  openQuestion: null,
  lastSaid: '',
  added: null,
  misunderstood: 0,
};

/** Something for the owner that came of this call: on disk before the caller is told that it is noted. */
export interface Taken extends Pick<Form, 'name' | 'reason' | 'number'> {
  /** What comes later under the same id takes the place of this: a form grows. */
  readonly id: string;
  readonly kind: FormKind | 'question';
  /** The wished time in words: "on Tuesday, 24 November at 15:00". */
  readonly when: string | null;
}

/** What to say next, and what follows from having said it. Making one changes nothing: it may be thrown away. */
export interface Reply {
  readonly path: TurnPath;
  /** Rows it stands on; a streamed answer may add to it until its last clause. */
  readonly evidence: readonly string[];
  readonly clauses: AsyncIterable<string> | Iterable<string>;
  /** To be stored; asked when the gate opens and again after the last clause. */
  readonly taken: () => readonly Taken[];
  /** The state after it was said. */
  readonly after: () => DialogState;
  /** The line is freed after it. */
  readonly ends: boolean;
}

export interface Heard {
  /** The best reading: the expected phrase if one was heard, open dictation otherwise. */
  readonly text: string;
  /** A whole expected phrase, if the recogniser's grammar heard one. */
  readonly phrase: { readonly text: string; readonly confidence: number } | null;
}

/** A reply whose words are known at once. */
export function plainReply(
  path: TurnPath,
  clauses: readonly string[],
  after: DialogState,
  more: { evidence?: readonly string[]; taken?: readonly Taken[]; ends?: boolean } = {},
): Reply {
  return {
    path,
    clauses,
    evidence: more.evidence ?? [],
    taken: () => more.taken ?? [],
    after: () => ({ ...after, lastSaid: clauses.join(' ') }),
    ends: more.ends ?? false,
  };
}
