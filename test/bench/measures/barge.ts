import { SecretaryError } from '../../../daemon/base/errors.js';
import { demoCalls } from '../demo-calls.js';
import type { HeardCall } from '../heard-call.js';
import type { Measure } from '../measure.js';
import type { Span } from '../recording.js';
import { median, percentile } from '../statistics.js';

interface Barge {
  readonly caller: Span;
  /** From the caller's first sound to the assistant's last; 0 when it had just drawn breath and stayed silent. */
  readonly stopMs: number;
}

/** Wherever the caller began while an answer was being given, be it in a breath of the assistant. */
function bargesIn({ record, recording: { callerSpans, assistantSpans } }: HeardCall): readonly Barge[] {
  const answers = record.turns.map(({ saidStartMs, saidEndMs }) => [saidStartMs ?? 0, saidEndMs ?? 0] as const);
  const breaksIn = ({ startMs }: Span) => answers.some(([fromMs, toMs]) => fromMs < startMs && startMs < toMs);
  return callerSpans.filter(breaksIn).map((caller) => {
    // An assistant that held its breath and went on has not stopped: the last that sounds under the caller's words counts.
    const last = assistantSpans.findLast(({ startMs }) => startMs < caller.endMs);
    return { caller, stopMs: Math.max(0, (last?.endMs ?? 0) - caller.startMs) };
  });
}

export const barge: Measure = {
  name: 'BARGE',
  about: 'from the onset of a caller who interrupts to the last sound of the assistant in the recording, median',
  goal: '≤300ms',
  async measure() {
    const { barging } = await demoCalls();
    const samples = bargesIn(barging);
    if (samples.length === 0) throw new SecretaryError('not-found', 'no barge-in is heard in the recording');
    const times = samples.map(({ stopMs }) => stopMs);
    const figure = median(times);
    const beside = { p95: `${percentile(times, 0.95)}ms`, peer: '603/691ms' };
    return { figure, unit: 'ms', ok: figure <= 300, n: samples.length, samples, beside };
  },
};
