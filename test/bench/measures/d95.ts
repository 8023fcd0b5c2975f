import { demoCalls } from '../demo-calls.js';
import type { Measure } from '../measure.js';
import { percentile } from '../statistics.js';

export const d95: Measure = {
  name: 'D95',
  about: 'the same dead air, 95th percentile',
  goal: '≤1500ms',
  async measure() {
    const { first, later } = await demoCalls();
    const samples = [...first.floors, ...later.floors].map(({ deadAirMs }) => deadAirMs);
    const figure = percentile(samples, 0.95);
    return { figure, unit: 'ms', ok: figure <= 1500, n: samples.length, samples, beside: { peer: '3020ms' } };
  },
};
