import { demoCalls } from '../demo-calls.js';
import type { HeardCall } from '../heard-call.js';
import type { Measure } from '../measure.js';
import { median } from '../statistics.js';

const deadAirOf = ({ floors }: HeardCall): number[] => floors.map(({ deadAirMs }) => deadAirMs);

export const dfirst: Measure = {
  name: 'DFIRST',
  about: 'median dead air of the first call after the start / of a later one',
  goal: '≤1.2',
  async measure() {
    const { first, later } = await demoCalls();
    const samples = [deadAirOf(first), deadAirOf(later)] as const;
    const figure = median(samples[0]) / median(samples[1]);
    return { figure, unit: '', ok: figure <= 1.2, n: samples.flat().length, samples };
  },
};
