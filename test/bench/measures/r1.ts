import type { Measure } from '../measure.js';

export const r1: Measure = {
  name: 'R1',
  about:
    '100,000 simulated calls with faults: violations; at least 200 calls a second of CPU, memory flat (only when named)',
  goal: '0',
  onlyNamed: true,
  // The simulation brings most of the daemon with it, so it is loaded only by those who want it.
  measure: async () => (await import('../r1.js')).measure.measure(),
};
