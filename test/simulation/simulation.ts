import { OneCall } from './one-call.js';
import { type Strike, goodPlan, troubledPlan } from './plan.js';
import { World, type WorldOptions } from './world.js';

export interface SimulationOptions extends WorldOptions {
  readonly calls: number;
}

export interface SimulationResult {
  readonly calls: number;
  /** Empty when all was well; the run ends at the first. */
  readonly violations: readonly string[];
  readonly virtualMs: number;
  /** Of all bytes on the AT ports and their times: equal for equal seeds. */
  readonly digest: string;
}

/** Longer than the box waits between two looks into the modem's storages, and between two tries to send. */
const REST_MS = 900_000;
/** One message may hang on the modem, and the next one after that. */
const RESTS = 4;
const REST_STEP_MS = 1000;

/** The life of one box: so many callers one after the other, half of them in trouble, until something is wrong. */
export async function simulate({ calls, ...options }: SimulationOptions): Promise<SimulationResult> {
  const { stackTraceLimit } = Error;
  // Most of what an aborted wait costs, and nobody reads them.
  Error.stackTraceLimit = 0;
  const world = await World.open(options);
  try {
    const done = await live(world, calls);
    const { violations } = world.watch;
    return { calls: done, violations, virtualMs: world.clock.monotonicMs(), digest: world.digest() };
  } finally {
    await world.close();
    Error.stackTraceLimit = stackTraceLimit;
  }
}

/** How many callers there were. */
async function live(world: World, calls: number): Promise<number> {
  const { random, watch, ledger } = world;
  let before: readonly Strike[] = [];
  while (watch.call < calls && watch.violations.length === 0) {
    watch.call++;
    const plan = (random.chance(0.5) ? goodPlan : troubledPlan)(random, world.number());
    await new OneCall(world, plan).run();
    watch.lookAtTimers(world.clock.waiting);
    for (const wrong of await ledger.audit(auditOf([...before, ...plan.strikes]))) watch.report(wrong);
    before = plan.strikes;
  }
  if (watch.violations.length === 0) await rest(world);
  return watch.call;
}

/** When nothing happens any more, every message has found its place. */
async function rest(world: World): Promise<void> {
  const { clock, postOffice, watch } = world;
  const { modem } = world.box;
  const ready = () => {
    world.mend();
    return modem.status.state === 'ready';
  };
  await world.until(REST_MS, ready, REST_STEP_MS);
  let wrong: readonly string[] = [];
  for (let times = 0; times < RESTS && (times === 0 || wrong.length > 0); times++) {
    await clock.advance(REST_MS);
    wrong = await postOffice.audit();
  }
  for (const each of wrong) watch.report(each);
}

/** Faults that say RING where nobody rings, and those behind which a caller can hide from the box. */
const FORGING: ReadonlySet<string> = new Set(['line-in-answer', 'ghost-call', 'garbage']);
const HIDING: ReadonlySet<string> = new Set(['ghost-call', 'garbage']);

const auditOf = (strikes: readonly Strike[]) => ({
  forged: strikes.some(({ fault }) => FORGING.has(fault)),
  lossy: strikes.some(({ fault }) => HIDING.has(fault)),
});
