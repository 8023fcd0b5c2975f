import type { Media, MediaSession, MediaStart } from '../../daemon/audio/media.js';
import { FRAME_BYTES, FRAME_SAMPLES } from '../../daemon/base/pcm.js';
import { samplesOf } from '../../daemon/simulator/voice-frame.js';
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

/** On the modem's own voice port, with a crude ear for loudness. */
export class WiredSession extends VirtualSession {
  #emptyTicks = 0;
  #loud = 0;
  #quiet = 0;
  #speaking = false;

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
    const frame = this.player.frame();
    const sent = this.port.write(Buffer.from(frame.buffer)) === FRAME_BYTES;
    if (sent) this.tell(this.player.sent(at));
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
