import type { ErrorCode } from '../base/errors.js';
import type { MediaEvent, MediaHealth, MediaStart, Recording } from './media.js';

/** What the media thread gets at its birth. */
export interface ThreadOptions {
  readonly vadModelPath: string | null;
}

/** Sessions have numbers: one may still be finishing its recording when the next call begins. */
export type ToThread =
  | { readonly op: 'open'; readonly session: number; readonly start: MediaStart; readonly health: HealthMemory }
  | { readonly op: 'play'; readonly session: number; readonly clipId: string; readonly samples: Int16Array }
  | { readonly op: 'flush' | 'pause' | 'resume' | 'stop'; readonly session: number }
  | { readonly op: 'close' };

export type FromThread =
  /** The thread can take calls; `vadFailure` says why speech is found by energy only. */
  | { readonly type: 'ready'; readonly vadFailure: string | null }
  /** Sample 0 of the session's time line on the monotonic clock, which all threads share. */
  | { readonly type: 'opened'; readonly session: number; readonly startMs: number }
  | { readonly type: 'refused'; readonly session: number; readonly code: ErrorCode; readonly message: string }
  /** What there is to tell, in as few messages as can be (event-batch.ts). */
  | { readonly type: 'events'; readonly session: number; readonly events: readonly MediaEvent[] }
  | { readonly type: 'stopped'; readonly session: number; readonly recording: Recording | null };

const COUNTERS = [
  'frames',
  'lateFrames',
  'droppedOut',
  'missingIn',
  'droppedIn',
  'realigned',
  'bytesIn',
  'bytesOut',
  'framesIn',
  'framesOut',
  'silentIn',
  'silentOut',
  'clippedIn',
  'clippedOut',
  'cpuMicros',
] as const satisfies (keyof MediaHealth)[];

export type HealthMemory = SharedArrayBuffer;
export type HealthCounters = Record<keyof MediaHealth, number>;

/** What the media thread counts and the main thread reads whenever it likes, without a message. */
export const healthMemory = (): HealthMemory => new SharedArrayBuffer(COUNTERS.length * Float64Array.BYTES_PER_ELEMENT);

export function readHealth(memory: HealthMemory): MediaHealth {
  const values = new Float64Array(memory);
  return Object.fromEntries(COUNTERS.map((name, i) => [name, values[i] ?? 0])) as unknown as MediaHealth;
}

/** Counters that live in the memory: who writes one has told it. */
export function countersIn(memory: HealthMemory): HealthCounters {
  const values = new Float64Array(memory);
  const counters = noHealth();
  COUNTERS.forEach((name, i) =>
    Object.defineProperty(counters, name, {
      get: () => values[i],
      set: (value: number) => {
        values[i] = value;
      },
    }),
  );
  return counters;
}

export const noHealth = (): HealthCounters => Object.fromEntries(COUNTERS.map((name) => [name, 0])) as HealthCounters;
