import { FRAME_SAMPLES, msToSamples } from '../base/pcm.js';
import type { MediaEvent, SamplePosition } from './media.js';

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

/** What one frame takes from one clip, beginning at sample `at` of the frame. */
interface Part {
  readonly clip: Clip;
  readonly at: number;
  readonly count: number;
}

/** The queue of clips, frame by frame. It advances only by what the modem took, so its reports are what was sent. */
export class Player {
  #queue: Clip[] = [];
  /** A fading remainder of what was cut or held, to be sent first. */
  #tail: Int16Array = NOTHING;
  #paused = false;
  /** Where the queue was held: the caller has heard nothing of it since. */
  #heldAt: SamplePosition = 0;

  play(id: string, samples: Int16Array): void {
    this.#queue.push({ id, samples, firstAudible: firstAudible(samples), position: 0 });
  }

  /** The next frame; the same again until `sent` says that the modem has it. */
  frame(): Int16Array {
    const frame = new Int16Array(FRAME_SAMPLES);
    frame.set(this.#tail);
    for (const { clip, at, count } of this.#parts())
      frame.set(clip.samples.subarray(clip.position, clip.position + count), at);
    return frame;
  }

  /** The frame has left; its first sample stands at `atSample`. */
  sent(atSample: SamplePosition): PlayerEvent[] {
    const parts = this.#parts();
    this.#tail = NOTHING;
    if (!this.#paused) this.#heldAt = atSample + FRAME_SAMPLES;
    const events = parts.flatMap((part) => advance(part, atSample + part.at));
    this.#queue = this.#queue.filter(({ position, samples }, i) => i >= parts.length || position < samples.length);
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
    return events;
  }

  /** Holds the queue at this sample; the fade that hides the cut is a copy and moves nothing. */
  pause(): void {
    const current = this.#queue[0];
    if (current !== undefined && !this.#paused) this.#tail = fadeOut(current);
    this.#paused = true;
  }

  resume(): void {
    if (this.#paused) this.#tail = NOTHING;
    this.#paused = false;
  }

  #parts(): Part[] {
    const parts: Part[] = [];
    let at = this.#tail.length;
    for (const clip of this.#paused ? [] : this.#queue) {
      if (at === FRAME_SAMPLES) break;
      const count = Math.min(FRAME_SAMPLES - at, clip.samples.length - clip.position);
      parts.push({ clip, at, count });
      at += count;
    }
    return parts;
  }
}

function advance({ clip, count }: Part, atSample: SamplePosition): PlayerEvent[] {
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
  let peak = 0;
  for (const sample of samples) peak = Math.max(peak, Math.abs(sample));
  const threshold = Math.min(AUDIBLE_PEAK, peak / 10);
  return samples.findIndex((sample) => Math.abs(sample) >= threshold);
}
