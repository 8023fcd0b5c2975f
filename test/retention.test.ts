import t, { type Test } from 'tap';
import { SecretaryError } from '../daemon/base/errors.js';
import { installClock } from '../daemon/base/time.js';
import { Topic } from '../daemon/base/topic.js';
import { VirtualClock } from '../daemon/base/virtual-clock.js';
import type { HealthNotice } from '../daemon/modem/health.js';
import type { ModemEvent } from '../daemon/modem/line.js';
import { NetworkClock } from '../daemon/modem/network-clock.js';
import { Retention } from '../daemon/retention.js';
import { CALLS_AT_ONCE } from '../daemon/store/retention.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** The daily run on a real network clock; the purge only notes from when on calls are kept. */
function box(test: Test) {
  const clock = new VirtualClock();
  test.teardown(installClock(clock));
  const events = new Topic<ModemEvent>('modem');
  const network = new NetworkClock({
    events,
    health: new Topic<HealthNotice>('health'),
    synchronisedFile: '/nowhere/synchronized',
  });
  const state = { calls: [] as number[], inCall: false, failure: null as Error | null };
  const keptDays: number[] = [];
  const retention = new Retention({
    days: () => 30,
    purge: async (before) => {
      if (state.failure !== null) throw state.failure;
      keptDays.push(Math.round((clock.now() - before) / DAY_MS));
      return { recordings: 0, calls: state.calls.shift() ?? 0, tasks: 0, messages: 0 };
    },
    clockIsRight: () => network.isRight(),
    inCall: () => state.inCall,
  });
  network.start();
  retention.start();
  test.teardown(() => {
    network.stop();
    retention.stop();
  });
  const networkSays = (at: number) => events.publish({ type: 'clock', at: new Date(at).toISOString() });
  return { clock, state, keptDays, networkSays, retention };
}

t.test('once a day, as soon as the network says that the clock is right', async (test) => {
  const { clock, keptDays, networkSays } = box(test);
  await clock.advance(3 * DAY_MS);
  test.same(keptDays, [], 'nobody has said so yet');
  networkSays(clock.now());
  await clock.advance(HOUR_MS);
  test.same(keptDays, [30]);
  await clock.advance(10 * DAY_MS);
  test.equal(keptDays.length, 11);
});

t.test('a clock that jumps far ahead removes nothing until it is right again', async (test) => {
  const { clock, keptDays, networkSays } = box(test);
  networkSays(clock.now());
  clock.jump(3650 * DAY_MS);
  await clock.advance(5 * DAY_MS);
  test.same(keptDays, []);
  networkSays(clock.now() - 3650 * DAY_MS);
  await clock.advance(5 * DAY_MS);
  test.same(keptDays, [], 'the network contradicts it');
  clock.jump(-3650 * DAY_MS);
  networkSays(clock.now());
  await clock.advance(HOUR_MS);
  test.same(keptDays, [30]);
});

t.test('a jump is seen at the run itself, not only at the next look at the clocks', async (test) => {
  const { clock, keptDays, networkSays } = box(test);
  networkSays(clock.now());
  await clock.advance(HOUR_MS - 1);
  clock.jump(3650 * DAY_MS);
  await clock.advance(1);
  test.same(keptDays, []);
});

t.test('a call is waited for, and a disk that refuses is tried again', async (test) => {
  const { clock, state, keptDays, networkSays } = box(test);
  networkSays(clock.now());
  state.inCall = true;
  await clock.advance(2 * HOUR_MS);
  test.same(keptDays, []);
  state.inCall = false;
  state.failure = new SecretaryError('disk', 'read-only');
  await clock.advance(2 * HOUR_MS);
  state.failure = null;
  await clock.advance(HOUR_MS);
  test.same(keptDays, [30]);
});

t.test('a large past goes on a second later, unless a call has come', async (test) => {
  const { clock, state, keptDays, networkSays } = box(test);
  networkSays(clock.now());
  state.calls = [CALLS_AT_ONCE, CALLS_AT_ONCE, 3];
  await clock.advance(HOUR_MS);
  test.equal(keptDays.length, 1);
  await clock.advance(1000);
  test.equal(keptDays.length, 2);
  state.inCall = true;
  await clock.advance(1000);
  test.equal(keptDays.length, 2);
  state.inCall = false;
  await clock.advance(HOUR_MS);
  test.equal(keptDays.length, 3, 'and ends at the next look');
});

t.test('stopped in the middle of a large past it goes no further', async (test) => {
  const { clock, state, keptDays, networkSays, retention } = box(test);
  networkSays(clock.now());
  state.calls = [CALLS_AT_ONCE, CALLS_AT_ONCE];
  await clock.advance(HOUR_MS);
  retention.stop();
  await clock.advance(DAY_MS);
  test.equal(keptDays.length, 1);
});
