import { SecretaryError } from '../../../daemon/base/errors.js';
import { demoCalls } from '../demo-calls.js';
import type { Measure } from '../measure.js';
import { round, sum } from '../statistics.js';

export const g3: Measure = {
  name: 'G3',
  about:
    'prompt tokens evaluated after the end of speech / tokens that are new in the turn, all turns of the language model',
  goal: '≤1',
  async measure() {
    const { llmUsage } = await demoCalls();
    if (llmUsage.length === 0) throw new SecretaryError('not-found', 'no turn of the calls reached the language model');
    const figure = sum(llmUsage.map((each) => each.promptTokens)) / sum(llmUsage.map((each) => each.newTokens));
    const worst = Math.max(...llmUsage.map(({ promptTokens, newTokens }) => promptTokens / newTokens));
    return {
      figure,
      unit: '',
      ok: figure <= 1,
      n: llmUsage.length,
      samples: llmUsage,
      beside: { worst: round(worst, 2) },
    };
  },
};
