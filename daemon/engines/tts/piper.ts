import { waitOrAbort } from '../../base/abort.js';
import { SecretaryError } from '../../base/errors.js';
import { type Pcm, peakOf, SAMPLE_RATE_HZ } from '../../base/pcm.js';
import { Supervisor } from '../supervisor.js';
import type { PiperWire } from './piper-wire.js';
import type { Tts, Urgency } from './tts.js';

export interface PiperOptions {
  /** The voice's .onnx file; its .onnx.json stands beside it. */
  readonly model: string;
  readonly modelId: string;
  readonly threads: number;
}

/** One mute sentence may be the sentence's fault; as many in a row are the engine's. */
const MUTE_AT_MOST = 2;

/** Piper in its own process. */
export class PiperTts implements Tts {
  readonly engine: Supervisor<PiperWire>;
  #mute = 0;

  constructor({ model, modelId, threads }: PiperOptions) {
    this.engine = new Supervisor<PiperWire>({
      kind: 'tts',
      name: 'piper',
      modelId,
      file: new URL('./piper-child.js', import.meta.url),
      options: { model, threads },
      files: [model, `${model}.json`],
      // ONNX Runtime renders a sentence in one call that holds the loop: 10 s of speech take 8 s on a Pi 4.
      pulseMs: 5000,
      heapMb: 96,
      // One busy thread: further arenas of malloc would only keep what was freed.
      env: { MALLOC_ARENA_MAX: '1' },
    });
  }

  /** Rejects 'aborted' at once, 'bad-input' when there is nothing to pronounce, 'engine-failed' when the engine is down or
   *  gives nothing that can be heard. */
  async synthesise(text: string, signal: AbortSignal, urgency: Urgency = 'now'): Promise<Pcm> {
    const work = this.engine.request('synthesise', { text, urgency }, { signal });
    const samples = await waitOrAbort(work, signal, 'synthesis');
    const mute = peakOf(samples) === 0;
    this.#watch(mute);
    if (mute) throw new SecretaryError('engine-failed', 'the voice gave no sound', { retryable: true });
    return { samples, sampleRateHz: SAMPLE_RATE_HZ };
  }

  #watch(mute: boolean): void {
    this.#mute = mute ? this.#mute + 1 : 0;
    if (this.#mute < MUTE_AT_MOST) return;
    this.#mute = 0;
    this.engine.renew('speaks without a sound');
  }
}
