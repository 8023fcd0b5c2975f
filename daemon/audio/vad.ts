import type * as Onnx from 'onnxruntime-node';
import { SecretaryError, messageOf } from '../base/errors.js';
import { SAMPLE_RATE_HZ, rms } from '../base/pcm.js';
import { WINDOW_SAMPLES } from './speech-gate.js';

/** One caller's stream of 256-sample windows: how probably is each speech, 0…1. */
export interface Vad {
  probability(window: Int16Array): Promise<number>;
}

/** Silero wants the last 32 samples of the window before in front of each window of 256. */
const CONTEXT_SAMPLES = 32;
const STATE_SHAPE = [2, 1, 128];
const STATE_SIZE = 256;
/** −60 dBFS: no voice on a telephone line is this soft, but half of a call is. */
const SILENCE_RMS = 32;
/** The model must hear that a pause has begun; then it rests, and what it costs is saved. */
const WINDOWS_TO_REST = 4;

type Ort = typeof Onnx;

/** Silero VAD v5 at 8 kHz, loaded once; on the calling thread: 0.1 ms a window one after the other on a server core, 0.5 ms
 *  once in 32 ms, when other programs have used the caches in between. */
export class SileroModel {
  private constructor(
    private readonly ort: Ort,
    private readonly session: Onnx.InferenceSession,
  ) {}

  /** Loads and warms it. Rejects 'engine-failed' when file or library cannot be used. */
  static async load(path: string): Promise<SileroModel> {
    try {
      const ort = await import('onnxruntime-node');
      const session = await ort.InferenceSession.create(path, { intraOpNumThreads: 1, interOpNumThreads: 1 });
      const model = new SileroModel(ort, session);
      const warm = model.stream();
      for (let run = 0; run < 20; run++) await warm.probability(new Int16Array(WINDOW_SAMPLES));
      return model;
    } catch (error) {
      throw new SecretaryError('engine-failed', `voice detection does not start: ${messageOf(error)}`, {
        cause: error,
      });
    }
  }

  stream(): Vad {
    return new SileroStream(this.ort, this.session);
  }
}

class SileroStream implements Vad {
  readonly #input = new Float32Array(CONTEXT_SAMPLES + WINDOW_SAMPLES);
  readonly #rate: Onnx.Tensor;
  #state: Onnx.Tensor;
  #silentWindows = 0;

  constructor(
    private readonly ort: Ort,
    private readonly session: Onnx.InferenceSession,
  ) {
    this.#rate = new ort.Tensor('int64', BigInt64Array.of(BigInt(SAMPLE_RATE_HZ)));
    this.#state = new ort.Tensor('float32', new Float32Array(STATE_SIZE), STATE_SHAPE);
  }

  async probability(window: Int16Array): Promise<number> {
    this.#silentWindows = rms(window) < SILENCE_RMS ? this.#silentWindows + 1 : 0;
    return this.#silentWindows > WINDOWS_TO_REST ? 0 : this.#run(window);
  }

  async #run(window: Int16Array): Promise<number> {
    const input = this.#input;
    input.copyWithin(0, WINDOW_SAMPLES);
    for (let i = 0; i < WINDOW_SAMPLES; i++) input[CONTEXT_SAMPLES + i] = (window[i] ?? 0) / 32768;
    const results = await this.session.run({
      input: new this.ort.Tensor('float32', input, [1, input.length]),
      state: this.#state,
      sr: this.#rate,
    });
    this.#state = results['stateN'] ?? this.#state;
    return Number(results['output']?.data[0] ?? 0);
  }
}

const MIN_SPEECH_RMS = 150;
const OVER_FLOOR = 4;

/** Stands in when there is no model: whatever is well above the line's noise is taken for speech. */
export class EnergyVad implements Vad {
  #floor = MIN_SPEECH_RMS / OVER_FLOOR;

  async probability(window: Int16Array): Promise<number> {
    const level = rms(window);
    // Down at once, up over seconds: words must not become the noise they are measured against.
    this.#floor += (level - this.#floor) * (level < this.#floor ? 0.3 : 0.005);
    return level > Math.max(MIN_SPEECH_RMS, OVER_FLOOR * this.#floor) ? 1 : 0;
  }
}
