import { FRAME_SAMPLES } from '../base/pcm.js';
import type { MediaEvent, SamplePosition } from './media.js';

/** Waking the main thread costs more than a tick does, and the recogniser takes no smaller steps (engines/stt/vosk.ts). */
const SOUND_SAMPLES = 5 * FRAME_SAMPLES;

/**
 * What there is to tell, in as few messages as can be: the caller's sound waits for a whole message, anything else goes
 * at once and takes the sound before it along, so that a listener always hears what an event is about before the event.
 */
export class EventBatch {
  readonly #send: (events: readonly MediaEvent[]) => void;
  #events: MediaEvent[] = [];
  #sound = new Int16Array(SOUND_SAMPLES);
  #filled = 0;
  #soundAt: SamplePosition = 0;

  constructor(send: (events: readonly MediaEvent[]) => void) {
    this.#send = send;
  }

  /** A frame of the caller's; frames must follow each other on the time line. */
  sound(samples: Int16Array, atSample: SamplePosition): void {
    if (this.#filled === 0) this.#soundAt = atSample;
    this.#sound.set(samples, this.#filled);
    this.#filled += samples.length;
    if (this.#filled === SOUND_SAMPLES) this.#closeSound();
  }

  add(event: MediaEvent): void {
    this.#closeSound();
    this.#events.push(event);
  }

  /** Sends what is not waiting for more sound. */
  send(): void {
    if (this.#events.length === 0) return;
    const events = this.#events;
    this.#events = [];
    this.#send(events);
  }

  #closeSound(): void {
    if (this.#filled === 0) return;
    const samples = this.#filled === SOUND_SAMPLES ? this.#sound : this.#sound.slice(0, this.#filled);
    this.#events.push({ type: 'frame', samples, atSample: this.#soundAt });
    this.#sound = new Int16Array(SOUND_SAMPLES);
    this.#filled = 0;
  }
}
