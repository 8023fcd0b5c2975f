import type { MediaSession, SamplePosition } from '../audio/media.js';
import { isAborted, messageOf } from '../base/errors.js';
import { logger } from '../base/log.js';
import { type Cancel, time } from '../base/time.js';
import { Playback } from './playback.js';
import { PatientVoice, type Voice } from './voice.js';

const log = logger('dialog/saying');

export interface Said {
  /** The text decided on, with the fillers in it: in the order in which it sounds. */
  readonly said: string;
  /** The part of it that was really played (voice.md §8, G12). */
  readonly spoken: string;
  /** The same without fillers: what the conversation goes on from. */
  readonly substance: string;
  readonly startSample: SamplePosition | null;
  readonly endSample: SamplePosition | null;
  readonly cut: boolean;
}

export const notSaid: Said = {
  said: '',
  spoken: '',
  substance: '',
  startSample: null,
  endSample: null,
  cut: false,
};

/** Two sayings as one. */
export const joinSaid = (first: Said, second: Said): Said => ({
  said: `${first.said} ${second.said}`.trim(),
  spoken: `${first.spoken} ${second.spoken}`.trim(),
  substance: `${first.substance} ${second.substance}`.trim(),
  startSample: first.startSample ?? second.startSample,
  endSample: second.endSample ?? first.endSample,
  cut: first.cut || second.cut,
});

/** What is said while the answer itself cannot be heard, or because it cannot; it must have been rendered to be of use. */
export interface StopGaps {
  /** One after the other, from the first again. */
  readonly fillers: readonly string[];
  /** When nothing of an answer could be spoken. */
  readonly instead: readonly string[];
}

/** A caller who hears nothing for so long in the middle of an answer hears a filler. */
const QUIET_MS = 800;
/** A clip that was cut is reported by the media thread within a frame or two; a thread that is gone reports nothing. */
const CUT_SETTLES_MS = 200;

/**
 * One thing the assistant says: clauses are synthesised as they come, behind a gate; opening the gate lets them sound.
 * A saying whose gate never opens leaves no trace.
 */
export class Saying {
  readonly #media: MediaSession;
  readonly #voice: Voice;
  readonly #patientVoice: PatientVoice;
  readonly #stopGaps: StopGaps;
  readonly #playback: Playback;
  readonly #stop = new AbortController();
  readonly #end: PromiseWithResolvers<Said> = Promise.withResolvers();
  readonly #clauses: string[] = [];
  /** All that is to sound, and how much of it is queued or given up. */
  readonly #script: string[] = [];
  #reached = 0;
  #cancelSettling: Cancel = () => {};
  #cancelQuiet: Cancel = () => {};
  #filled = 0;
  #open = false;
  #complete = false;
  #cut = false;
  /** Told of each part as it begins to be heard. */
  onHeard: (text: string) => void = () => undefined;
  /** When the first clause was decided on, and its sound was there. */
  firstClauseAt: SamplePosition | null = null;
  firstSoundAt: SamplePosition | null = null;

  constructor(media: MediaSession, voice: Voice, stopGaps: StopGaps) {
    this.#media = media;
    this.#voice = voice;
    this.#patientVoice = new PatientVoice(voice, this.#stop.signal);
    this.#playback = new Playback(media, { heard: (text) => this.onHeard(text), over: () => this.#goOn() });
    this.#stopGaps = stopGaps;
  }

  /** Settles when all has been played or cut. */
  get ended(): Promise<Said> {
    return this.#end.promise;
  }

  /** Where it began to be heard; null before that. */
  get startSample(): SamplePosition | null {
    return this.#playback.startSample;
  }

  /** The answer itself, as far as it was decided on: grows while it streams. */
  get answer(): string {
    return this.#clauses.join(' ');
  }

  prepare(clauses: AsyncIterable<string> | Iterable<string>): void {
    void this.#pull(clauses);
  }

  /** From now on it sounds, unless it was cut before. */
  release(): void {
    if (this.#cut) return;
    this.#open = true;
    this.#playback.play();
    this.#goOn();
  }

  /** "One moment, please": for a caller who would otherwise hear nothing; passed over when something sounds already, or
   *  nothing more is to come. */
  fill(): void {
    const rendered = this.#stopGaps.fillers.filter((text) => this.#voice.ready(text) !== undefined);
    const text = rendered[this.#filled % rendered.length];
    if (text === undefined || this.#complete || this.#playback.sounds) return;
    this.#filled++;
    this.#queueReady(text);
    this.#playback.play();
  }

  /** The caller takes the turn: what is queued is faded out and thrown away. */
  cut(): void {
    if (this.#cut) return;
    this.#cut = true;
    this.#stop.abort();
    this.#cancelQuiet();
    this.#complete = true;
    if (this.#playback.cut()) this.#cancelSettling = time.after(CUT_SETTLES_MS, () => this.#finish());
    else this.#finish();
  }

  async #pull(clauses: AsyncIterable<string> | Iterable<string>): Promise<void> {
    try {
      for await (const text of clauses) {
        if (this.#stop.signal.aborted) return;
        this.firstClauseAt ??= this.#media.nowSample();
        this.#clauses.push(text);
        const parts = this.#voice.parts(text);
        this.#script.push(...parts);
        for (const part of parts) await this.#sound(part);
      }
    } catch (error) {
      if (!isAborted(error)) log.warn('an answer broke off', { error: messageOf(error) });
    }
    const { fillers, instead } = this.#stopGaps;
    const mute = this.#playback.texts.every((text) => fillers.includes(text));
    if (mute && this.#clauses.length > 0 && !this.#cut) for (const text of instead) this.#queueReady(text);
    this.#complete = true;
    this.#goOn();
  }

  async #sound(text: string): Promise<void> {
    const samples = this.#voice.ready(text) ?? (await this.#patientVoice.synthesise(text));
    if (this.#stop.signal.aborted) return;
    this.#reached++;
    if (samples !== undefined) this.#queue(text, samples);
  }

  /** Sounds before what is still being synthesised. */
  #queueReady(text: string): void {
    const sound = this.#voice.ready(text);
    if (sound === undefined) return;
    this.#script.splice(this.#reached++, 0, text);
    this.#queue(text, sound);
  }

  #queue(text: string, samples: Int16Array): void {
    this.#cancelQuiet();
    this.firstSoundAt ??= this.#media.nowSample();
    this.#playback.add(text, samples);
    if (this.#open) this.#playback.play();
  }

  /** Nothing sounds any more, or not yet: that is the end of it, or a silence to be bridged. */
  #goOn(): void {
    if (this.#playback.sounds) return;
    if (this.#complete && (this.#open || this.#cut)) this.#finish();
    else if (!this.#complete) {
      this.#cancelQuiet();
      this.#cancelQuiet = time.after(QUIET_MS, () => this.fill());
    }
  }

  #finish(): void {
    this.#playback.close();
    this.#cancelQuiet();
    this.#cancelSettling();
    const { startSample, endSample } = this.#playback;
    const spoken = this.#playback.spoken();
    const substance = this.#playback.spoken(this.#stopGaps.fillers);
    this.#end.resolve({ said: this.#script.join(' '), spoken, substance, startSample, endSample, cut: this.#cut });
  }
}
