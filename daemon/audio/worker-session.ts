import { SAMPLE_RATE_HZ } from '../base/pcm.js';
import { time } from '../base/time.js';
import { Topic } from '../base/topic.js';
import type { MediaEvent, MediaHealth, MediaSession, Recording, SamplePosition } from './media.js';
import { repairRecording } from './recording-repair.js';
import { type HealthMemory, type ToThread, readHealth } from './thread-protocol.js';

export interface SessionFacts {
  readonly session: number;
  /** Monotonic time of sample 0. */
  readonly startMs: number;
  readonly recordingPath: string | null;
  readonly health: HealthMemory;
  readonly tell: (message: ToThread) => void;
}

/** The main thread's end of one call's voice. */
export class WorkerSession implements MediaSession {
  readonly events = new Topic<MediaEvent>('media events');
  readonly #facts: SessionFacts;
  readonly #stopped = Promise.withResolvers<Recording | null>();
  #stopping = false;

  constructor(facts: SessionFacts) {
    this.#facts = facts;
  }

  nowSample(): SamplePosition {
    return Math.floor(((time.monotonicMs() - this.#facts.startMs) * SAMPLE_RATE_HZ) / 1000);
  }

  play(clipId: string, samples: Int16Array): void {
    this.#facts.tell({ op: 'play', session: this.#facts.session, clipId, samples });
  }

  flush(): void {
    this.#facts.tell({ op: 'flush', session: this.#facts.session });
  }

  pause(): void {
    this.#facts.tell({ op: 'pause', session: this.#facts.session });
  }

  resume(): void {
    this.#facts.tell({ op: 'resume', session: this.#facts.session });
  }

  health(): MediaHealth {
    return readHealth(this.#facts.health);
  }

  stop(): Promise<Recording | null> {
    if (!this.#stopping) this.#facts.tell({ op: 'stop', session: this.#facts.session });
    this.#stopping = true;
    return this.#stopped.promise;
  }

  /** The thread has stopped it. */
  stopped(recording: Recording | null): void {
    this.#stopped.resolve(recording);
  }

  /** The thread died: the voice is gone, and what it wrote of the recording is saved from here. */
  threadLost(): void {
    const { recordingPath } = this.#facts;
    this.#stopping = true;
    this.#stopped.resolve(recordingPath === null ? null : repairRecording(recordingPath));
    this.events.publish({ type: 'path', state: 'gone' });
  }
}
