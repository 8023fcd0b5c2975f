import type { MediaEvent, MediaSession, SamplePosition } from '../audio/media.js';
import { newId } from '../base/ids.js';

interface Clip {
  readonly id: string;
  readonly text: string;
  /** Handed to the player. */
  sent: boolean;
  playedShare: number;
  over: boolean;
}

export interface PlaybackOwner {
  /** A clip begins to be heard. */
  heard(text: string): void;
  /** A clip is over, whole or cut. */
  over(): void;
}

/** The clips of one saying: hands them to the player, and knows from its reports what was really heard. */
export class Playback {
  readonly #media: MediaSession;
  readonly #owner: PlaybackOwner;
  readonly #clips: Clip[] = [];
  readonly #waiting: { clip: Clip; samples: Int16Array }[] = [];
  #unsubscribe: (() => void) | null = null;
  #startSample: SamplePosition | null = null;
  #endSample: SamplePosition | null = null;

  constructor(media: MediaSession, owner: PlaybackOwner) {
    this.#media = media;
    this.#owner = owner;
  }

  /** Where the first clip began to be heard; null before that. */
  get startSample(): SamplePosition | null {
    return this.#startSample;
  }

  get endSample(): SamplePosition | null {
    return this.#endSample;
  }

  /** Something sounds, or will when it is played. */
  get sounds(): boolean {
    return this.#clips.some((clip) => !clip.over);
  }

  get texts(): readonly string[] {
    return this.#clips.map(({ text }) => text);
  }

  /** The words whose sound left the modem, but for these texts. */
  spoken(except: readonly string[] = []): string {
    const counted = this.#clips.filter(({ text }) => !except.includes(text));
    return counted
      .map((clip) => playedWords(clip))
      .filter((text) => text !== '')
      .join(' ');
  }

  /** To be played with the next `play`. */
  add(text: string, samples: Int16Array): void {
    const clip: Clip = { id: newId(), text, sent: false, playedShare: 0, over: false };
    this.#clips.push(clip);
    this.#waiting.push({ clip, samples });
  }

  play(): void {
    this.#unsubscribe ??= this.#media.events.subscribe('playback', (event) => this.#onMedia(event));
    for (const { clip, samples } of this.#waiting.splice(0)) {
      clip.sent = true;
      this.#media.play(clip.id, samples);
    }
  }

  /** What waits is thrown away, what sounds fades out; false when nothing did, so that no end of it will be told. */
  cut(): boolean {
    this.#waiting.length = 0;
    const sounding = this.#clips.some((clip) => clip.sent && !clip.over);
    if (sounding) this.#media.flush();
    return sounding;
  }

  close(): void {
    this.#unsubscribe?.();
  }

  #onMedia(event: MediaEvent): void {
    if (event.type !== 'clip-started' && event.type !== 'clip-ended') return;
    const clip = this.#clips.find(({ id }) => id === event.clipId);
    if (clip === undefined) return;
    if (event.type === 'clip-started') {
      // A clip that is held right after its beginning begins again.
      if (clip === this.#clips[0]) this.#startSample = event.atSample;
      this.#owner.heard(clip.text);
      return;
    }
    clip.over = true;
    clip.playedShare = event.totalSamples === 0 ? 1 : event.playedSamples / event.totalSamples;
    if (event.playedSamples > 0) this.#endSample = event.atSample;
    this.#owner.over();
  }
}

/** The words whose sound left the modem: by share of the clip's letters, which errs by a word at most. */
function playedWords({ text, playedShare }: Clip): string {
  if (playedShare >= 0.98) return text;
  const end = text.lastIndexOf(' ', text.length * playedShare);
  return text.slice(0, Math.max(0, end));
}
