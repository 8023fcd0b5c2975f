import t from 'tap';
import { installClock } from '../../daemon/base/time.js';
import { VirtualClock } from '../../daemon/base/virtual-clock.js';
import { type DiskUse, DiskWatch, diskUse, roomOf } from '../../daemon/store/disk.js';
import { HealthWatch, type StoreHealth } from '../../daemon/store/health.js';

t.test('room is told from 80 and 95 percent on, and given back two percent later', async (test) => {
  test.equal(roomOf(79), 'enough');
  test.equal(roomOf(80), 'filling');
  test.equal(roomOf(95), 'nearly-full');
  test.equal(roomOf(79, 'filling'), 'filling');
  test.equal(roomOf(77, 'filling'), 'enough');
  test.equal(roomOf(94, 'filling'), 'filling');
  test.equal(roomOf(93, 'nearly-full'), 'nearly-full');
  test.equal(roomOf(92, 'nearly-full'), 'filling');
  test.equal(roomOf(78, 'nearly-full'), 'filling');
});

t.test('a disk that fills up is told once a step', async (test) => {
  const watch = new HealthWatch();
  const told: StoreHealth['state'][] = [];
  watch.changes.subscribe('test', ({ state }) => told.push(state));
  for (const usedPercent of [50, 81, 81, 96, 96]) watch.diskIs({ usedPercent, freeBytes: 1 });
  test.same(told, ['filling', 'nearly-full']);
  test.match(watch.health.detail, { en: /96 % full/, ru: /заполнен на 96 %/ });
  watch.proveWell();
  test.same(told, ['filling', 'nearly-full'], 'that it still writes makes no room');
  watch.diskIs({ usedPercent: 60, freeBytes: 1 });
  test.same(watch.health, { state: 'well', detail: { en: '', ru: '' } });
  test.equal(told.at(-1), 'well');
});

t.test('the disk is looked at from the start on, every ten minutes', async (test) => {
  const clock = new VirtualClock();
  test.teardown(installClock(clock));
  const seen: DiskUse[] = [];
  const watch = new DiskWatch(test.testdir({}), (use) => seen.push(use));
  watch.start();
  while (seen.length === 0) await diskUse(test.testdirName);
  test.ok(seen[0]!.freeBytes > 0 && seen[0]!.usedPercent >= 0 && seen[0]!.usedPercent <= 100);
  await clock.advance(10 * 60_000);
  while (seen.length === 1) await diskUse(test.testdirName);
  watch.stop();
  test.equal(clock.waiting, 0);
});
