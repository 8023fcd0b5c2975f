import type { ChatMessage } from '../engines/llm/llm.js';

/** One turn as both sides really heard it: after a barge-in, only the words that were played. */
export interface Exchange {
  readonly heard: string | null;
  readonly spoken: string;
}

/** A small context holds the facts and this many of the last turns; they leave by fours, so that the cached start of the
 *  conversation stays the same for some turns. */
const TURNS_KEPT = 12;
const LEAVE_TOGETHER = 4;

/** What was said so far, with the facts first: they are the same in every turn, so the model's cache keeps them. */
export function historyFor(instructions: string, facts: string, history: readonly Exchange[]): ChatMessage[] {
  const messages: ChatMessage[] = [{ role: 'system', content: `${instructions}\n\n${facts}` }];
  const gone = Math.ceil(Math.max(0, history.length - TURNS_KEPT) / LEAVE_TOGETHER) * LEAVE_TOGETHER;
  for (const { heard, spoken } of history.slice(gone)) {
    if (heard === null || spoken === '') continue;
    messages.push({ role: 'user', content: heard }, { role: 'assistant', content: spoken });
  }
  return messages;
}

/** The same with the caller's new words behind it: the model is to answer them. */
export const conversationFor = (
  instructions: string,
  facts: string,
  history: readonly Exchange[],
  heard: string,
): ChatMessage[] => [...historyFor(instructions, facts, history), { role: 'user', content: heard }];
