import t from 'tap';
import { hasCode } from '../../daemon/base/errors.js';
import { installClock, time } from '../../daemon/base/time.js';
import { VirtualClock } from '../../daemon/base/virtual-clock.js';

t.test('virtual time runs timers in their order, with promises settled between them', async (t) => {
  const clock = new VirtualClock();
  t.teardown(installClock(clock));
  const seen: string[] = [];
  time.after(20, () => seen.push('b'));
  time.after(10, () => void Promise.resolve().then(() => seen.push('a')));
  const cancel = time.every(15, () => seen.push('tick'));
  await clock.advance(35);
  cancel();
  await clock.advance(100);
  t.same(seen, ['a', 'tick', 'b', 'tick']);
});

t.test('a timer finds all settled that the one before it made ready, however long the chain', async (t) => {
  const clock = new VirtualClock();
  t.teardown(installClock(clock));
  let settled = 0;
  time.after(10, () => void chain(50).then(() => settled++));
  time.after(10, () => t.equal(settled, 1));
  await clock.pass(10);
  t.equal(clock.waiting, 0);
});

t.test('a timer that throws rejects the step in which it was due, and the next step goes on behind it', async (t) => {
  const clock = new VirtualClock();
  t.teardown(installClock(clock));
  let later = 0;
  time.after(10, () => {
    throw new Error('broken');
  });
  time.after(20, () => later++);
  await t.rejects(clock.advance(30), { message: 'broken' });
  await clock.advance(10);
  t.equal(later, 1);
});

t.test('a sleep that is aborted rejects and leaves no timer behind', async (t) => {
  const clock = new VirtualClock();
  t.teardown(installClock(clock));
  const controller = new AbortController();
  const sleep = time.sleep(1000, controller.signal);
  controller.abort();
  await t.rejects(sleep, { code: 'aborted' });
  t.ok(hasCode(await time.sleep(1, controller.signal).catch((error: unknown) => error), 'aborted'));
});

t.test('a jump of the system clock changes dates, not measured time', async (t) => {
  const clock = new VirtualClock(0);
  t.teardown(installClock(clock));
  clock.jump(3_600_000);
  await clock.advance(5);
  t.equal(time.now(), 3_600_005);
  t.equal(time.monotonicMs(), 5);
});

async function chain(links: number): Promise<void> {
  for (let link = 0; link < links; link++) await Promise.resolve();
}
