import { demoCalls } from '../demo-calls.js';
import type { Measure } from '../measure.js';
import { round } from '../statistics.js';

export const memAll: Measure = {
  name: 'MEM-ALL',
  about: 'the same for daemon and engines together, models included',
  goal: '≤1100MB',
  async measure() {
    const { memory: samples } = await demoCalls();
    const most = (part: 'stt' | 'llm' | 'tts' | 'all') => Math.max(...samples.map((each) => each[part]));
    const beside = { peer: '1400MB', stt: round(most('stt')), llm: round(most('llm')), tts: round(most('tts')) };
    const figure = most('all');
    return { figure, unit: 'MB', ok: figure <= 1100, n: samples.length, samples, beside };
  },
};
