import type { Outcome, OutcomeKind, TurnRecord } from '../store/record.js';
import type { Taken } from './reply.js';
import type { Texts } from './texts/texts.js';

/** What a call was, when several things came of it: the one that the owner must act on first. */
const WEIGHT: Readonly<Record<Taken['kind'], number>> = { question: 1, message: 2, callback: 3, booking: 4 };
const KIND: Readonly<Record<Taken['kind'], OutcomeKind>> = {
  question: 'callback',
  message: 'message',
  callback: 'callback',
  booking: 'booking',
};

/** One line for the owner, made of what was stored and said: no model writes it. */
export function outcomeOf(
  taken: readonly Taken[],
  turns: readonly TurnRecord[],
  from: string | null,
  texts: Texts,
): Outcome {
  const latest = latestOfEach(taken);
  const first = latest.toSorted((a, b) => WEIGHT[b.kind] - WEIGHT[a.kind])[0];
  const open = new Set(latest.flatMap(({ kind, reason }) => (kind === 'question' ? reason : [])));
  const answers = turns.filter(({ path, heard }) => path === 'faq' || (path === 'llm' && !open.has(heard)));
  const answered = answers.length;
  const spoke = turns.some((turn) => (turn.heard ?? '') !== '');
  const lines = latest.map((each) => summaryOf(each, texts));
  if (answered > 0) lines.push(texts.summary.answered(answered));
  return {
    kind: first === undefined ? (spoke ? 'answered' : 'abandoned') : KIND[first.kind],
    summary: lines.length > 0 ? lines.join('; ') : spoke ? texts.summary.answered(answered) : texts.summary.abandoned,
    name: latest.find((each) => each.name !== null)?.name ?? null,
    number: latest.find((each) => each.number !== null)?.number ?? from,
    reason: first?.reason ?? first?.when ?? null,
  };
}

export const refusedOutcome = (from: string | null, texts: Texts): Outcome => ({
  kind: 'spam',
  summary: texts.summary.spam,
  name: null,
  number: from,
  reason: null,
});

export function summaryOf(taken: Taken, texts: Texts): string {
  if (taken.kind === 'booking') return texts.summary.booking(taken.name, taken.when ?? taken.reason ?? '…');
  if (taken.kind === 'question') return texts.summary.question(taken.reason ?? '');
  return texts.summary.message(taken.name, taken.reason ?? '…');
}

/** A form is stored each time it grows: only its last state counts. */
export function latestOfEach(taken: readonly Taken[]): Taken[] {
  const forms = new Map<string, Taken>();
  for (const each of taken) forms.set(each.id, each);
  return [...forms.values()];
}
