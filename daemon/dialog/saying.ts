import type { MediaEvent, MediaSession, SamplePosition } from '../audio/media.js';
import { withDeadline } from '../base/abort.js';
import { hasCode, isAborted, messageOf } from '../base/errors.js';
import { newId } from '../base/ids.js';
import { logger } from '../base/log.js';
import { type Cancel, time } from '../base/time.js';

const log = logger('dialog/saying');

/** Text to 8 kHz sound. */
export interface Voice {
  /** What is synthesised at one go: the whole text when it was rendered before, else its sentences. */
  parts(text: string): readonly string[];
  /** Sound that was rendered before, at once. */
  ready(text: string): Int16Array | undefined;
  /** Rejects 'engine-failed' while the engine is down or gives nothing that can be heard, 'bad-input' when there is
   *  nothing to pronounce. */
  synthesise(text: string, signal: AbortSignal): Promise<Int16Array>;
}

export interface Said {
  /** The text decided on. */
  readonly said: string;
  /** The part of it that was really played (voice.md §8, G12). */
  readonly spoken: string;
  readonly startSample: SamplePosition | null;
  readonly endSample: SamplePosition | null;
  readonly cut: boolean;
}

export const notSaid: Said = { said: '', spoken: '', startSample: null, endSample: null, cut: false };

/** Two sayings as one. */
export const joinSaid = (first: Said, second: Said): Said => ({
  said: `${first.said} ${second.said}`.trim(),
  spoken: `${first.spoken} ${second.spoken}`.trim(),
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

interface Clip {
  readonly id: string;
  readonly text: string;
  /** Handed to the player. */
  sent: boolean;
  playedShare: number;
  over: boolean;
}

/** An engine that died is back within about a second: a clause is tried again rather than lost, but nobody waits so long
 *  for each clause of an answer. */
const RETRIES = 2;
const RETRY_AFTER_MS = 600;
/** A caller who hears nothing for so long in the middle of an answer hears a filler. */
const QUIET_MS = 900;
/** A Pi 4 renders a clause in 0.8 of the time that it lasts, perhaps behind another; what takes longer than both is hung,
 *  which the engine's own pulse finds out only later. */
const HUNG_MS = 4000;
const HUNG_MS_PER_LETTER = 70;
/** A clip that was cut is reported by the media thread within a frame or two; a thread that is gone reports nothing. */
const CUT_SETTLES_MS = 200;

/**
 * One thing the assistant says: clauses are synthesised as they come, behind a gate; opening the gate lets them sound.
 * A saying whose gate never opens leaves no trace.
 */
export class Saying {
  readonly #media: MediaSession;
  readonly #voice: Voice;
  readonly #stopGaps: StopGaps;
  readonly #clips: Clip[] = [];
  readonly #waiting: { clip: Clip; samples: Int16Array }[] = [];
  readonly #stop = new AbortController();
  readonly #end: PromiseWithResolvers<Said> = Promise.withResolvers();
  readonly #texts: string[] = [];
  #unsubscribe: (() => void) | null = null;
  #cancelSettling: Cancel = () => {};
  #cancelQuiet: Cancel = () => {};
  #filled = 0;
  #retries = RETRIES;
  /** The voice did not answer in this saying: nobody waits for it twice. */
  #hung = false;
  #open = false;
  #complete = false;
  #cut = false;
  #startSample: SamplePosition | null = null;
  #endSample: SamplePosition | null = null;
  /** Told of each part as it begins to be heard. */
  onHeard: (text: string) => void = () => undefined;
  /** When the first clause was decided on, and its sound was there. */
  firstClauseAt: SamplePosition | null = null;
  firstSoundAt: SamplePosition | null = null;

  constructor(media: MediaSession, voice: Voice, stopGaps: StopGaps) {
    this.#media = media;
    this.#voice = voice;
    this.#stopGaps = stopGaps;
  }

  /** Settles when all has been played or cut. */
  get ended(): Promise<Said> {
    return this.#end.promise;
  }

  /** Where it began to be heard; null before that. */
  get startSample(): SamplePosition | null {
    return this.#startSample;
  }

  /** Text decided on so far: grows while an answer streams. */
  get text(): string {
    return this.#texts.join(' ');
  }

  prepare(clauses: AsyncIterable<string> | Iterable<string>): void {
    void this.#pull(clauses);
  }

  /** From now on it sounds, unless it was cut before. */
  release(): void {
    if (this.#cut) return;
    this.#open = true;
    this.#play();
    this.#goOn();
  }

  /** "One moment, please": for a caller who would otherwise hear nothing; passed over when something sounds already, or
   *  nothing more is to come. */
  fill(): void {
    const rendered = this.#stopGaps.fillers.filter((text) => this.#voice.ready(text) !== undefined);
    const text = rendered[this.#filled % rendered.length];
    if (text === undefined || this.#complete || this.#sounds) return;
    this.#filled++;
    this.#queueReady(text);
    this.#play();
  }

  /** The caller takes the turn: what is queued is faded out and thrown away. */
  cut(): void {
    if (this.#cut) return;
    this.#cut = true;
    this.#stop.abort();
    this.#cancelQuiet();
    this.#complete = true;
    this.#waiting.length = 0;
    if (this.#clips.some((clip) => clip.sent && !clip.over)) {
      this.#media.flush();
      this.#cancelSettling = time.after(CUT_SETTLES_MS, () => this.#finish());
    } else this.#finish();
  }

  async #pull(clauses: AsyncIterable<string> | Iterable<string>): Promise<void> {
    try {
      for await (const text of clauses) {
        if (this.#stop.signal.aborted) return;
        this.firstClauseAt ??= this.#media.nowSample();
        this.#texts.push(text);
        for (const part of this.#voice.parts(text)) await this.#sound(part);
      }
    } catch (error) {
      if (!isAborted(error)) log.warn('an answer broke off', { error: messageOf(error) });
    }
    const { fillers, instead } = this.#stopGaps;
    const mute = this.#clips.every(({ text }) => fillers.includes(text));
    if (mute && this.#texts.length > 0 && !this.#cut) for (const text of instead) this.#queueReady(text);
    this.#complete = true;
    this.#goOn();
  }

  async #sound(text: string): Promise<void> {
    const samples = this.#voice.ready(text) ?? (await this.#synthesise(text));
    if (samples === undefined || this.#stop.signal.aborted) return;
    this.#queue(text, samples);
  }

  /** Undefined when it cannot be had: the rest of the answer may be rendered already and is said without it. */
  async #synthesise(text: string): Promise<Int16Array | undefined> {
    while (!this.#hung) {
      try {
        return await this.#synthesiseInTime(text);
      } catch (error) {
        if (isAborted(error)) return undefined;
        log.warn('a clause could not be synthesised', { retries: this.#retries, error: messageOf(error) });
        this.#hung = hasCode(error, 'timeout');
        if (this.#hung || hasCode(error, 'bad-input') || this.#retries-- <= 0) return undefined;
        await time.sleep(RETRY_AFTER_MS, this.#stop.signal).catch(() => undefined);
      }
    }
    return undefined;
  }

  /** Rejects 'timeout' when it would come too late; a voice that is only slow need not finish it then. */
  async #synthesiseInTime(text: string): Promise<Int16Array> {
    const late = new AbortController();
    const sound = this.#voice.synthesise(text, AbortSignal.any([this.#stop.signal, late.signal]));
    try {
      return await withDeadline(sound, HUNG_MS + HUNG_MS_PER_LETTER * text.length, 'voice');
    } finally {
      late.abort();
    }
  }

  #queueReady(text: string): void {
    const sound = this.#voice.ready(text);
    if (sound !== undefined) this.#queue(text, sound);
  }

  #queue(text: string, samples: Int16Array): void {
    this.#cancelQuiet();
    this.firstSoundAt ??= this.#media.nowSample();
    const clip: Clip = { id: newId(), text, sent: false, playedShare: 0, over: false };
    this.#clips.push(clip);
    this.#waiting.push({ clip, samples });
    if (this.#open) this.#play();
  }

  #play(): void {
    this.#unsubscribe ??= this.#media.events.subscribe('saying', (event) => this.#onMedia(event));
    for (const { clip, samples } of this.#waiting.splice(0)) {
      clip.sent = true;
      this.#media.play(clip.id, samples);
    }
  }

  #onMedia(event: MediaEvent): void {
    if (event.type !== 'clip-started' && event.type !== 'clip-ended') return;
    const clip = this.#clips.find(({ id }) => id === event.clipId);
    if (clip === undefined) return;
    if (event.type === 'clip-started') {
      // A clip that is held right after its beginning begins again.
      if (clip === this.#clips[0]) this.#startSample = event.atSample;
      this.onHeard(clip.text);
      return;
    }
    clip.over = true;
    clip.playedShare = event.totalSamples === 0 ? 1 : event.playedSamples / event.totalSamples;
    if (event.playedSamples > 0) this.#endSample = event.atSample;
    this.#goOn();
  }

  /** Something sounds, or will when the gate opens. */
  get #sounds(): boolean {
    return this.#clips.some((clip) => !clip.over);
  }

  /** Nothing sounds any more, or not yet: that is the end of it, or a silence to be bridged. */
  #goOn(): void {
    if (this.#sounds) return;
    if (this.#complete && (this.#open || this.#cut)) this.#finish();
    else if (!this.#complete) {
      this.#cancelQuiet();
      this.#cancelQuiet = time.after(QUIET_MS, () => this.fill());
    }
  }

  #finish(): void {
    this.#unsubscribe?.();
    this.#cancelQuiet();
    this.#cancelSettling();
    const spoken = this.#clips.map((clip) => playedWords(clip)).filter((text) => text !== '');
    const { text: said } = this;
    this.#end.resolve({
      said,
      spoken: spoken.join(' '),
      startSample: this.#startSample,
      endSample: this.#endSample,
      cut: this.#cut,
    });
  }
}

/** The words whose sound left the modem: by share of the clip's letters, which errs by a word at most. */
function playedWords({ text, playedShare }: Clip): string {
  if (playedShare >= 0.98) return text;
  const end = text.lastIndexOf(' ', text.length * playedShare);
  return text.slice(0, Math.max(0, end));
}
