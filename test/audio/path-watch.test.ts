import t from 'tap';
import { PathWatch } from '../../daemon/audio/path-watch.js';

type Tick = Parameters<PathWatch['tick']>[1];

/** What is told when each of these lasts so many milliseconds. */
function told(...phases: (Tick & { ms: number })[]): string[] {
  const watch = new PathWatch(0);
  const states: string[] = [];
  let now = 0;
  for (const { ms, ...seen } of phases) {
    for (const until = now + ms; now < until; now += 20) {
      const state = watch.tick(now, seen);
      if (state !== null) states.push(state);
    }
  }
  return states;
}

const good = { bytesIn: 320, out: 'sent' } as const;

t.test('a good path is told once', async (t) => t.same(told({ ms: 9000, ...good }), ['flowing']));

t.test('short troubles are not told', async (t) => {
  t.same(told({ ms: 500, ...good }, { ms: 900, bytesIn: 0, out: 'full' }, { ms: 500, ...good }), ['flowing']);
});

t.test('a second without bytes is a stall, before the first byte and after', async (t) => {
  t.same(told({ ms: 2000, ...good, bytesIn: 0 }, { ms: 100, ...good }), ['stalled', 'flowing']);
  t.same(told({ ms: 100, ...good }, { ms: 2000, ...good, bytesIn: 0 }, { ms: 100, ...good }), [
    'flowing',
    'stalled',
    'flowing',
  ]);
});

t.test('a second without room is a wedge, whatever comes in', async (t) => {
  t.same(told({ ms: 100, ...good }, { ms: 2000, ...good, out: 'full' }, { ms: 100, ...good }), [
    'flowing',
    'wedged',
    'flowing',
  ]);
});

t.test('gone is for good', async (t) => {
  t.same(told({ ms: 100, ...good }, { ms: 40, bytesIn: 0, out: 'gone' }, { ms: 3000, ...good }), ['flowing', 'gone']);
});
