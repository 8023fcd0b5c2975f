import { parseArgs } from 'node:util';
import { redirectLog } from '../../daemon/base/log.js';
import { simulate } from '../simulation/simulation.js';
import { CALLS_A_LIFE, describe, soak } from '../simulation/soak.js';

/** R1 by hand: `node dist/test/bench/r1.js [--calls N] [--seed S] [--trace]`; --trace prints one life in full. */
const { values } = parseArgs({
  options: {
    calls: { type: 'string', default: String(CALLS_A_LIFE) },
    seed: { type: 'string', default: '1' },
    trace: { type: 'boolean', default: false },
  },
});
const [calls, seed] = [Number(values.calls), Number(values.seed)];
const print = (line: string): void => void process.stdout.write(`${line}\n`);

if (values.trace) {
  redirectLog(print, 'info');
  const { violations, digest } = await simulate({ seed, calls, trace: print });
  print(`${violations.join('\n') || 'no violation'}\n${digest}`);
} else {
  const { failures, cpuSeconds, virtualHours, heap } = await soak(calls, seed, (failure) => print(describe(failure)));
  const rate = (calls / cpuSeconds).toFixed(0);
  print(`${calls} calls in ${virtualHours.toFixed(1)} virtual hours: ${failures.length} violations, ${rate} calls/s`);
  print(`heap after each life (MB): ${heap.map((bytes) => (bytes / 1e6).toFixed(1)).join(' ')}`);
  process.exitCode = failures.length === 0 ? 0 : 1;
}
