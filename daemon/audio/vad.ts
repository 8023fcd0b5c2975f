import { readFileSync } from 'node:fs';
import { SecretaryError, messageOf } from '../base/errors.js';
import { rms } from '../base/pcm.js';
import { tensorsOfBranch } from './onnx-tensors.js';
import { INPUT_SAMPLES, SileroNetwork, freshState } from './silero-network.js';
import { WINDOW_SAMPLES } from './speech-gate.js';

/** One caller's stream of 256-sample windows: how probably is each speech, 0…1. */
export interface Vad {
  probability(window: Int16Array): number;
}

/** Silero wants the last 32 samples of the window before in front of each window of 256. */
const CONTEXT_SAMPLES = INPUT_SAMPLES - WINDOW_SAMPLES;
/** The model has a network for each rate; the other branch is the one for 16 kHz. */
const BRANCH_8_KHZ = 'else_branch';
/** −60 dBFS: no voice on a telephone line is this soft, but half of a call is. */
const SILENCE_RMS = 32;
/** The model must hear that a pause has begun; then it rests, and what it costs is saved. */
const WINDOWS_TO_REST = 4;
/** Silero VAD v5, loaded once: 0.2 ms a window one after the other on a server core, 0.35 ms once in 32 ms. */
export class SileroModel {
  private constructor(private readonly network: SileroNetwork) {}

  /** Throws 'engine-failed' when the file cannot be used. */
  static load(path: string): SileroModel {
    try {
      return new SileroModel(new SileroNetwork(tensorsOfBranch(readFileSync(path), BRANCH_8_KHZ)));
    } catch (error) {
      throw new SecretaryError('engine-failed', `voice detection does not start: ${messageOf(error)}`, {
        cause: error,
      });
    }
  }

  stream(): Vad {
    return new SileroStream(this.network);
  }
}

class SileroStream implements Vad {
  readonly #input = new Float32Array(INPUT_SAMPLES);
  readonly #state = freshState();
  #silentWindows = 0;

  constructor(private readonly network: SileroNetwork) {}

  probability(window: Int16Array): number {
    this.#silentWindows = rms(window) < SILENCE_RMS ? this.#silentWindows + 1 : 0;
    if (this.#silentWindows > WINDOWS_TO_REST) return 0;
    const input = this.#input;
    input.copyWithin(0, WINDOW_SAMPLES);
    for (let i = 0; i < WINDOW_SAMPLES; i++) input[CONTEXT_SAMPLES + i] = (window[i] ?? 0) / 32768;
    return this.network.step(input, this.#state);
  }
}

const MIN_SPEECH_RMS = 150;
const OVER_FLOOR = 4;

/** Stands in when there is no model: whatever is well above the line's noise is taken for speech. */
export class EnergyVad implements Vad {
  #floor = MIN_SPEECH_RMS / OVER_FLOOR;

  probability(window: Int16Array): number {
    const level = rms(window);
    // Down at once, up over seconds: words must not become the noise they are measured against.
    this.#floor += (level - this.#floor) * (level < this.#floor ? 0.3 : 0.005);
    return level > Math.max(MIN_SPEECH_RMS, OVER_FLOOR * this.#floor) ? 1 : 0;
  }
}
