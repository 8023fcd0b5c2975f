import type { Knowledge } from './deps.js';
import type { Taken } from './reply.js';
import type { Texts } from './texts/texts.js';

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

/** The same question for the owner. */
export const openQuestion = (question: string, callerNumber: string | null): Taken => ({
  kind: 'question',
  name: null,
  number: callerNumber,
  reason: question,
  when: null,
});
