import { SecretaryError } from './errors.js';

/** Undoes a timer; calling it twice, or after it fired, does nothing. */
export type Cancel = () => void;

export interface Clock {
  /** UTC, milliseconds since 1970. Jumps when the system clock is set: for records, never for measuring. */
  now(): number;
  /** Milliseconds on a clock that never jumps; comparable between the threads of one process. */
  monotonicMs(): number;
  after(ms: number, run: () => void): Cancel;
  every(ms: number, run: () => void): Cancel;
}

const systemClock: Clock = {
  now: () => Date.now(),
  monotonicMs: () => performance.timeOrigin + performance.now(),
  after(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
  every(ms, run) {
    const timer = setInterval(run, ms);
    return () => clearInterval(timer);
  },
};

let current: Clock = systemClock;

/** The only clock of the project: everything that waits or dates goes through it, so that time can be simulated. */
export const time = {
  now: () => current.now(),
  monotonicMs: () => current.monotonicMs(),
  after: (ms: number, run: () => void) => current.after(ms, run),
  every: (ms: number, run: () => void) => current.every(ms, run),

  /** Resolves after `ms`; rejects with code 'aborted' as soon as the signal says so. */
  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const abort = () => {
        cancel();
        reject(new SecretaryError('aborted', 'wait aborted'));
      };
      const cancel = current.after(ms, () => {
        signal?.removeEventListener('abort', abort);
        resolve();
      });
      if (signal?.aborted === true) abort();
      else signal?.addEventListener('abort', abort, { once: true });
    });
  },
};

/** Replaces the clock (tests, simulation) and returns what puts the old one back. */
export function installClock(clock: Clock): Cancel {
  const before = current;
  current = clock;
  return () => {
    current = before;
  };
}
