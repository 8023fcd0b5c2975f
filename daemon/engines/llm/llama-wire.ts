import type { Ask } from '../protocol.js';
import type { ChatMessage, GenerateRequest, GenerateResult } from './llm.js';

export interface LlamaLoad {
  readonly model: string;
  readonly threads: number;
  readonly contextTokens: number;
}

export interface LlamaWire {
  readonly options: LlamaLoad;
  readonly requests: {
    readonly preload: Ask<{ readonly messages: readonly ChatMessage[] }, void>;
    readonly generate: { readonly payload: GenerateRequest; readonly piece: string; readonly answer: GenerateResult };
  };
  readonly tells: Readonly<Record<string, never>>;
  readonly event: never;
}
