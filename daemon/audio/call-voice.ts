import { settleWithin } from '../base/abort.js';
import { FRAME_SAMPLES, msToSamples, peakOf } from '../base/pcm.js';
import { time } from '../base/time.js';
import { Aligner } from './aligner.js';
import { CallerTimeline } from './caller-timeline.js';
import { DtmfDetector } from './dtmf.js';
import { EventBatch } from './event-batch.js';
import { FrameClock, type Slot } from './frame-clock.js';
import type { MediaEvent, Recording, SamplePosition } from './media.js';
import { PathWatch } from './path-watch.js';
import type { PcmPort } from './pcm-port.js';
import { Player } from './player.js';
import type { Recorder } from './recorder.js';
import { SpeechDetector } from './speech-detector.js';
import type { HealthCounters } from './thread-protocol.js';
import type { Vad } from './vad.js';
import { WireRate } from './wire-rate.js';

const CLOSE_BUDGET_MS = 1000;
/** Asking the kernel for the thread's CPU time is dearer than a frame's sound. */
const CPU_EVERY_FRAMES = 50;
/** Digital silence and its dither: a dead direction sends nothing louder. */
const SILENT_PEAK = 8;
const CLIPPED_PEAK = 32_700;
const NOTHING = Buffer.alloc(0);
const SILENCE = new Int16Array(FRAME_SAMPLES);

export interface CallVoiceParts {
  readonly port: PcmPort;
  readonly vad: Vad;
  readonly recorder: Recorder | null;
  readonly counters: HealthCounters;
  /** Applied to whole clips, so that it costs no tick anything. */
  readonly filter?: (clip: Int16Array) => Int16Array;
  /** Called when there is something to tell (event-batch.ts). */
  readonly onEvents: (events: readonly MediaEvent[]) => void;
}

/** One call's voice inside the media thread: everything that happens every 20 ms. */
export class CallVoice {
  readonly #parts: CallVoiceParts;
  readonly #clock = new FrameClock((slot) => this.#tick(slot));
  readonly #aligner = new Aligner();
  readonly #rate = new WireRate();
  readonly #timeline = new CallerTimeline();
  readonly #player = new Player();
  readonly #dtmf = new DtmfDetector();
  readonly #detector: SpeechDetector;
  #watch = new PathWatch(0);
  readonly #events: EventBatch;
  /** What goes out in this tick, and the same as bytes. */
  readonly #out = new Int16Array(FRAME_SAMPLES);
  readonly #outBytes = new Uint8Array(this.#out.buffer);
  #nextSlot = 0;
  #gone = false;
  #cpuAtStart = process.threadCpuUsage();

  constructor(parts: CallVoiceParts) {
    this.#parts = parts;
    this.#events = new EventBatch(parts.onEvents);
    this.#detector = new SpeechDetector(parts.vad, (event) => {
      this.#events.add({ ...event, noticedAtSample: this.#now() });
      this.#events.send();
    });
  }

  /** Starts the clock; returns the monotonic time of sample 0. */
  start(): number {
    this.#parts.recorder?.start();
    this.#cpuAtStart = process.threadCpuUsage();
    this.#clock.start();
    this.#watch = new PathWatch(this.#clock.startMs);
    return this.#clock.startMs;
  }

  play(clipId: string, samples: Int16Array): void {
    this.#player.play(clipId, this.#parts.filter?.(samples) ?? samples);
  }

  flush(): void {
    for (const event of this.#player.flush(this.#nextSlot * FRAME_SAMPLES)) this.#events.add(event);
    this.#events.send();
  }

  pause(): void {
    this.#player.pause();
  }

  resume(): void {
    this.#player.resume();
  }

  /** Ends the clock, frees the port and finishes the recording, each within its budget. */
  async stop(): Promise<Recording | null> {
    this.#clock.stop();
    const closed = this.#gone ? Promise.resolve() : this.#parts.port.close();
    // The last frame was sent ahead of its time: it belongs to the recording as a whole.
    const end = Math.max(this.#now(), this.#nextSlot * FRAME_SAMPLES);
    const recording = await this.#parts.recorder?.finish(end);
    await settleWithin(closed, CLOSE_BUDGET_MS);
    return recording ?? null;
  }

  #now(atMs = time.monotonicMs()): SamplePosition {
    return msToSamples(atMs - this.#clock.startMs);
  }

  /** The port first, so that nothing done with the sound delays the sound. */
  #tick({ slot, missed, atMs }: Slot): void {
    this.#nextSlot = slot + 1;
    const bytes = this.#read();
    const out = this.#write(slot * FRAME_SAMPLES);
    this.#hear(bytes, atMs);
    this.#parts.recorder?.advance(this.#now(atMs));
    const path = this.#watch.tick(atMs, { bytesIn: bytes.length, out });
    if (path !== null) this.#events.add({ type: 'path', state: path });
    this.#count(missed);
    this.#events.send();
  }

  #read(): Buffer {
    const bytes = this.#gone ? 'gone' : this.#parts.port.read();
    if (bytes !== 'gone') return bytes;
    this.#lose();
    return NOTHING;
  }

  /** Exactly one frame, or silence: the uplink never runs dry (sim7600.md §4.6). */
  #write(atSample: SamplePosition): 'sent' | 'full' | 'gone' {
    if (this.#gone) return 'gone';
    const frame = this.#player.frame(this.#out);
    const wire = this.#rate.wideBand ? bytesOf(this.#rate.toWire(frame)) : this.#outBytes;
    const out = this.#parts.port.write(wire);
    if (out === 'gone') this.#lose();
    if (out === 'full') this.#parts.counters.droppedOut++;
    if (out !== 'sent') return out;
    this.#countOut(wire.length);
    for (const event of this.#player.sent(atSample)) this.#events.add(event);
    this.#parts.recorder?.assistant(atSample, frame);
    return out;
  }

  #lose(): void {
    this.#gone = true;
    void this.#parts.port.close();
  }

  #hear(bytes: Buffer, atMs: number): void {
    const { counters } = this.#parts;
    counters.bytesIn += bytes.length;
    this.#rate.count(bytes.length, atMs);
    const arrived = this.#rate.fromWire(this.#aligner.push(bytes));
    const { atSample, silent, dropped } = this.#timeline.place(arrived.length, this.#now(atMs));
    counters.missingIn += silent;
    counters.droppedIn += dropped;
    let at = atSample;
    for (let n = 0; n < silent; n++, at += FRAME_SAMPLES) this.#hearFrame(SILENCE, at);
    for (let n = dropped; n < arrived.length; n++, at += FRAME_SAMPLES) {
      const frame = arrived[n] ?? SILENCE;
      this.#countIn(frame);
      this.#hearFrame(frame, at);
    }
  }

  #hearFrame(samples: Int16Array, atSample: SamplePosition): void {
    this.#parts.recorder?.caller(atSample, samples);
    this.#events.sound(samples, atSample);
    this.#detector.push(samples, atSample);
    const pressed = this.#dtmf.push(samples, atSample);
    if (pressed !== null) this.#events.add({ type: 'dtmf', ...pressed });
  }

  #countOut(bytes: number): void {
    const { counters } = this.#parts;
    const peak = peakOf(this.#out);
    counters.bytesOut += bytes;
    counters.framesOut++;
    if (peak <= SILENT_PEAK) counters.silentOut++;
    if (peak >= CLIPPED_PEAK) counters.clippedOut++;
  }

  #countIn(samples: Int16Array): void {
    const { counters } = this.#parts;
    const peak = peakOf(samples);
    counters.framesIn++;
    if (peak <= SILENT_PEAK) counters.silentIn++;
    if (peak >= CLIPPED_PEAK) counters.clippedIn++;
  }

  #count(missed: number): void {
    const { counters } = this.#parts;
    counters.frames++;
    counters.lateFrames += missed;
    counters.realigned = this.#aligner.realigned;
    if (counters.frames % CPU_EVERY_FRAMES === 0) this.#countCpu();
  }

  /** Linux adds up a thread's CPU when it is switched, not within a tick: only the sum since the start is true. */
  #countCpu(): void {
    const { user, system } = process.threadCpuUsage(this.#cpuAtStart);
    this.#parts.counters.cpuMicros = (user + system) / this.#parts.counters.frames;
  }
}

const bytesOf = ({ buffer, byteOffset, byteLength }: Int16Array): Uint8Array =>
  new Uint8Array(buffer, byteOffset, byteLength);
