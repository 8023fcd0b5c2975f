import { SecretaryError } from '../../base/errors.js';
import { serve } from '../child.js';
import type { LlamaWire } from './llama-wire.js';
import type { GenerateRequest } from './llm.js';
import { Mind } from './mind.js';

const PROOF: GenerateRequest = {
  messages: [{ role: 'user', content: 'Hello, how are you?' }],
  maxTokens: 8,
  temperature: 0,
};

serve<LlamaWire>('secretary-llama', async (options) => {
  const mind = await Mind.load(options);
  const { text } = await mind.generate(PROOF, () => undefined, new AbortController().signal);
  if (text.trim() === '')
    throw new SecretaryError('model-corrupt', 'the language model answers with nothing: its file is not fit for use', {
      ru: 'языковая модель отвечает пустотой: её файл не годится',
    });
  const turns = new Turns();
  return {
    tells: {},
    requests: {
      preload: ({ messages }, { signal }) => turns.guess(signal, (either) => mind.preload(messages, either)),
      generate: (request, { signal, piece }) => turns.answer(() => mind.generate(request, piece, signal)),
    },
  };
});

/** Who may use the one context: answers in their order, a guess only while nobody wants an answer or guesses better. */
class Turns {
  #last: Promise<unknown> = Promise.resolve();
  #guessing = new AbortController();

  guess(signal: AbortSignal, work: (signal: AbortSignal) => Promise<void>): Promise<void> {
    this.#guessing.abort();
    this.#guessing = new AbortController();
    const either = AbortSignal.any([signal, this.#guessing.signal]);
    return this.#queue(async () => (either.aborted ? undefined : work(either)));
  }

  answer<T>(work: () => Promise<T>): Promise<T> {
    this.#guessing.abort();
    return this.#queue(work);
  }

  #queue<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(work);
    this.#last = turn.catch(() => undefined);
    return turn;
  }
}
