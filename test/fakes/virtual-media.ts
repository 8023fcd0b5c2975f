import type { MediaEvent, MediaHealth, MediaSession, Recording } from '../../daemon/audio/media.js';
import { Player } from '../../daemon/audio/player.js';
import { noHealth } from '../../daemon/audio/thread-protocol.js';
import { FRAME_MS, FRAME_SAMPLES, msToSamples, samplesToMs } from '../../daemon/base/pcm.js';
import { type Cancel, time } from '../../daemon/base/time.js';
import { Topic } from '../../daemon/base/topic.js';

/** A message to the media thread or from it. */
const POST_MS = 1;

/** The media thread in virtual time: the real player on a 20 ms clock. What is sent and heard is for who extends it. */
export abstract class VirtualSession implements MediaSession {
  readonly events = new Topic<MediaEvent>('virtual media');
  protected readonly player = new Player();
  protected readonly stopClock: Cancel;
  readonly #startMs = time.monotonicMs();
  readonly #posted = new Set<Cancel>();
  #slot = 0;
  #stopped: Recording | null | undefined;

  constructor(private readonly recordingPath: string | null = null) {
    this.stopClock = time.every(FRAME_MS, () => this.tick(this.#slot++ * FRAME_SAMPLES));
  }

  /** One frame each way, `at` being its first sample. */
  protected abstract tick(at: number): void;

  get stopped(): boolean {
    return this.#stopped !== undefined;
  }

  nowSample(): number {
    return Math.floor(msToSamples(time.monotonicMs() - this.#startMs));
  }

  play(clipId: string, samples: Int16Array): void {
    this.#post(() => this.player.play(clipId, samples));
  }

  flush(): void {
    this.#post(() => this.tell(this.player.flush(this.#slot * FRAME_SAMPLES)));
  }

  pause(): void {
    this.#post(() => this.player.pause());
  }

  resume(): void {
    this.#post(() => this.player.resume());
  }

  health(): MediaHealth {
    return noHealth();
  }

  stop(): Promise<Recording | null> {
    if (this.#stopped === undefined) {
      this.stopClock();
      for (const cancel of this.#posted) cancel();
      const path = this.recordingPath;
      this.#stopped = path === null ? null : { path, durationMs: samplesToMs(this.nowSample()), complete: true };
    }
    return Promise.resolve(this.#stopped);
  }

  protected tell(events: readonly MediaEvent[]): void {
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
