import t from 'tap';
import { FrameClock } from '../../daemon/audio/frame-clock.js';
import { installClock } from '../../daemon/base/time.js';
import { VirtualClock } from '../../daemon/base/virtual-clock.js';

t.test('slots come every 20 ms from the start, and none after stop', async (t) => {
  const virtual = new VirtualClock();
  t.teardown(installClock(virtual));
  const slots: number[] = [];
  const clock = new FrameClock(({ slot }) => void slots.push(slot));
  clock.start();
  await virtual.advance(1000);
  t.same(
    slots,
    Array.from({ length: 51 }, (_, i) => i),
  );
  clock.stop();
  await virtual.advance(1000);
  t.equal(slots.length, 51);
});

t.test('what a busy machine missed is told and skipped, and the deadlines stay where they were', async (t) => {
  const virtual = new VirtualClock();
  // A stall: time passes while nothing runs, so every timer due meanwhile comes late.
  let stallMs = 0;
  t.teardown(
    installClock({
      now: () => virtual.now(),
      monotonicMs: () => virtual.monotonicMs() + stallMs,
      after: (ms, run) => virtual.after(ms, run),
      every: (ms, run) => virtual.every(ms, run),
    }),
  );
  const seen: [number, number][] = [];
  const clock = new FrameClock(({ slot, missed }) => void seen.push([slot, missed]));
  clock.start();
  await virtual.advance(20);
  stallMs = 507;
  await virtual.advance(70);
  clock.stop();
  t.same(seen, [
    [0, 0],
    [1, 0],
    [27, 25],
    [28, 0],
    [29, 0],
  ]);
});

t.test(
  'timers that fire early and intervals that drift, as in Node, neither lose a slot nor bring one twice',
  async (t) => {
    const virtual = new VirtualClock();
    t.teardown(
      installClock({
        now: () => virtual.now(),
        monotonicMs: () => virtual.monotonicMs(),
        after: (ms, run) => virtual.after(Math.max(0, ms - 0.9), run),
        every: (ms, run) => virtual.every(ms + 0.3, run),
      }),
    );
    const seen: { slot: number; missed: number; offMs: number }[] = [];
    const clock = new FrameClock(({ slot, missed, atMs }) => void seen.push({ slot, missed, offMs: atMs - slot * 20 }));
    clock.start();
    await virtual.advance(10_005);
    clock.stop();
    t.same(
      seen.map(({ slot }) => slot),
      Array.from({ length: 501 }, (_, i) => i),
    );
    t.ok(seen.every(({ missed, offMs }) => missed === 0 && offMs > -1 && offMs < 1.5));
  },
);
