import { demoCalls } from '../demo-calls.js';
import type { Measure } from '../measure.js';
import { median, round } from '../statistics.js';

/** Seconds at either end whose median counts: one garbage collection more or less is no growth. */
const WINDOW = 5;

export const memGrowth: Measure = {
  name: 'MEM-GROWTH',
  about:
    'growth of the memory of daemon and engines from the first answer over thirty turns / memory at the first answer',
  goal: '≤0.02',
  async measure() {
    const { memory, memoryAtRest, first } = await demoCalls();
    const samples = memory.map(({ all }) => all);
    // Until the first answer the engines warm up; what grows behind it grows with the turns.
    const firstAnswerMs = first.record.call.answeredAfterMs + (first.turns[0]?.assistant.endMs ?? 0);
    const from = Math.ceil(firstAnswerMs / 1000);
    const figure = median(samples.slice(-WINDOW)) / median(samples.slice(from, from + WINDOW)) - 1;
    // What a call takes and gives back is no growth either: the idle box before the first ring and after the last call.
    const beside = { idle: round(memoryAtRest.all / (samples[0] ?? 0) - 1, 4), peer: '+650MB' };
    return { figure, unit: '', ok: figure <= 0.02, n: samples.length, samples, beside };
  },
};
