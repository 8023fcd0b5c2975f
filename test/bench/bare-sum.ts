import { historyFor } from '../../daemon/dialog/prompt.js';
import { time } from '../../daemon/base/time.js';
import { paths } from '../engines/real.js';
import { bareLlama, barePiper, bareVosk } from './engines.js';
import { sampleBriefing } from './questions.js';

/** What the bare engines need for one turn, one behind the other, milliseconds: S of voice.md §8. */
export interface BareSum {
  readonly sttTailMs: number;
  readonly firstClauseMs: number;
  readonly clauseSpeechMs: number;
  readonly sumMs: number;
  readonly clause: string;
}

/** Engines alone, each in a fresh process, with the threads, grammar and prompt that the daemon gives them. */
export async function bareSums(clips: readonly string[], questions: readonly string[]): Promise<readonly BareSum[]> {
  const { texts, business, knowledge, phrases } = sampleBriefing();
  const system = historyFor(texts.prompt(business.name), knowledge.facts(time.now()), [])[0]?.content ?? '';
  const { voskModel: modelDir, libvosk: library, llm, voice } = paths;
  const heard = await bareVosk({ engine: 'vosk', modelDir, library, clips, grammar: phrases });
  const thought = await bareLlama({ engine: 'llama', model: llm, threads: 1, system, questions });
  const spoken = await barePiper({ engine: 'piper', model: voice, threads: 1, sentences: thought.clauses });
  return questions.map((_, i) => {
    const sttTailMs = heard.tailMs[i] ?? Number.NaN;
    const firstClauseMs = thought.clauseMs[i] ?? Number.NaN;
    const clauseSpeechMs = spoken.ms[i] ?? Number.NaN;
    const sumMs = sttTailMs + firstClauseMs + clauseSpeechMs;
    return { sttTailMs, firstClauseMs, clauseSpeechMs, sumMs, clause: thought.clauses[i] ?? '' };
  });
}
