import { demoCalls } from '../demo-calls.js';
import type { Measure } from '../measure.js';
import { median } from '../statistics.js';

/** Seconds at either end whose median counts: one garbage collection more or less is no growth. */
const WINDOW = 5;

export const memGrowth: Measure = {
  name: 'MEM-GROWTH',
  about: 'growth of the memory of daemon and engines over the thirty turns of the calls / memory at their start',
  goal: '≤0.02',
  async measure() {
    const { memory } = await demoCalls();
    const samples = memory.map(({ daemonBytes, engineBytes }) => (daemonBytes + engineBytes) / 1e6);
    const start = median(samples.slice(0, WINDOW));
    const figure = median(samples.slice(-WINDOW)) / start - 1;
    return { figure, unit: '', ok: figure <= 0.02, n: samples.length, samples, beside: { peer: '+650MB' } };
  },
};
