import { getLlama, type LlamaContextSequence, type LlamaModel, type Token } from 'node-llama-cpp';
import { messageOf, SecretaryError } from '../../base/errors.js';
import { ChatMl, type Prompt } from './chatml.js';
import type { LlamaLoad } from './llama-wire.js';
import type { ChatMessage, GenerateRequest, GenerateResult } from './llm.js';

/** Tokens evaluated between two looks at the signal: an evaluation cannot be stopped (voice.md §0.3), and slices of
 *  64 cost nothing (671 ms for 163 tokens here, 682 ms in slices of 128). */
const SLICE = 64;
/** What a small model may repeat of itself before each further token of it is made unlikely. */
const REPEAT = { strength: 0.8, allowedLength: 4, lastTokens: 128 };

/** One model with one context, whose cache always holds the conversation evaluated last. */
export class Mind {
  readonly #chat: ChatMl<Token>;

  private constructor(
    private readonly model: LlamaModel,
    private readonly sequence: LlamaContextSequence,
  ) {
    this.#chat = new ChatMl((text, special) => model.tokenize(text, special));
  }

  /** Throws 'model-corrupt' when the file is no model that llama.cpp can use. */
  static async load({ model: modelPath, threads, contextTokens }: LlamaLoad): Promise<Mind> {
    const llama = await getLlama({ gpu: false, build: 'never', skipDownload: true, maxThreads: threads });
    try {
      const model = await llama.loadModel({ modelPath });
      const context = await model.createContext({
        contextSize: contextTokens,
        batchSize: SLICE,
        sequences: 1,
        threads,
      });
      return new Mind(model, context.getSequence());
    } catch (error) {
      throw new SecretaryError('model-corrupt', `${modelPath} cannot be loaded: ${messageOf(error)}`, {
        ru: `${modelPath} не загружается: ${messageOf(error)}`,
      });
    }
  }

  /** Evaluates without answering, until done or no longer wanted. */
  async preload(messages: readonly ChatMessage[], signal: AbortSignal): Promise<void> {
    const rest = await this.#keepPrefix(this.#chat.toPreload(this.#fit(messages, 0)));
    await this.#evaluate(rest, signal);
  }

  async generate(
    { messages, maxTokens, temperature }: GenerateRequest,
    onText: (piece: string) => void,
    signal: AbortSignal,
  ): Promise<GenerateResult> {
    const startedMs = performance.now();
    const prompt = this.#chat.toAnswer(this.#fit(messages, maxTokens));
    // The last token is always evaluated anew: the first one of the answer is sampled from it.
    const rest = await this.#keepPrefix(prompt.tokens.slice(0, -1));
    await this.#evaluate(rest, signal);
    const answer = new Answer(this.model, onText);
    const stopReason = signal.aborted ? 'abort' : await this.#speak(prompt, answer, { maxTokens, temperature, signal });
    return {
      text: answer.text,
      stopReason,
      usage: {
        promptTokens: rest.length + 1,
        newTokens: prompt.newTokens,
        generatedTokens: answer.tokens.length,
        firstTokenMs: Math.round((answer.firstAtMs ?? performance.now()) - startedMs),
      },
    };
  }

  async #speak(
    { tokens }: Prompt<Token>,
    answer: Answer,
    { maxTokens, temperature, signal }: { maxTokens: number; temperature: number; signal: AbortSignal },
  ): Promise<GenerateResult['stopReason']> {
    for await (const token of this.sequence.evaluate(tokens.slice(-1), { temperature, dryRepeatPenalty: REPEAT })) {
      if (signal.aborted) return 'abort';
      answer.add(token);
      if (answer.tokens.length >= maxTokens) return 'length';
    }
    return 'end';
  }

  /** Cuts the cache to what it has in common with these tokens; returns those that are missing. */
  async #keepPrefix(tokens: readonly Token[]): Promise<readonly Token[]> {
    await this.sequence.adaptStateToTokens([...tokens], false);
    return tokens.slice(this.sequence.nextTokenIndex);
  }

  async #evaluate(tokens: readonly Token[], signal: AbortSignal): Promise<void> {
    for (let at = 0; at < tokens.length && !signal.aborted; at += SLICE) {
      await this.sequence.evaluateWithoutGeneratingNewTokens(tokens.slice(at, at + SLICE));
    }
  }

  /** Drops the oldest exchange until the rest has room; the instructions in front always stay. */
  #fit(messages: readonly ChatMessage[], reserve: number): readonly ChatMessage[] {
    const room = this.sequence.contextSize - reserve - 1;
    let kept = messages;
    while (this.#chat.toAnswer(kept).tokens.length > room) {
      const oldest = kept.findIndex(({ role }, at) => role !== 'system' && at < kept.length - 1);
      if (oldest < 0) throw new SecretaryError('bad-input', `the prompt alone is longer than ${room} tokens`);
      kept = kept.toSpliced(oldest, 1);
    }
    return kept;
  }
}

/** Tokens turned into text as they come; a letter that is still missing bytes waits for them. */
class Answer {
  readonly tokens: Token[] = [];
  text = '';
  firstAtMs: number | undefined;

  constructor(
    private readonly model: LlamaModel,
    private readonly onText: (piece: string) => void,
  ) {}

  add(token: Token): void {
    this.firstAtMs ??= performance.now();
    this.tokens.push(token);
    const whole = this.model.detokenize(this.tokens).replace(/\uFFFD+$/, '');
    const piece = whole.slice(this.text.length);
    if (piece === '') return;
    this.text = whole;
    this.onText(piece);
  }
}
