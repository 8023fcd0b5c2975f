import { demoCalls } from '../demo-calls.js';
import type { Measure } from '../measure.js';

export const firstring: Measure = {
  name: 'FIRSTRING',
  about:
    'from the command `demo` to the first ring, everything present, with ten questions to synthesise for the caller',
  goal: '≤15s',
  async measure() {
    const seconds = (await demoCalls()).firstRingMs / 1000;
    return { figure: seconds, unit: 's', ok: seconds <= 15, n: 1, samples: [seconds] };
  },
};
