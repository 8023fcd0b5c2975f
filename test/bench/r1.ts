import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { parseArgs } from 'node:util';
import { redirectLog } from '../../daemon/base/log.js';
import { Simulation } from '../simulation/simulation.js';

/** One box lives for so many calls, so that a failed run is replayed within seconds. */
const CALLS_A_LIFE = 1000;
const GOAL_CALLS = 100_000;
const GOAL_RATE = 200;
/** Of the JavaScript heap, from the second life to the last: caches are full by then. */
const GROWTH_AT_MOST = 0.05;

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

export interface Failure {
  readonly seed: number;
  readonly calls: number;
  readonly violation: string;
}

export interface Soak {
  readonly calls: number;
  readonly failures: readonly Failure[];
  readonly cpuSeconds: number;
  readonly virtualHours: number;
  /** Heap in use after each life, in bytes. */
  readonly heap: readonly number[];
  /** Open handles of the process after each life. */
  readonly handles: readonly number[];
}

/** So many calls from that seed on, one life after the other; goes on with the next life when one fails. */
export async function soak(calls: number, seed: number, told: (failure: Failure) => void): Promise<Soak> {
  const restore = redirectLog(() => undefined, 'error');
  const before = process.cpuUsage();
  const failures: Failure[] = [];
  const heap: number[] = [];
  const handles: number[] = [];
  let done = 0;
  let virtualMs = 0;
  for (let life = 0; done < calls; life++) {
    const wanted = Math.min(CALLS_A_LIFE, calls - done);
    const result = await Simulation.run({ seed: seed + life, calls: wanted });
    const failure = { seed: seed + life, calls: result.calls, violation: result.violations[0] ?? '' };
    if (result.violations.length > 0) {
      failures.push(failure);
      told(failure);
    }
    // What a failed life did not get to is not counted as done.
    done += wanted;
    virtualMs += result.virtualMs;
    collectGarbage();
    heap.push(process.memoryUsage().heapUsed);
    handles.push(process.getActiveResourcesInfo().length);
  }
  restore();
  const cpuSeconds = process.cpuUsage(before).user / 1e6;
  return { calls: done, failures, cpuSeconds, virtualHours: virtualMs / 3_600_000, heap, handles };
}

const growthOf = (values: readonly number[]): number => (values.at(-1) ?? 0) / (values[1] ?? values[0] ?? 1) - 1;

const told = ({ seed, calls, violation }: Failure): void =>
  console.error(
    `seed ${seed}: ${violation}\n  again: node dist/test/bench/r1.js --seed ${seed} --calls ${calls} --trace`,
  );

export const measure = {
  name: 'R1',
  about: `${GOAL_CALLS} simulated calls with faults: violations`,
  goal: `0, ≥${GOAL_RATE} calls a CPU second`,
  async measure() {
    const { calls, failures, cpuSeconds, virtualHours, heap, handles } = await soak(GOAL_CALLS, 1, told);
    const rate = Math.round(calls / cpuSeconds);
    const growth = growthOf(heap);
    const flat = growth <= GROWTH_AT_MOST && (handles.at(-1) ?? 0) <= (handles[0] ?? 0);
    return {
      figure: failures.length,
      unit: '',
      ok: failures.length === 0 && rate >= GOAL_RATE && flat,
      n: calls,
      samples: failures,
      beside: {
        'calls/s': rate,
        'virtual hours': Math.round(virtualHours),
        'heap growth %': Math.round(growth * 1000) / 10,
      },
    };
  },
};

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      calls: { type: 'string', default: String(CALLS_A_LIFE) },
      seed: { type: 'string', default: '1' },
      trace: { type: 'boolean', default: false },
    },
  });
  const [calls, seed] = [Number(values.calls), Number(values.seed)];
  if (values.trace) {
    redirectLog((line) => console.log(line), 'info');
    console.log(await Simulation.run({ seed, calls, trace: (line) => console.log(line) }));
    return;
  }
  const { failures, cpuSeconds, virtualHours, heap } = await soak(calls, seed, told);
  const rate = (calls / cpuSeconds).toFixed(0);
  console.log(
    `${calls} calls in ${virtualHours.toFixed(1)} virtual hours, ${failures.length} violations, ${rate} calls/s`,
  );
  console.log(`heap after each thousand (MB): ${heap.map((bytes) => (bytes / 1e6).toFixed(1)).join(' ')}`);
  process.exitCode = failures.length === 0 ? 0 : 1;
}

if (import.meta.main) await main();
