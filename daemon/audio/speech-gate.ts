import { msToSamples } from '../base/pcm.js';
import type { SamplePosition } from './media.js';

export const LEVEL_SAMPLES = msToSamples(10);
/** One Silero window at 8 kHz: 32 ms. */
export const WINDOW_SAMPLES = 256;

const ENTER = 0.5;
const STAY = 0.35;
const MIN_SPEECH_SAMPLES = 2 * WINDOW_SAMPLES;
/** Silence by energy, once the model agrees. */
const QUIET_SAMPLES = msToSamples(120);
/** When noise stays audible behind the words, the model alone decides, a little later. */
const NOISE_SAMPLES = msToSamples(200);
const ONSET_SAMPLES = msToSamples(200);
const HISTORY = 150;
const OVER_FLOOR = 3;
const OF_LOUD = 0.035;
/** However noisy the line, the louder part of an utterance counts as audible. */
const MAX_OF_LOUD = 0.35;

export interface GateEvent {
  readonly type: 'speech-start' | 'speech-end';
  /** First audible sample of the utterance, or the one behind its last. */
  readonly atSample: SamplePosition;
}

interface Level {
  readonly rms: number;
  readonly atSample: SamplePosition;
}

/**
 * Turns the model's probabilities (32 ms) into speech and silence, and the levels (10 ms) into where they truly began
 * and ended: the model answers about 50 ms late at both ends, and every delay told to the owner hangs on these samples.
 */
export class SpeechGate {
  #levels: Level[] = [];
  #speaking = false;
  /** Where the run of speech windows that may become an utterance began. */
  #candidate: SamplePosition | null = null;
  #start: SamplePosition = 0;
  #lastSpeech: SamplePosition = 0;
  #floor = 0;
  #loud = 0;

  /** The 10 ms beginning at `atSample`. Give levels before the window that covers them. */
  level(rms: number, atSample: SamplePosition): void {
    this.#levels.push({ rms, atSample });
    if (this.#levels.length > HISTORY) this.#levels.shift();
    if (this.#speaking) this.#loud = Math.max(this.#loud, rms);
  }

  /** The 256 samples before `end` are speech with this probability. */
  window(probability: number, end: SamplePosition): GateEvent | null {
    return this.#speaking ? this.#whileSpeaking(probability, end) : this.#whileSilent(probability, end);
  }

  #whileSilent(probability: number, end: SamplePosition): GateEvent | null {
    if (probability < STAY) this.#candidate = null;
    else if (probability >= ENTER) this.#candidate ??= end - WINDOW_SAMPLES;
    if (this.#candidate === null || end - this.#candidate < MIN_SPEECH_SAMPLES) return null;
    this.#speaking = true;
    this.#lastSpeech = end;
    this.#measure(this.#candidate);
    this.#start = this.#onset(this.#candidate);
    return { type: 'speech-start', atSample: this.#start };
  }

  #whileSpeaking(probability: number, end: SamplePosition): GateEvent | null {
    if (probability >= STAY) {
      this.#lastSpeech = end;
      return null;
    }
    const lastAudible = this.#lastAudibleEnd();
    if (end - lastAudible >= QUIET_SAMPLES) return this.#end(lastAudible);
    if (end - this.#lastSpeech >= NOISE_SAMPLES) return this.#end(this.#lastSpeech);
    return null;
  }

  #end(atSample: SamplePosition): GateEvent {
    this.#speaking = false;
    this.#candidate = null;
    this.#levels = this.#levels.filter((level) => level.atSample >= atSample);
    return { type: 'speech-end', atSample };
  }

  /** Noise is the median before the onset; what was just said is not in it, since an end clears the history. */
  #measure(candidate: SamplePosition): void {
    const isOld = ({ atSample }: Level) => atSample < candidate - msToSamples(100);
    const before = this.#levels.filter(isOld).map(({ rms }) => rms);
    if (before.length >= 10) this.#floor = before.sort((a, b) => a - b)[before.length >> 1] ?? this.#floor;
    this.#loud = Math.max(...this.#levels.filter((level) => !isOld(level)).map(({ rms }) => rms), 1);
  }

  #audible({ rms }: Level): boolean {
    return rms > Math.min(Math.max(OVER_FLOOR * this.#floor, OF_LOUD * this.#loud), MAX_OF_LOUD * this.#loud);
  }

  /** From where the model heard speech back to the sound's beginning, or on to it. */
  #onset(candidate: SamplePosition): SamplePosition {
    const levels = this.#levels;
    let first = levels.findIndex((level) => level.atSample >= candidate && this.#audible(level));
    if (first < 0) return candidate;
    const reaches = (level: Level | undefined): boolean =>
      level !== undefined && level.atSample >= candidate - ONSET_SAMPLES && this.#audible(level);
    while (reaches(levels[first - 1])) first--;
    return levels[first]?.atSample ?? candidate;
  }

  #lastAudibleEnd(): SamplePosition {
    const last = this.#levels.findLast((level) => this.#audible(level));
    return Math.max(this.#start, last === undefined ? this.#lastSpeech : last.atSample + LEVEL_SAMPLES);
  }
}
