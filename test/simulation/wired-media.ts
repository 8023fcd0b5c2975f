import type { Media, MediaSession, MediaStart } from '../../daemon/audio/media.js';
import { FRAME_BYTES, FRAME_SAMPLES, samplesOf } from '../../daemon/base/pcm.js';
import { bytesOf } from '../../daemon/simulator/voice-frame.js';
import { VirtualSession } from '../fakes/virtual-media.js';
import type { HostPcm, MemoryBus } from './memory-bus.js';

const LOUD = 500;
/** As the real gate: so many loud frames are a voice, so many quiet ones its end. */
const START_FRAMES = 3;
const END_FRAMES = 6;
/** What has piled up beyond this is dropped, as the real path does. */
const FRAMES_A_TICK = 2;
/** USB delivers some frames together with the next: what is so late is no silence. */
const LATE_TICKS = 2;
const SILENCE = new Int16Array(FRAME_SAMPLES);

/** Frames that share their memory: a buffer for each costs more than all that is done with a frame. */
const FRAMES_TOGETHER = 50;

/** On the modem's own voice port, with a crude ear for loudness. */
export class WiredSession extends VirtualSession {
  #emptyTicks = 0;
  #loud = 0;
  #quiet = 0;
  #speaking = false;
  #room = new Int16Array(0);

  constructor(
    private readonly port: HostPcm,
    recordingPath: string | null,
  ) {
    super(recordingPath);
  }

  protected tick(at: number): void {
    const arrived = this.port.read();
    if (arrived === null) {
      this.stopClock();
      return this.tell([{ type: 'path', state: 'gone' }]);
    }
    const frame = this.player.frame(this.#newFrame());
    const sent = this.port.write(bytesOf(frame)) === FRAME_BYTES;
    if (sent) this.tell(this.player.sent(at));
    this.#emptyTicks = arrived.length === 0 ? this.#emptyTicks + 1 : 0;
    if (this.#emptyTicks === 0 || this.#emptyTicks > LATE_TICKS) {
      for (const samples of framesOf(arrived)) this.#hear(samples, at);
    }
  }

  /** Nobody else's, because the bus keeps what is written until the modem takes it. */
  #newFrame(): Int16Array<ArrayBuffer> {
    if (this.#room.length === 0) this.#room = new Int16Array(FRAMES_TOGETHER * FRAME_SAMPLES);
    const frame = this.#room.subarray(0, FRAME_SAMPLES);
    this.#room = this.#room.subarray(FRAME_SAMPLES);
    return frame;
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
      this.tell([{ type: 'speech-start', atSample, noticedAtSample }]);
    } else if (this.#speaking && this.#quiet >= END_FRAMES) {
      this.#speaking = false;
      const atSample = noticedAtSample - this.#quiet * FRAME_SAMPLES;
      this.tell([{ type: 'speech-end', atSample, noticedAtSample }]);
    }
  }
}

/** Whole frames; silence when nothing came. */
function framesOf(bytes: Buffer): readonly Int16Array[] {
  const count = Math.min(FRAMES_A_TICK, Math.floor(bytes.length / FRAME_BYTES));
  if (count === 0) return [SILENCE];
  const samples = samplesOf(bytes);
  if (samples.length === FRAME_SAMPLES) return [samples];
  return Array.from({ length: count }, (_, n) => samples.subarray(n * FRAME_SAMPLES, (n + 1) * FRAME_SAMPLES));
}

export class WiredMedia implements Media {
  constructor(private readonly bus: MemoryBus) {}

  async open({ port, recordingPath }: MediaStart): Promise<MediaSession> {
    return new WiredSession(this.bus.openPcm(port), recordingPath);
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}
