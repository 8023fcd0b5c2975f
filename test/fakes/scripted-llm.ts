import { time } from '../../daemon/base/time.js';
import type { ChatMessage, GenerateRequest, GenerateResult, Llm } from '../../daemon/engines/llm/llm.js';

const wordsOf = (text: string): readonly string[] => text.match(/\s*\S+/g) ?? [];

/** Answers with the lines of a script, word by word; a word is a token to it. */
export class ScriptedLlm implements Llm {
  readonly #lines: string[];
  #evaluated: readonly string[] = [];
  /** The last conversation that it was asked to answer, for tests to look at. */
  asked: readonly ChatMessage[] = [];

  constructor(
    lines: readonly string[] = [],
    private readonly msPerWord = 0,
  ) {
    this.#lines = [...lines];
  }

  willSay(...lines: readonly string[]): void {
    this.#lines.push(...lines);
  }

  preload(messages: readonly ChatMessage[], signal: AbortSignal): Promise<void> {
    if (!signal.aborted) this.#evaluate(messages);
    return Promise.resolve();
  }

  async generate(
    { messages, maxTokens }: GenerateRequest,
    onText: (piece: string) => void,
    signal: AbortSignal,
  ): Promise<GenerateResult> {
    this.asked = messages;
    const usage = { promptTokens: this.#evaluate(messages), newTokens: wordsOf(messages.at(-1)?.content ?? '').length };
    const words = wordsOf(this.#lines.shift() ?? 'I will find out.');
    let text = '';
    let generatedTokens = 0;
    let stopReason: GenerateResult['stopReason'] = 'end';
    for (const word of words) {
      await (this.msPerWord > 0 ? time.sleep(this.msPerWord) : Promise.resolve());
      if (signal.aborted || generatedTokens === maxTokens) {
        stopReason = signal.aborted ? 'abort' : 'length';
        break;
      }
      text += word;
      generatedTokens++;
      onText(word);
    }
    return { text, stopReason, usage: { ...usage, generatedTokens, firstTokenMs: this.msPerWord } };
  }

  /** How many words were not yet evaluated; at least one always is, as in a real model. */
  #evaluate(messages: readonly ChatMessage[]): number {
    const words = messages.flatMap(({ content }) => wordsOf(content));
    const common = words.findIndex((word, i) => word !== this.#evaluated[i]);
    this.#evaluated = words;
    return Math.max(1, common < 0 ? 0 : words.length - common);
  }
}
