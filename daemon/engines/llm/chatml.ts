import type { ChatMessage } from './llm.js';

/** With `special`, marks such as <|im_end|> become their tokens; without, they are mere text. */
export type Tokenize<Token> = (text: string, special: boolean) => readonly Token[];

export interface Prompt<Token> {
  readonly tokens: readonly Token[];
  /** Of those, what is new since the assistant last spoke: its closing mark, the user's message, the opening mark. */
  readonly newTokens: number;
}

/** ChatML, the template of SmolLM2 and Qwen2.5. Fixed here, because detection may differ between versions of the
 *  library and would silently make every kept prefix useless (voice.md §5.4). What people said is tokenised without
 *  special tokens: no caller can speak a mark that ends a turn. */
export class ChatMl<Token> {
  readonly #close: readonly Token[];

  constructor(private readonly tokenize: Tokenize<Token>) {
    this.#close = tokenize('<|im_end|>\n', true);
  }

  /** The whole conversation with the assistant's turn opened. */
  toAnswer(messages: readonly ChatMessage[]): Prompt<Token> {
    const spoken = messages.findLastIndex(({ role }) => role !== 'user') + 1;
    const old = this.#closed(messages.slice(0, spoken));
    const fresh = [...this.#closed(messages.slice(spoken)), ...this.tokenize('<|im_start|>assistant\n', true)];
    return { tokens: [...old, ...fresh], newTokens: fresh.length + (spoken > 0 ? this.#close.length : 0) };
  }

  /** The same without closing the user's message: a partial transcript goes on. */
  toPreload(messages: readonly ChatMessage[]): readonly Token[] {
    const tokens = this.#closed(messages);
    return messages.at(-1)?.role === 'user' ? tokens.slice(0, -this.#close.length) : tokens;
  }

  #closed(messages: readonly ChatMessage[]): Token[] {
    return messages.flatMap(({ role, content }) => [
      ...this.tokenize(`<|im_start|>${role}\n`, true),
      ...this.tokenize(content.trim(), false),
      ...this.#close,
    ]);
  }
}
