import { FRAME_SAMPLES } from '../base/pcm.js';
import { Topic } from '../base/topic.js';
import type { Random } from './random.js';
import { keyTone } from './tones.js';

const SILENCE = new Int16Array(FRAME_SAMPLES);

/** 20 ms at the caller's ear. */
export interface Heard {
  readonly samples: Int16Array;
  /** When it was due on the line, on the monotonic clock. */
  readonly atMs: number;
}

/** The person at the other end of the line: what they say, press and hear, 20 ms at a time. */
export class FarEnd {
  readonly heard = new Topic<Heard>('far end heard');
  /** The last sample of what was queued has left; the value is its time in milliseconds. */
  readonly spoken = new Topic<number>('far end spoken');
  /** A key was pressed over there. */
  readonly keys = new Topic<string>('far end keys');
  /** A key of ours was heard over there. */
  readonly keysHeard = new Topic<string>('far end keys heard');
  /** Says back what it hears, a frame later, until the call is over. */
  echoes = false;
  #queue: Int16Array[] = [];
  #speaking = false;

  constructor(
    private readonly random: Random,
    private readonly comfortNoise: boolean,
  ) {}

  /** 8 kHz, behind what is queued. */
  speak(samples: Int16Array): void {
    if (samples.length === 0) return;
    this.#queue.push(samples);
    this.#speaking = true;
  }

  stopSpeaking(): void {
    this.#queue = [];
    this.#speaking = false;
    this.echoes = false;
  }

  /** The tone goes before anything else that is queued. */
  press(key: string): void {
    this.#queue.unshift(keyTone(key));
    this.keys.publish(key);
  }

  /** What the far end says in this tick. */
  talk(): Int16Array {
    if (this.#queue.length === 0 && !this.comfortNoise) return SILENCE;
    const [speech] = this.#queue;
    if (speech !== undefined && speech.length > FRAME_SAMPLES) {
      this.#queue[0] = speech.subarray(FRAME_SAMPLES);
      return speech.subarray(0, FRAME_SAMPLES);
    }
    const frame = new Int16Array(FRAME_SAMPLES);
    let filled = 0;
    for (let next = this.#queue[0]; next !== undefined && filled < frame.length; next = this.#queue[0]) {
      const part = next.subarray(0, frame.length - filled);
      frame.set(part, filled);
      filled += part.length;
      if (part.length < next.length) this.#queue[0] = next.subarray(part.length);
      else this.#queue.shift();
    }
    if (this.comfortNoise) for (let n = filled; n < frame.length; n++) frame[n] = this.random.below(5) - 2;
    return frame;
  }

  /** What it hears in the same tick; `talk` of this tick has been sent. */
  hear(samples: Int16Array, atMs: number): void {
    this.heard.publish({ samples, atMs });
    if (this.echoes) this.#queue.push(samples);
    if (!this.#speaking || this.#queue.length > 0) return;
    this.#speaking = false;
    this.spoken.publish(atMs);
  }
}
