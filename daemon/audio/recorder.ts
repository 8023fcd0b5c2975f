import type { FileHandle } from 'node:fs/promises';
import { settleWithin } from '../base/abort.js';
import { messageOf } from '../base/errors.js';
import { FRAME_SAMPLES, msToSamples } from '../base/pcm.js';
import { MAX_LAG_SAMPLES } from './caller-timeline.js';
import type { Recording, SamplePosition } from './media.js';
import { createPart, finishPart, writeSound } from './recording-file.js';
import { RecordingRing } from './recording-ring.js';

/** With what the ring holds, this is what a kill -9 costs: under 0.7 s. */
const BLOCK_SAMPLES = msToSamples(200);
const BYTES_PER_SAMPLE = 4;
/** A minute of both sides in memory while the card is busy with itself. */
const MAX_WAITING_BYTES = msToSamples(60_000) * BYTES_PER_SAMPLE;
const FINISH_BUDGET_MS = 10_000;

/**
 * The stereo recording of one call. Every block has its own place in the file, so what had to be dropped leaves
 * silence, never a shift; and no write is ever awaited by the tick.
 */
export class Recorder {
  readonly #path: string;
  readonly #onFailure: (reason: string) => void;
  readonly #ring = new RecordingRing();
  #drained: SamplePosition = 0;
  #file: FileHandle | null = null;
  #waiting: { readonly offset: number; readonly sound: Buffer }[] = [];
  #waitingBytes = 0;
  #writing: Promise<void> = Promise.resolve();
  #failure: string | null = null;
  #diskDead = false;

  constructor(path: string, onFailure: (reason: string) => void) {
    this.#path = path;
    this.#onFailure = onFailure;
  }

  start(): void {
    this.#writing = this.#guard(async () => {
      this.#file = await createPart(this.#path);
    });
  }

  caller(atSample: SamplePosition, samples: Int16Array): void {
    this.#ring.write('left', atSample, samples);
  }

  assistant(atSample: SamplePosition, samples: Int16Array): void {
    this.#ring.write('right', atSample, samples);
  }

  /** What is too old to change goes to the disk. */
  advance(now: SamplePosition): void {
    const until = now - MAX_LAG_SAMPLES - FRAME_SAMPLES;
    if (until - this.#drained >= BLOCK_SAMPLES) this.#drainUntil(until);
  }

  /** Writes the rest and gives the file its name. Never rejects, and never takes longer than its budget. */
  async finish(endSample: SamplePosition): Promise<Recording> {
    this.#drainUntil(endSample);
    let durationMs = 0;
    const finishing = this.#writing.then(async () => {
      durationMs = await this.#close();
    });
    if (!(await settleWithin(finishing, FINISH_BUDGET_MS)))
      this.#fail('the disk did not take the end of the recording');
    return { path: this.#path, durationMs, complete: this.#failure === null };
  }

  async #close(): Promise<number> {
    if (this.#file === null) return 0;
    try {
      return await finishPart(this.#file, this.#path);
    } finally {
      await this.#file.close();
    }
  }

  #drainUntil(until: SamplePosition): void {
    const samples = this.#ring.drain(until);
    const offset = this.#drained * BYTES_PER_SAMPLE;
    this.#drained = Math.max(this.#drained, until);
    if (samples.length === 0 || this.#diskDead) return;
    if (this.#waitingBytes + samples.byteLength > MAX_WAITING_BYTES) return this.#fail('the disk is too slow');
    this.#waiting.push({ offset, sound: Buffer.from(samples.buffer) });
    this.#waitingBytes += samples.byteLength;
    this.#writing = this.#writing.then(() => this.#guard(() => this.#writeNext()));
  }

  async #writeNext(): Promise<void> {
    const block = this.#waiting.shift();
    if (block === undefined || this.#file === null || this.#diskDead) return;
    await writeSound(this.#file, block.sound, block.offset);
    this.#waitingBytes -= block.sound.length;
  }

  async #guard(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.#diskDead = true;
      this.#waiting = [];
      this.#fail(messageOf(error));
    }
  }

  #fail(reason: string): void {
    if (this.#failure === null) this.#onFailure(reason);
    this.#failure ??= reason;
  }
}
