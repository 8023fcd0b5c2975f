import { demoCalls } from '../demo-calls.js';
import type { Measure } from '../measure.js';
import { median } from '../statistics.js';

export const d50: Measure = {
  name: 'D50',
  about: 'dead air heard in the recording over the ten questions, median of two calls',
  goal: '≤700ms',
  async measure() {
    const { first, later } = await demoCalls();
    const samples = [...first.floors, ...later.floors].map(({ deadAirMs }) => deadAirMs);
    const figure = median(samples);
    return { figure, unit: 'ms', ok: figure <= 700, n: samples.length, samples, beside: { peer: '1042ms' } };
  },
};
