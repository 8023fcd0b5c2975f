import type { Clock } from '../../daemon/base/time.js';

/** A clock that runs so many times as fast as the real one, for real ports whose waits would take minutes. */
export function fastClock(factor: number): Clock {
  const startMs = Date.now();
  const started = performance.now();
  const monotonicMs = () => (performance.now() - started) * factor;
  return {
    now: () => Math.round(startMs + monotonicMs()),
    monotonicMs,
    after(ms, run) {
      const timer = setTimeout(run, ms / factor);
      return () => clearTimeout(timer);
    },
    every(ms, run) {
      const timer = setInterval(run, ms / factor);
      return () => clearInterval(timer);
    },
  };
}
