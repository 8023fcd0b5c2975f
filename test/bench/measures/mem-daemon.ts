import { demoCalls } from '../demo-calls.js';
import type { Measure } from '../measure.js';

export const memDaemon: Measure = {
  name: 'MEM-DAEMON',
  about: 'resident memory of the daemon without its engines, the most of all seconds of the calls',
  goal: '≤150MB',
  async measure() {
    const samples = (await demoCalls()).memory.map(({ daemon }) => daemon);
    const figure = Math.max(...samples);
    return { figure, unit: 'MB', ok: figure <= 150, n: samples.length, samples };
  },
};
