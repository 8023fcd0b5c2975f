import { settleWithin } from '../base/abort.js';
import { FRAME_SAMPLES, msToSamples } from '../base/pcm.js';
import { time } from '../base/time.js';
import { Aligner } from './aligner.js';
import { CallerTimeline } from './caller-timeline.js';
import { DtmfDetector } from './dtmf.js';
import { FrameClock } from './frame-clock.js';
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

export interface CallVoiceParts {
  readonly port: PcmPort;
  readonly vad: Vad;
  readonly recorder: Recorder | null;
  readonly counters: HealthCounters;
  /** Called at the end of every tick, and in between when there is something to tell. */
  readonly onEvents: (events: readonly MediaEvent[]) => void;
}

/** One call's voice inside the media thread: everything that happens every 20 ms. */
export class CallVoice {
  readonly #parts: CallVoiceParts;
  readonly #clock = new FrameClock((slot, missed) => this.#tick(slot, missed));
  readonly #aligner = new Aligner();
  readonly #rate = new WireRate();
  readonly #timeline = new CallerTimeline();
  readonly #player = new Player();
  readonly #dtmf = new DtmfDetector();
  readonly #detector: SpeechDetector;
  #watch = new PathWatch(0);
  readonly #events: MediaEvent[] = [];
  #nextSlot = 0;
  #gone = false;
  #cpuAtStart = process.threadCpuUsage();

  constructor(parts: CallVoiceParts) {
    this.#parts = parts;
    this.#detector = new SpeechDetector(parts.vad, (event) =>
      parts.onEvents([{ ...event, noticedAtSample: this.#now() }]),
    );
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
    this.#player.play(clipId, samples);
  }

  flush(): void {
    const events = this.#player.flush(this.#nextSlot * FRAME_SAMPLES);
    if (events.length > 0) this.#parts.onEvents(events);
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

  #now(): SamplePosition {
    return msToSamples(time.monotonicMs() - this.#clock.startMs);
  }

  /** The port first, so that nothing done with the sound delays the sound. */
  #tick(slot: number, missed: number): void {
    this.#nextSlot = slot + 1;
    const bytes = this.#read();
    const out = this.#write(slot * FRAME_SAMPLES);
    const now = this.#now();
    this.#hear(bytes, now);
    this.#parts.recorder?.advance(now);
    const path = this.#watch.tick(time.monotonicMs(), { bytesIn: bytes.length, out });
    if (path !== null) this.#events.push({ type: 'path', state: path });
    this.#count(missed);
    this.#parts.onEvents(this.#events.splice(0));
  }

  #read(): Buffer {
    const bytes = this.#gone ? 'gone' : this.#parts.port.read();
    if (bytes !== 'gone') return bytes;
    this.#lose();
    return Buffer.alloc(0);
  }

  /** Exactly one frame, or silence: the uplink never runs dry (sim7600.md §4.6). */
  #write(atSample: SamplePosition): 'sent' | 'full' | 'gone' {
    if (this.#gone) return 'gone';
    const frame = this.#player.frame();
    const wire = this.#rate.toWire(frame);
    const out = this.#parts.port.write(new Uint8Array(wire.buffer, wire.byteOffset, wire.byteLength));
    if (out === 'gone') this.#lose();
    if (out === 'full') this.#parts.counters.droppedOut++;
    if (out !== 'sent') return out;
    this.#parts.counters.bytesOut += wire.byteLength;
    this.#events.push(...this.#player.sent(atSample));
    this.#parts.recorder?.assistant(atSample, frame);
    return out;
  }

  #lose(): void {
    this.#gone = true;
    void this.#parts.port.close();
  }

  #hear(bytes: Buffer, now: SamplePosition): void {
    this.#parts.counters.bytesIn += bytes.length;
    this.#rate.count(bytes.length, time.monotonicMs());
    const arrived = this.#rate.fromWire(this.#aligner.push(bytes));
    const { atSample, silent, dropped } = this.#timeline.place(arrived.length, now);
    this.#parts.counters.missingIn += silent;
    this.#parts.counters.droppedIn += dropped;
    const silence = Array.from({ length: silent }, () => new Int16Array(FRAME_SAMPLES));
    let at = atSample;
    for (const frame of [...silence, ...arrived.slice(dropped)]) {
      this.#hearFrame(frame, at);
      at += FRAME_SAMPLES;
    }
  }

  #hearFrame(samples: Int16Array, atSample: SamplePosition): void {
    this.#parts.recorder?.caller(atSample, samples);
    this.#detector.push(samples, atSample);
    const pressed = this.#dtmf.push(samples, atSample);
    this.#events.push({ type: 'frame', samples, atSample });
    if (pressed !== null) this.#events.push({ type: 'dtmf', ...pressed });
  }

  /** Linux adds up a thread's CPU when it is switched, not within a tick: only the sum since the start is true. */
  #count(missed: number): void {
    const { user, system } = process.threadCpuUsage(this.#cpuAtStart);
    const { counters } = this.#parts;
    counters.frames++;
    counters.lateFrames += missed;
    counters.realigned = this.#aligner.realigned;
    counters.vadMicros = (user + system) / counters.frames;
    counters.frameMicros = Math.max(0, counters.vadMicros - (this.#detector.busyMs * 1000) / counters.frames);
  }
}
