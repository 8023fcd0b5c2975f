import { demoCalls } from '../demo-calls.js';
import type { Measure } from '../measure.js';

export const memDaemon: Measure = {
  name: 'MEM-DAEMON',
  about: 'resident memory of the daemon without its engines, the most of all seconds of the calls',
  goal: '≤150MB',
  async measure() {
    const { memory, daemonShareBytes } = await demoCalls();
    const samples = memory.map(({ daemon }) => daemon);
    const figure = Math.max(...samples);
    const beside = { share: `${(daemonShareBytes / 1e6).toFixed(0)}MB` };
    return { figure, unit: 'MB', ok: figure <= 150, n: samples.length, samples, beside };
  },
};
