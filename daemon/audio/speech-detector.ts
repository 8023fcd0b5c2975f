import { messageOf } from '../base/errors.js';
import { logger } from '../base/log.js';
import { FRAME_SAMPLES, rms } from '../base/pcm.js';
import type { SamplePosition } from './media.js';
import { type GateEvent, LEVEL_SAMPLES, SpeechGate, WINDOW_SAMPLES } from './speech-gate.js';
import type { Vad } from './vad.js';

const log = logger('audio/speech-detector');

/** Half a second: a machine that cannot keep up must not judge ever older sound. */
const MAX_WAITING = 16;

interface Window {
  readonly samples: Int16Array;
  readonly end: SamplePosition;
}

/** Frames in, beginnings and ends of speech out. The model runs between ticks, one window at a time. */
export class SpeechDetector {
  readonly #gate = new SpeechGate();
  readonly #vad: Vad;
  readonly #onEvent: (event: GateEvent) => void;
  #window = new Int16Array(WINDOW_SAMPLES);
  #filled = 0;
  #waiting: Window[] = [];
  #running = false;

  constructor(vad: Vad, onEvent: (event: GateEvent) => void) {
    this.#vad = vad;
    this.#onEvent = onEvent;
  }

  /** Frames must follow each other on the time line. */
  push(frame: Int16Array, atSample: SamplePosition): void {
    for (let from = 0; from < frame.length; from += LEVEL_SAMPLES)
      this.#gate.level(rms(frame, from, from + LEVEL_SAMPLES), atSample + from);
    const fits = Math.min(frame.length, WINDOW_SAMPLES - this.#filled);
    this.#window.set(frame.subarray(0, fits), this.#filled);
    this.#filled += fits;
    if (this.#filled < WINDOW_SAMPLES) return;
    this.#waiting.push({ samples: this.#window, end: atSample + fits });
    if (this.#waiting.length > MAX_WAITING) this.#waiting.shift();
    this.#window = new Int16Array(WINDOW_SAMPLES);
    this.#window.set(frame.subarray(fits));
    this.#filled = FRAME_SAMPLES - fits;
    void this.#run();
  }

  async #run(): Promise<void> {
    if (this.#running) return;
    this.#running = true;
    for (let next = this.#waiting.shift(); next !== undefined; next = this.#waiting.shift()) {
      const event = this.#gate.window(await this.#judge(next.samples), next.end);
      if (event !== null) this.#onEvent(event);
    }
    this.#running = false;
  }

  async #judge(samples: Int16Array): Promise<number> {
    try {
      return await this.#vad.probability(samples);
    } catch (error) {
      log.error('voice detection failed on a window', { error: messageOf(error) });
      return 0;
    }
  }
}
