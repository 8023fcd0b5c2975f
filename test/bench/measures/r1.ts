import type { Measure } from '../measure.js';
import { median } from '../statistics.js';

const CALLS = 100_000;
const CALLS_A_CPU_SECOND = 200;
/** Of the JavaScript heap, from the lives behind the first, when caches are full, to the last ones. After a single life it
 *  is anything from 26 to 35 MB, by what that life ended with. */
const GROWTH_AT_MOST = 0.05;
const LIVES = 10;

export const r1: Measure = {
  name: 'R1',
  about: 'simulated calls with faults, the real driver, calls and store in virtual time: violations',
  goal: `0 in ${CALLS}, ≥${CALLS_A_CPU_SECOND} calls/s`,
  onlyNamed: true,
  // The simulation brings most of the daemon with it, so it is loaded only by those who want it.
  async measure() {
    const { describe, soak } = await import('../../simulation/soak.js');
    const { calls, failures, cpuSeconds, virtualHours, heap, handles } = await soak(CALLS, 1, (failure) =>
      process.stderr.write(`${describe(failure)}\n`),
    );
    const callsPerSecond = Math.round(calls / cpuSeconds);
    const heapGrowth = median(heap.slice(-LIVES)) / median(heap.slice(1, 1 + LIVES)) - 1;
    const flat = heapGrowth <= GROWTH_AT_MOST && (handles.at(-1) ?? 0) <= (handles[0] ?? 0);
    return {
      figure: failures.length,
      unit: '',
      ok: failures.length === 0 && callsPerSecond >= CALLS_A_CPU_SECOND && flat,
      n: calls,
      samples: [...failures, { heap }],
      beside: { callsPerSecond, virtualHours: Math.round(virtualHours), heapGrowth: Number(heapGrowth.toFixed(3)) },
    };
  },
};
