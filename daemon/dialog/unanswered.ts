import type { Knowledge } from './deps.js';
import type { DialogState, Taken } from './reply.js';
import type { Texts } from './texts/texts.js';

const JOINT = '; ';
const MOST_OPEN = 2;

/** What to say when nothing answers the question: what the owner has written about the same thing, if anything, with the
 *  offer to call back in any case. */
export function unanswered(
  { texts, knowledge }: { readonly texts: Texts; readonly knowledge: Knowledge },
  question: string,
): { readonly clauses: readonly string[]; readonly evidence: readonly string[] } {
  const related = knowledge.related(question);
  if (related === null) return { clauses: [texts.willFindOut, texts.offerMessage], evidence: [] };
  return { clauses: [texts.mayHelp, related.text, texts.offerMessage], evidence: related.evidence };
}

/** What a call-back would be about: what is still open, the latest questions only, because they are read back. */
export const alsoOpen = ({ openQuestion: earlier }: Pick<DialogState, 'openQuestion'>, question: string): string =>
  [...(earlier === null ? [] : earlier.split(JOINT)), question].slice(-MOST_OPEN).join(JOINT);

/** The same question for the owner; asked twice, it is one. */
export const openQuestion = (question: string, callerNumber: string | null): Taken => ({
  id: question,
  kind: 'question',
  name: null,
  number: callerNumber,
  reason: question,
  when: null,
});
