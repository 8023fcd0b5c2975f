export interface ChatMessage {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: string;
}

export interface GenerateRequest {
  /** The whole conversation; what is equal to the last request's start is kept in the cache. The last one is the user's. */
  readonly messages: readonly ChatMessage[];
  readonly maxTokens: number;
  /** Greedy when 0. */
  readonly temperature: number;
}

export interface LlmUsage {
  /** Prompt tokens that were evaluated for this request. */
  readonly promptTokens: number;
  /** Of those, what a perfect cache would have needed: the new message and the tokens that close and open a turn. */
  readonly newTokens: number;
  readonly generatedTokens: number;
  readonly firstTokenMs: number;
}

export interface GenerateResult {
  readonly text: string;
  readonly stopReason: 'end' | 'length' | 'abort';
  readonly usage: LlmUsage;
}

export interface Llm {
  /** Evaluates the messages without answering, so that the next `generate` starts from them. Yields to `generate` within one slice. */
  preload(messages: readonly ChatMessage[], signal: AbortSignal): Promise<void>;
  /** `onText` gets pieces as they come. An abort resolves with what there is and stopReason 'abort'. */
  generate(request: GenerateRequest, onText: (piece: string) => void, signal: AbortSignal): Promise<GenerateResult>;
}
