import { SecretaryError } from '../../../daemon/base/errors.js';
import { demoCalls } from '../demo-calls.js';
import type { Measure } from '../measure.js';
import type { Recording, Span } from '../recording.js';
import { median, percentile } from '../statistics.js';

interface Barge {
  readonly caller: Span;
  /** From the caller's first sound to the assistant's last. */
  readonly stopMs: number;
}

/** Wherever the caller began while the assistant was speaking. */
function bargesIn({ callerSpans, assistantSpans }: Recording): readonly Barge[] {
  return callerSpans.flatMap((caller) => {
    const broken = assistantSpans.find(({ startMs, endMs }) => startMs < caller.startMs && endMs > caller.startMs);
    if (broken === undefined) return [];
    // An assistant that held its breath and went on has not stopped: its last sound under the caller's counts.
    const last = assistantSpans.findLast(({ startMs }) => startMs < caller.endMs) ?? broken;
    return [{ caller, stopMs: last.endMs - caller.startMs }];
  });
}

export const barge: Measure = {
  name: 'BARGE',
  about: 'from the onset of a caller who interrupts to the last sound of the assistant in the recording, median',
  goal: '≤300ms',
  async measure() {
    const { barging } = await demoCalls();
    const samples = bargesIn(barging.recording);
    if (samples.length === 0) throw new SecretaryError('not-found', 'no barge-in is heard in the recording');
    const times = samples.map(({ stopMs }) => stopMs);
    const figure = median(times);
    const beside = { p95: `${percentile(times, 0.95)}ms`, peer: '603/691ms' };
    return { figure, unit: 'ms', ok: figure <= 300, n: samples.length, samples, beside };
  },
};
