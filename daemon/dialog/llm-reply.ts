import type { ChatMessage, Llm } from '../engines/llm/llm.js';
import { logger } from '../base/log.js';
import { isAborted, messageOf } from '../base/errors.js';
import type { Knowledge, Understanding } from './deps.js';
import type { DialogState, Reply } from './reply.js';
import type { Texts } from './texts/texts.js';
import { alsoOpen, openQuestion, unanswered } from './unanswered.js';

const log = logger('dialog/llm-reply');

const MAX_TOKENS = 48;
/** One clause or two are an answer on the telephone; more is a small model talking to itself. */
const CLAUSES_AT_MOST = 3;

export interface LlmRung {
  readonly llm: Llm;
  readonly knowledge: Knowledge;
  readonly understanding: Understanding;
  readonly texts: Texts;
}

export interface Question {
  readonly text: string;
  /** What the caller said in the turns before. */
  readonly said: readonly string[];
  readonly messages: readonly ChatMessage[];
  readonly state: DialogState;
  readonly nowMs: number;
  readonly callerNumber: string | null;
}

/**
 * The language model's rung. What it says passes the guard clause by clause; the first clause that no row supports ends
 * it, and the caller hears that we will find out (models.md §4: small models invent prices, hours and refusals).
 * Resolves when the first clause is known, so that the gate can open at once.
 */
export async function llmReply(rung: LlmRung, question: Question, signal: AbortSignal): Promise<Reply> {
  const evidence: string[] = [];
  const state = { refused: false };
  const clauses = guarded(rung, question, { evidence, state, signal });
  const first = await clauses.next();
  const open = openQuestion(question.text, question.callerNumber);
  return {
    path: 'llm',
    evidence,
    clauses: resume(first, clauses),
    taken: () => (state.refused ? [open] : []),
    after: () => ({
      ...question.state,
      offered: state.refused,
      openQuestion: state.refused ? alsoOpen(question.state, question.text) : question.state.openQuestion,
      expecting: state.refused ? 'yes-no' : 'anything',
      misunderstood: 0,
    }),
    ends: false,
  };
}

interface Progress {
  readonly evidence: string[];
  readonly state: { refused: boolean };
  readonly signal: AbortSignal;
}

async function* guarded(rung: LlmRung, question: Question, progress: Progress): AsyncGenerator<string, void> {
  let count = 0;
  try {
    for await (const clause of rung.understanding.clauses(pieces(rung.llm, question.messages, progress.signal))) {
      const verdict = rung.knowledge.check(clause, { heard: [...question.said, question.text], now: question.nowMs });
      if (!verdict.ok) {
        progress.state.refused = true;
        break;
      }
      progress.evidence.push(...verdict.evidence);
      yield clause;
      if (++count === CLAUSES_AT_MOST) return;
    }
  } catch (error) {
    if (isAborted(error)) throw error;
    log.warn('the language model failed in a turn', { error: messageOf(error) });
    progress.state.refused = true;
  }
  if (progress.state.refused || count === 0) {
    progress.state.refused = true;
    const { clauses, evidence } = unanswered(rung, question.text);
    progress.evidence.push(...evidence);
    yield* clauses;
  }
}

/** The model's text as it comes. Leaving the loop early stops the model. */
async function* pieces(llm: Llm, messages: readonly ChatMessage[], signal: AbortSignal): AsyncGenerator<string, void> {
  const stop = new AbortController();
  const queue: string[] = [];
  let wake = () => {};
  let done = false;
  const work = llm
    .generate(
      { messages, maxTokens: MAX_TOKENS, temperature: 0 },
      (piece) => {
        queue.push(piece);
        wake();
      },
      AbortSignal.any([signal, stop.signal]),
    )
    .finally(() => {
      done = true;
      wake();
    });
  work.catch(() => undefined);
  try {
    while (true) {
      const piece = queue.shift();
      if (piece !== undefined) yield piece;
      else if (done) break;
      else await new Promise<void>((resolve) => (wake = resolve));
    }
    await work;
  } finally {
    stop.abort();
  }
}

async function* resume(
  first: IteratorResult<string, void>,
  rest: AsyncGenerator<string, void>,
): AsyncGenerator<string, void> {
  if (first.done === true) return;
  yield first.value;
  yield* rest;
}
