import type { Media, MediaEvent, MediaSession, MediaStart } from '../../daemon/audio/media.js';
import { FRAME_SAMPLES, msToSamples } from '../../daemon/base/pcm.js';
import { time } from '../../daemon/base/time.js';
import { VirtualSession } from './virtual-media.js';

/** As the real gate: two windows of the model before speech is believed, 120 ms of quiet before it is over. */
const NOTICE_SAMPLES = msToSamples(64);
const QUIET_SAMPLES = msToSamples(120);
const VOICE = new Int16Array(FRAME_SAMPLES).fill(3000);
const SILENCE = new Int16Array(FRAME_SAMPLES);

export interface Sounded {
  readonly atSample: number;
  readonly samples: Int16Array;
}

/** A caller whose voice is either on or off. */
export class FakeSession extends VirtualSession {
  /** Frames of the assistant that were not silent, as they left for the modem. */
  readonly sounded: Sounded[] = [];
  #voiceUntil = 0;
  #voiceFrom: number | null = null;
  #lastVoiced = 0;
  #speaking = false;

  /** Voice of the caller from now on, without words of its own; voice that is on goes on for so long. */
  callerSays(ms: number): void {
    this.#voiceUntil = this.nowSample() + msToSamples(ms);
  }

  protected tick(at: number): void {
    const samples = this.player.frame();
    if (samples.some((sample) => sample !== 0)) this.sounded.push({ atSample: at, samples });
    this.tell(this.player.sent(at));
    const voiced = at < this.#voiceUntil;
    this.events.publish({ type: 'frame', samples: voiced ? VOICE : SILENCE, atSample: at });
    this.tell(this.#speech(voiced, at));
  }

  #speech(voiced: boolean, at: number): MediaEvent[] {
    const end = at + FRAME_SAMPLES;
    if (voiced) {
      this.#voiceFrom ??= at;
      this.#lastVoiced = end;
      if (this.#speaking || end - this.#voiceFrom < NOTICE_SAMPLES) return [];
      this.#speaking = true;
      return [{ type: 'speech-start', atSample: this.#voiceFrom, noticedAtSample: end }];
    }
    if (!this.#speaking || end - this.#lastVoiced >= QUIET_SAMPLES) this.#voiceFrom = null;
    if (!this.#speaking || this.#voiceFrom !== null) return [];
    this.#speaking = false;
    return [{ type: 'speech-end', atSample: this.#lastVoiced, noticedAtSample: end }];
  }
}

/** Opens fake sessions, or does not. */
export class FakeMedia implements Media {
  readonly sessions: FakeSession[] = [];
  /** What `open` comes to: a session, one after 5 s, an error, or nothing at all. */
  opens: 'session' | 'late' | 'never' | Error = 'session';

  get session(): FakeSession {
    const last = this.sessions.at(-1);
    if (last === undefined) throw new Error('no session was opened');
    return last;
  }

  async open({ recordingPath }: MediaStart): Promise<MediaSession> {
    if (this.opens === 'never') return new Promise(() => undefined);
    if (this.opens instanceof Error) throw this.opens;
    if (this.opens === 'late') await time.sleep(5000);
    const session = new FakeSession(recordingPath);
    this.sessions.push(session);
    return session;
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}
