import type { Table } from '../base/machine.js';

/**
 * Whose turn it is.
 * opening: legal notice, not to be interrupted · listening: caller's turn, nobody speaks · hearing: the caller speaks ·
 * ending-turn: the caller paused; an answer is prepared behind a closed gate · thinking: the turn is over, nothing
 * sounds yet · speaking: the assistant speaks · paused: the assistant held its breath because something was heard ·
 * closing: last words, then the line is freed · over: nobody is heard any more.
 */
export type TurnState =
  | 'opening'
  | 'listening'
  | 'hearing'
  | 'ending-turn'
  | 'thinking'
  | 'speaking'
  | 'paused'
  | 'closing'
  | 'over';

export type TurnEvent =
  /** The caller's voice began, or went on. */
  | 'voice'
  /** The caller has fallen silent for as long as a word gap may last. */
  | 'pause'
  /** The pause was long enough for what was said. */
  | 'turn-ended'
  /** What was heard had no words in it. */
  | 'no-words'
  /** What was heard over the assistant had words in it: it yields. */
  | 'barge-in'
  /** The assistant's next words may sound. */
  | 'say'
  /** The assistant has nothing more to say. */
  | 'said'
  /** The next words are the last ones. */
  | 'goodbye'
  | 'over';

export const turnTable = {
  opening: { said: 'listening', say: 'speaking', goodbye: 'closing', over: 'over' },
  listening: { voice: 'hearing', say: 'speaking', goodbye: 'closing', over: 'over' },
  hearing: { pause: 'ending-turn', say: 'speaking', goodbye: 'closing', over: 'over' },
  'ending-turn': {
    voice: 'hearing',
    'turn-ended': 'thinking',
    say: 'speaking',
    'no-words': 'listening',
    goodbye: 'closing',
    over: 'over',
  },
  thinking: { say: 'speaking', voice: 'hearing', goodbye: 'closing', over: 'over' },
  speaking: { said: 'listening', say: 'speaking', voice: 'paused', goodbye: 'closing', over: 'over' },
  paused: {
    'no-words': 'speaking',
    'barge-in': 'hearing',
    say: 'speaking',
    said: 'listening',
    goodbye: 'closing',
    over: 'over',
  },
  closing: { said: 'over', over: 'over' },
  over: {},
} as const satisfies Table<TurnState, TurnEvent>;
