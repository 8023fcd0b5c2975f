import { demoCalls } from '../demo-calls.js';
import type { Measure } from '../measure.js';
import { furthestFromOne, median, round } from '../statistics.js';

export const g23: Measure = {
  name: 'G23',
  about:
    'sum of the reported stages / dead air heard in the recording, median; no answer (goal 0) that the record misplaces',
  goal: '1±0.02',
  async measure() {
    const { first, later } = await demoCalls();
    const turns = [...first.turns, ...later.turns].map(({ deadAirMs, turn: { heard, timing } }) => {
      const { endpointMs, sttMs, llmMs, ttsMs, playMs } = timing;
      const stagesMs = endpointMs + sttMs + llmMs + ttsMs + playMs;
      return { heard, stagesMs, deadAirMs, ratio: stagesMs / deadAirMs };
    });
    const known = new Set([...first.turns, ...later.turns].map(({ assistant }) => assistant));
    const misplaced = [...first.floors, ...later.floors].filter(({ assistant }) => !known.has(assistant));
    const ratios = turns.map(({ ratio }) => ratio);
    const figure = median(ratios);
    const beside = { worst: round(furthestFromOne(ratios), 3), misplaced: misplaced.length };
    const ok = Math.abs(figure - 1) <= 0.02 && misplaced.length === 0;
    return { figure, unit: '', ok, n: turns.length, samples: [...turns, ...misplaced], beside };
  },
};
