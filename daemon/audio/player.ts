import { FRAME_SAMPLES, msToSamples, peakOf } from '../base/pcm.js';
import { BARELY_HEARD_SAMPLES, type MediaEvent, type SamplePosition } from './media.js';

export type PlayerEvent = Extract<MediaEvent, { type: 'clip-started' | 'clip-ended' }>;

/** Long enough that a cut does not click, short enough that nobody hears more of the word. */
const FADE_SAMPLES = msToSamples(8);
/** Below this peak nobody hears anything on a telephone line; a clip quieter than ten times this scales it down. */
const AUDIBLE_PEAK = 256;
const NOTHING = new Int16Array(0);

interface Clip {
  readonly id: string;
  readonly samples: Int16Array;
  readonly firstAudible: number;
  position: number;
}

/** The queue of clips, frame by frame. It advances only by what the modem took, so its reports are what was sent. */
export class Player {
  #queue: Clip[] = [];
  /** A fading remainder of what was cut or held, to be sent first. */
  #tail: Int16Array = NOTHING;
  #paused = false;
  /** The pause has been heard: at least a frame went out without the queue. */
  #held = false;
  /** Where the queue was held: the caller has heard nothing of it since. */
  #heldAt: SamplePosition = 0;

  play(id: string, samples: Int16Array): void {
    this.#queue.push({ id, samples, firstAudible: firstAudible(samples), position: 0 });
  }

  /** The next frame, into memory of the caller's if it has some; the same again until `sent` says that the modem has it. */
  frame(into = new Int16Array(FRAME_SAMPLES)): Int16Array {
    into.fill(0);
    into.set(this.#tail);
    let at = this.#tail.length;
    for (const { samples, position } of this.#sounding) {
      if (at === FRAME_SAMPLES) break;
      const part = samples.subarray(position, position + FRAME_SAMPLES - at);
      into.set(part, at);
      at += part.length;
    }
    return into;
  }

  /** The frame has left; its first sample stands at `atSample`. */
  sent(atSample: SamplePosition): PlayerEvent[] {
    const events: PlayerEvent[] = [];
    let at = this.#tail.length;
    this.#tail = NOTHING;
    if (this.#paused) this.#held = true;
    else this.#heldAt = atSample + FRAME_SAMPLES;
    for (let clip = this.#sounding[0]; clip !== undefined && at < FRAME_SAMPLES; clip = this.#sounding[0]) {
      const count = Math.min(FRAME_SAMPLES - at, clip.samples.length - clip.position);
      events.push(...advance(clip, count, atSample + at));
      at += count;
      if (clip.position === clip.samples.length) this.#queue.shift();
    }
    return events;
  }

  /** Empties the queue; what sounds now fades out within the frame at `atSample`. Playing goes on with the next clip. */
  flush(atSample: SamplePosition): PlayerEvent[] {
    const current = this.#queue[0];
    if (current !== undefined && !this.#paused) {
      this.#tail = fadeOut(current);
      current.position += this.#tail.length;
    }
    const endedAt = this.#paused ? this.#heldAt : atSample + this.#tail.length;
    const events = this.#queue.map((clip) => ended(clip, endedAt, true));
    this.#queue = [];
    this.#paused = false;
    this.#held = false;
    return events;
  }

  /** Holds the queue at this sample; the fade that hides the cut is a copy and moves nothing. */
  pause(): void {
    const current = this.#queue[0];
    if (current !== undefined && !this.#paused) this.#tail = fadeOut(current);
    this.#paused = true;
  }

  /** Goes on from the sample where it was held, or from the beginning of a clip that had hardly begun: then its start is
   *  reported once more. */
  resume(): void {
    const [current] = this.#queue;
    if (this.#paused) this.#tail = NOTHING;
    if (this.#held && current !== undefined && current.position - current.firstAudible < BARELY_HEARD_SAMPLES)
      current.position = 0;
    this.#paused = false;
    this.#held = false;
  }

  get #sounding(): readonly Clip[] {
    return this.#paused ? [] : this.#queue;
  }
}

function advance(clip: Clip, count: number, atSample: SamplePosition): PlayerEvent[] {
  const events: PlayerEvent[] = [];
  const toAudible = clip.firstAudible - clip.position;
  if (toAudible >= 0 && toAudible < count)
    events.push({ type: 'clip-started', clipId: clip.id, atSample: atSample + toAudible });
  clip.position += count;
  if (clip.position === clip.samples.length) events.push(ended(clip, atSample + count, false));
  return events;
}

function ended(clip: Clip, atSample: SamplePosition, cut: boolean): PlayerEvent {
  const { id: clipId, position: playedSamples } = clip;
  return { type: 'clip-ended', clipId, atSample, playedSamples, totalSamples: clip.samples.length, cut };
}

/** A clip that has not begun needs no fade. */
function fadeOut({ samples, position }: Clip): Int16Array {
  if (position === 0) return NOTHING;
  const tail = samples.slice(position, position + FADE_SAMPLES);
  return tail.map((sample, i) => Math.round((sample * (tail.length - i)) / (tail.length + 1)));
}

function firstAudible(samples: Int16Array): number {
  const isLoud = samples.some((sample) => Math.abs(sample) >= 10 * AUDIBLE_PEAK);
  const threshold = isLoud ? AUDIBLE_PEAK : peakOf(samples) / 10;
  return samples.findIndex((sample) => Math.abs(sample) >= threshold);
}
