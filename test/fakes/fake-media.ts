import type { Media, MediaEvent, MediaHealth, MediaSession, MediaStart, Recording } from '../../daemon/audio/media.js';
import { Player } from '../../daemon/audio/player.js';
import { noHealth } from '../../daemon/audio/thread-protocol.js';
import { FRAME_MS, FRAME_SAMPLES, msToSamples, samplesToMs } from '../../daemon/base/pcm.js';
import { type Cancel, time } from '../../daemon/base/time.js';
import { Topic } from '../../daemon/base/topic.js';

/** A message to the media thread or from it. */
const POST_MS = 1;
/** As the real gate: two windows of the model before speech is believed, 120 ms of quiet before it is over. */
const NOTICE_SAMPLES = msToSamples(64);
const QUIET_SAMPLES = msToSamples(120);
const VOICE = new Int16Array(FRAME_SAMPLES).fill(3000);
const SILENCE = new Int16Array(FRAME_SAMPLES);

export interface Sounded {
  readonly atSample: number;
  readonly samples: Int16Array;
}

/** The media thread in virtual time: the real player on a 20 ms clock, and a caller whose voice is either on or off. */
export class FakeSession implements MediaSession {
  readonly events = new Topic<MediaEvent>('fake media');
  /** Frames of the assistant that were not silent, as they left for the modem. */
  readonly sounded: Sounded[] = [];
  readonly #recordingPath: string | null;
  readonly #player = new Player();
  readonly #startMs = time.monotonicMs();
  readonly #stopClock: Cancel;
  readonly #posted = new Set<Cancel>();
  #slot = 0;
  #voiceUntil = 0;
  #voiceFrom: number | null = null;
  #lastVoiced = 0;
  #speaking = false;
  #stopped: Recording | null | undefined;

  constructor(recordingPath: string | null = null) {
    this.#recordingPath = recordingPath;
    this.#stopClock = time.every(FRAME_MS, () => this.#tick());
  }

  get stopped(): boolean {
    return this.#stopped !== undefined;
  }

  /** Voice of the caller from now on, without words of its own; voice that is on goes on for so long. */
  callerSays(ms: number): void {
    this.#voiceUntil = this.nowSample() + msToSamples(ms);
  }

  nowSample(): number {
    return Math.floor(msToSamples(time.monotonicMs() - this.#startMs));
  }

  play(clipId: string, samples: Int16Array): void {
    this.#post(() => this.#player.play(clipId, samples));
  }

  flush(): void {
    this.#post(() => this.#tell(this.#player.flush(this.#slot * FRAME_SAMPLES)));
  }

  pause(): void {
    this.#post(() => this.#player.pause());
  }

  resume(): void {
    this.#post(() => this.#player.resume());
  }

  health(): MediaHealth {
    return noHealth();
  }

  stop(): Promise<Recording | null> {
    if (this.#stopped === undefined) {
      this.#stopClock();
      for (const cancel of this.#posted) cancel();
      const path = this.#recordingPath;
      this.#stopped = path === null ? null : { path, durationMs: samplesToMs(this.nowSample()), complete: true };
    }
    return Promise.resolve(this.#stopped);
  }

  #tick(): void {
    const at = this.#slot++ * FRAME_SAMPLES;
    const samples = this.#player.frame();
    if (samples.some((sample) => sample !== 0)) this.sounded.push({ atSample: at, samples });
    this.#tell(this.#player.sent(at));
    const voiced = at < this.#voiceUntil;
    this.events.publish({ type: 'frame', samples: voiced ? VOICE : SILENCE, atSample: at });
    this.#tell(this.#speech(voiced, at));
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

  #tell(events: readonly MediaEvent[]): void {
    if (events.length > 0) this.#post(() => events.forEach((event) => this.events.publish(event)));
  }

  #post(run: () => void): void {
    if (this.stopped) return;
    const cancel = time.after(POST_MS, () => {
      this.#posted.delete(cancel);
      run();
    });
    this.#posted.add(cancel);
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
