import { redirectLog } from '../../daemon/base/log.js';
import { heapInUse } from '../bench/heap.js';
import { simulate } from './simulation.js';

/** One box lives for so many calls, so that a failed run is replayed within seconds. */
export const CALLS_A_LIFE = 1000;

export interface Failure {
  readonly seed: number;
  /** The number of the call in which it was noticed. */
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
  const restoreLog = redirectLog(() => undefined, 'error');
  const before = process.cpuUsage();
  const failures: Failure[] = [];
  const heap: number[] = [];
  const handles: number[] = [];
  let virtualMs = 0;
  for (let done = 0; done < calls; done += CALLS_A_LIFE) {
    const life = seed + done / CALLS_A_LIFE;
    const result = await simulate({ seed: life, calls: Math.min(CALLS_A_LIFE, calls - done) });
    const [violation] = result.violations;
    if (violation !== undefined) {
      failures.push({ seed: life, calls: result.calls, violation });
      told({ seed: life, calls: result.calls, violation });
    }
    virtualMs += result.virtualMs;
    heap.push(heapInUse());
    handles.push(process.getActiveResourcesInfo().length);
  }
  restoreLog();
  const cpuSeconds = process.cpuUsage(before).user / 1e6;
  return { calls, failures, cpuSeconds, virtualHours: virtualMs / 3_600_000, heap, handles };
}

/** For whoever has to find out. */
export const describe = ({ seed, calls, violation }: Failure): string =>
  `seed ${seed}: ${violation}\n  again: node dist/test/bench/r1.js --seed ${seed} --calls ${calls} --trace`;
