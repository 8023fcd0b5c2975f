import { FRAME_SAMPLES, rms } from '../base/pcm.js';
import type { SamplePosition } from './media.js';
import { type GateEvent, LEVEL_SAMPLES, SpeechGate, WINDOW_SAMPLES } from './speech-gate.js';
import type { Vad } from './vad.js';

/** Frames in, beginnings and ends of speech out. */
export class SpeechDetector {
  readonly #gate = new SpeechGate();
  readonly #window = new Int16Array(WINDOW_SAMPLES);
  #filled = 0;

  constructor(
    private readonly vad: Vad,
    private readonly onEvent: (event: GateEvent) => void,
  ) {}

  /** Frames must follow each other on the time line. */
  push(frame: Int16Array, atSample: SamplePosition): void {
    for (let from = 0; from < frame.length; from += LEVEL_SAMPLES)
      this.#gate.level(rms(frame, from, from + LEVEL_SAMPLES), atSample + from);
    const fits = Math.min(frame.length, WINDOW_SAMPLES - this.#filled);
    this.#window.set(frame.subarray(0, fits), this.#filled);
    this.#filled += fits;
    if (this.#filled < WINDOW_SAMPLES) return;
    const event = this.#gate.window(this.vad.probability(this.#window), atSample + fits);
    this.#window.set(frame.subarray(fits));
    this.#filled = FRAME_SAMPLES - fits;
    if (event !== null) this.onEvent(event);
  }
}
