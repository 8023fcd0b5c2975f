import type { Media, MediaEvent, MediaHealth, MediaSession, MediaStart, Recording } from '../../daemon/audio/media.js';
import { Player } from '../../daemon/audio/player.js';
import { noHealth } from '../../daemon/audio/thread-protocol.js';
import { FRAME_BYTES, FRAME_MS, FRAME_SAMPLES, msToSamples, samplesToMs } from '../../daemon/base/pcm.js';
import { type Cancel, time } from '../../daemon/base/time.js';
import { Topic } from '../../daemon/base/topic.js';
import { samplesOf } from '../../daemon/simulator/voice-frame.js';
import type { HostPcm, MemoryBus } from './memory-bus.js';

/** A message from the media thread. */
const POST_MS = 1;
const LOUD = 500;
/** As the real gate: so many loud frames are a voice, so many quiet ones its end. */
const START_FRAMES = 3;
const END_FRAMES = 6;
/** What has piled up beyond this is dropped, as the real path does. */
const FRAMES_A_TICK = 2;
/** USB delivers some frames together with the next: what is so late is no silence. */
const LATE_TICKS = 2;
const SILENCE = new Int16Array(FRAME_SAMPLES);

/** The media thread in virtual time, on the modem's own voice port: the real player, a crude ear for loudness. */
export class WiredSession implements MediaSession {
  readonly events = new Topic<MediaEvent>('wired media');
  readonly #player = new Player();
  readonly #startMs = time.monotonicMs();
  readonly #posted = new Set<Cancel>();
  readonly #stopClock: Cancel;
  #slot = 0;
  #emptyTicks = 0;
  #loud = 0;
  #quiet = 0;
  #speaking = false;
  #stopped: Recording | null | undefined;

  constructor(
    private readonly port: HostPcm,
    private readonly recordingPath: string | null,
  ) {
    this.#stopClock = time.every(FRAME_MS, () => this.#tick());
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
      const path = this.recordingPath;
      this.#stopped = path === null ? null : { path, durationMs: samplesToMs(this.nowSample()), complete: true };
    }
    return Promise.resolve(this.#stopped);
  }

  #tick(): void {
    const at = this.#slot++ * FRAME_SAMPLES;
    const arrived = this.port.read();
    if (arrived === null) {
      this.#stopClock();
      return this.#tell([{ type: 'path', state: 'gone' }]);
    }
    const frame = this.#player.frame();
    const sent = this.port.write(Buffer.from(frame.buffer)) === FRAME_BYTES;
    if (sent) this.#tell(this.#player.sent(at));
    this.#emptyTicks = arrived.length === 0 ? this.#emptyTicks + 1 : 0;
    if (this.#emptyTicks === 0 || this.#emptyTicks > LATE_TICKS) {
      for (const samples of framesOf(arrived)) this.#hear(samples, at);
    }
  }

  #hear(samples: Int16Array, at: number): void {
    this.events.publish({ type: 'frame', samples, atSample: at });
    const loud = Math.abs(samples[0] ?? 0) > LOUD;
    this.#loud = loud ? this.#loud + 1 : 0;
    this.#quiet = loud ? 0 : this.#quiet + 1;
    const noticedAtSample = at + FRAME_SAMPLES;
    if (!this.#speaking && this.#loud >= START_FRAMES) {
      this.#speaking = true;
      const atSample = noticedAtSample - this.#loud * FRAME_SAMPLES;
      this.#tell([{ type: 'speech-start', atSample, noticedAtSample }]);
    } else if (this.#speaking && this.#quiet >= END_FRAMES) {
      this.#speaking = false;
      const atSample = noticedAtSample - this.#quiet * FRAME_SAMPLES;
      this.#tell([{ type: 'speech-end', atSample, noticedAtSample }]);
    }
  }

  #tell(events: readonly MediaEvent[]): void {
    if (events.length > 0) this.#post(() => events.forEach((event) => this.events.publish(event)));
  }

  #post(run: () => void): void {
    if (this.#stopped !== undefined) return;
    const cancel = time.after(POST_MS, () => {
      this.#posted.delete(cancel);
      run();
    });
    this.#posted.add(cancel);
  }
}

/** Whole frames; silence when nothing came. */
function framesOf(bytes: Buffer): readonly Int16Array[] {
  const count = Math.min(FRAMES_A_TICK, Math.floor(bytes.length / FRAME_BYTES));
  if (count === 0) return [SILENCE];
  return Array.from({ length: count }, (_, n) => frameAt(bytes, n * FRAME_BYTES));
}

/** Without a copy where the address allows it: the bus never writes into bytes that it has handed over. */
const frameAt = (bytes: Buffer, at: number): Int16Array =>
  (bytes.byteOffset + at) % 2 === 0
    ? new Int16Array(bytes.buffer, bytes.byteOffset + at, FRAME_SAMPLES)
    : samplesOf(bytes.subarray(at, at + FRAME_BYTES));

export class WiredMedia implements Media {
  constructor(private readonly bus: MemoryBus) {}

  async open({ port, recordingPath }: MediaStart): Promise<MediaSession> {
    return new WiredSession(this.bus.openPcm(port), recordingPath);
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}
