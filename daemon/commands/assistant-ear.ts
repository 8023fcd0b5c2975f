import { rms, samplesOf } from '../base/pcm.js';
import { time } from '../base/time.js';
import type { Topic } from '../base/topic.js';
import type { SimulatorEvent } from '../simulator/protocol.js';

/** Louder than this is speech; comfort noise and quantisation are far below. */
export const LOUD_RMS = 200;

/** What the caller notices of the assistant: when it begins to speak, and when it has been quiet for a while. */
export class AssistantEar {
  #loudSinceMs: number | null = null;
  #lastLoudMs = Number.NEGATIVE_INFINITY;
  #heardFrames = 0;

  constructor(events: Topic<SimulatorEvent>) {
    events.subscribe('ear', (event) => {
      if (event.event === 'audio') this.#hear(samplesOf(Buffer.from(event.pcm, 'base64')));
    });
  }

  /** Frames with sound so far: two readings tell whether anything was said between them. */
  get heardFrames(): number {
    return this.#heardFrames;
  }

  /** When the present stretch of speech began (gaps below `gapMs` do not end it); null in silence. */
  speakingSinceMs(gapMs: number): number | null {
    return time.monotonicMs() - this.#lastLoudMs < gapMs ? this.#loudSinceMs : null;
  }

  get quietMs(): number {
    return time.monotonicMs() - this.#lastLoudMs;
  }

  #hear(samples: Int16Array): void {
    if (rms(samples) < LOUD_RMS) return;
    const now = time.monotonicMs();
    if (now - this.#lastLoudMs > 600) this.#loudSinceMs = now;
    this.#lastLoudMs = now;
    this.#heardFrames++;
  }
}
