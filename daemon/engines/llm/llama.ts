import { logger } from '../../base/log.js';
import { Supervisor } from '../supervisor.js';
import type { LlamaWire } from './llama-wire.js';
import type { ChatMessage, GenerateRequest, GenerateResult, Llm } from './llm.js';

const log = logger('engines/llm');

export interface LlamaOptions {
  /** The .gguf file. */
  readonly model: string;
  readonly modelId: string;
  readonly threads: number;
  readonly contextTokens: number;
}

/** llama.cpp in its own process. */
export class LlamaLlm implements Llm {
  readonly engine: Supervisor<LlamaWire>;

  constructor({ model, modelId, threads, contextTokens }: LlamaOptions) {
    this.engine = new Supervisor<LlamaWire>({
      kind: 'llm',
      name: 'llama',
      modelId,
      file: new URL('./llama-child.js', import.meta.url),
      options: { model, threads, contextTokens },
      files: [model],
      pulseMs: 1500,
      heapMb: 128,
      env: {},
    });
  }

  /** Resolves early when aborted or overtaken: what was evaluated by then is kept. */
  preload(messages: readonly ChatMessage[], signal: AbortSignal): Promise<void> {
    return this.engine.request('preload', { messages }, { signal });
  }

  async generate(
    request: GenerateRequest,
    onText: (piece: string) => void,
    signal: AbortSignal,
  ): Promise<GenerateResult> {
    const result = await this.engine.request('generate', request, { signal, onPiece: onText });
    log.info('answered', { ...result.usage, stopReason: result.stopReason });
    return result;
  }
}
