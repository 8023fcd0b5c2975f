import { SecretaryError } from '../../daemon/base/errors.js';
import { serve } from '../../daemon/engines/child.js';
import type { Ask } from '../../daemon/engines/protocol.js';

/** An engine small enough to start in 50 ms, with every way to misbehave. */
export interface EchoWire {
  readonly options: { readonly start: 'well' | 'blank' | 'crash' };
  readonly requests: {
    readonly echo: Ask<Int16Array, Int16Array>;
    /** Answers 'aborted' when told to stop, and never otherwise. */
    readonly wait: Ask<null, string>;
    readonly count: { readonly payload: number; readonly piece: number; readonly answer: number };
    readonly fail: Ask<null, never>;
    readonly told: Ask<null, number>;
  };
  readonly tells: { readonly note: Int16Array; readonly crash: null };
  readonly event: { readonly noted: number };
}

serve<EchoWire>('secretary-echo', async ({ start }, emit) => {
  if (start === 'blank') throw new SecretaryError('model-corrupt', 'the engine says nothing');
  if (start === 'crash') process.abort();
  let told = 0;
  return {
    tells: {
      note: ({ length }) => {
        told += length;
        emit({ noted: length });
      },
      crash: () => process.kill(process.pid, 'SIGSEGV'),
    },
    requests: {
      echo: async (samples) => samples,
      wait: (_, { signal }) =>
        new Promise((resolve) => signal.addEventListener('abort', () => resolve('aborted'), { once: true })),
      count: async (upTo, { piece }) => {
        for (let i = 1; i <= upTo; i++) piece(i);
        return upTo;
      },
      fail: () => Promise.reject(new SecretaryError('bad-input', 'not like this')),
      told: async () => told,
    },
  };
});
