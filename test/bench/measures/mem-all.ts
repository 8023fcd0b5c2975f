import { demoCalls } from '../demo-calls.js';
import type { Measure } from '../measure.js';

export const memAll: Measure = {
  name: 'MEM-ALL',
  about: 'the same for daemon and engines together, models included',
  goal: '≤1100MB',
  async measure() {
    const { memory } = await demoCalls();
    const samples = memory.map(({ daemonBytes, engineBytes }) => (daemonBytes + engineBytes) / 1e6);
    const figure = Math.max(...samples);
    return { figure, unit: 'MB', ok: figure <= 1100, n: samples.length, samples, beside: { peer: '1400MB' } };
  },
};
