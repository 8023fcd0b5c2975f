import type { Test } from 'tap';
import { describe, soak } from './soak.js';

/** So many calls from that seed on, and not one violation; the report of one says how it is seen again. */
export async function noViolation(t: Test, { calls, seed }: { calls: number; seed: number }): Promise<void> {
  const { failures } = await soak(calls, seed, (failure) => t.comment(describe(failure)));
  t.same(failures, []);
}
