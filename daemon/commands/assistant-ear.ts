import { rms } from '../base/pcm.js';
import { time } from '../base/time.js';
import type { Topic } from '../base/topic.js';
import type { SimulatorEvent } from '../simulator/protocol.js';

/** Louder than this is speech; comfort noise and quantisation are far below. */
export const LOUD_RMS = 200;

/** As the simulator tells them: 16-bit little-endian, in base64. */
export function samplesOf(pcm: string): Int16Array {
  const bytes = Buffer.from(pcm, 'base64');
  return Int16Array.from({ length: bytes.length / 2 }, (_, i) => bytes.readInt16LE(2 * i));
}

/** What the caller notices of the assistant: when it begins to speak, and when it has been quiet for a while. */
export class AssistantEar {
  #loudSinceMs: number | null = null;
  #lastLoudMs = Number.NEGATIVE_INFINITY;
  #heardFrames = 0;

  constructor(events: Topic<SimulatorEvent>) {
    events.subscribe('ear', (event) => {
      if (event.event === 'audio') this.#hear(samplesOf(event.pcm));
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
