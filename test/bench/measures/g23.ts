import { demoCalls } from '../demo-calls.js';
import type { Measure } from '../measure.js';
import { furthestFromOne, median, round } from '../statistics.js';

export const g23: Measure = {
  name: 'G23',
  about: 'sum of the reported stages / dead air heard in the recording, median of the turns',
  goal: '1±0.02',
  async measure() {
    const { first, later } = await demoCalls();
    const samples = [...first.turns, ...later.turns].map(({ deadAirMs, turn: { heard, timing } }) => {
      const { endpointMs, sttMs, llmMs, ttsMs, playMs } = timing;
      const stagesMs = endpointMs + sttMs + llmMs + ttsMs + playMs;
      return { heard, stagesMs, deadAirMs, ratio: stagesMs / deadAirMs };
    });
    const ratios = samples.map(({ ratio }) => ratio);
    const figure = median(ratios);
    const beside = { worst: round(furthestFromOne(ratios), 3) };
    return { figure, unit: '', ok: Math.abs(figure - 1) <= 0.02, n: samples.length, samples, beside };
  },
};
