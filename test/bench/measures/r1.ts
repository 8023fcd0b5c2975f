import type { Measure } from '../measure.js';

const CALLS = 100_000;
const CALLS_A_CPU_SECOND = 200;
/** Of the JavaScript heap, from the second life to the last: caches are full by then. */
const GROWTH_AT_MOST = 0.05;

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
    const heapGrowth = (heap.at(-1) ?? 0) / (heap[1] ?? 1) - 1;
    const flat = heapGrowth <= GROWTH_AT_MOST && (handles.at(-1) ?? 0) <= (handles[0] ?? 0);
    return {
      figure: failures.length,
      unit: '',
      ok: failures.length === 0 && callsPerSecond >= CALLS_A_CPU_SECOND && flat,
      n: calls,
      samples: failures,
      beside: { callsPerSecond, virtualHours: Math.round(virtualHours), heapGrowth: Number(heapGrowth.toFixed(3)) },
    };
  },
};
