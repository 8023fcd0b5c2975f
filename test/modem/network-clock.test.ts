import { utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { installClock } from '../../daemon/base/time.js';
import { Topic } from '../../daemon/base/topic.js';
import { VirtualClock } from '../../daemon/base/virtual-clock.js';
import type { HealthNotice } from '../../daemon/modem/health.js';
import type { ModemEvent } from '../../daemon/modem/line.js';
import { NetworkClock } from '../../daemon/modem/network-clock.js';

function box(test: Test) {
  const clock = new VirtualClock(Date.UTC(2026, 10, 21, 9, 0, 0));
  test.teardown(installClock(clock));
  const events = new Topic<ModemEvent>('modem');
  const health = new Topic<HealthNotice>('health');
  const synchronisedFile = join(test.testdir({}), 'synchronized');
  const watch = new NetworkClock({ events, health, synchronisedFile });
  const notices: HealthNotice[] = [];
  health.subscribe('test', (notice) => notices.push(notice));
  watch.start();
  test.teardown(() => watch.stop());
  return { clock, notices, synchronisedFile, watch, says: (at: string) => events.publish({ type: 'clock', at }) };
}

t.test('a clock that is off and that nothing keeps right is told, one that is right is not', async (test) => {
  const { notices, says, synchronisedFile } = box(test);
  says('2026-11-21T12:00:30+03:00');
  test.same(notices, []);
  says('2026-11-21T14:00:00+03:00');
  says('2026-11-21T14:00:05+03:00');
  test.same(notices, [{ kind: 'clock-off', detail: { offsetMs: 2 * 3_600_000 } }], 'once, however often it is said');
  says('2026-11-21T12:00:30+03:00');
  says('2026-11-21T14:00:00+03:00');
  test.equal(notices.length, 2, 'again after it was right');
  writeFileSync(synchronisedFile, '');
  says('1980-01-06T00:00:00+00:00');
  test.equal(notices.length, 2, 'a time server is believed before the network');
});

t.test('a clock that is set is told once, with by how much', async (test) => {
  const { clock, notices } = box(test);
  await clock.advance(10 * 60_000);
  test.same(notices, []);
  clock.jump(-3_600_000);
  await clock.advance(10 * 60_000);
  test.same(notices, [{ kind: 'clock-set', detail: { byMs: -3_600_000 } }]);
});

t.test('right is what the network or a time server confirms, until it is set again', async (test) => {
  const { clock, watch, says, synchronisedFile } = box(test);
  test.notOk(watch.isRight(), 'nobody has said so');
  says('2026-11-21T12:00:30+03:00');
  test.ok(watch.isRight());
  clock.jump(86_400_000);
  test.notOk(watch.isRight());
  clock.jump(-86_400_000);
  says('2026-11-21T12:00:30+03:00');
  test.ok(watch.isRight(), 'the jump back was before the confirmation');
  says('2026-11-22T12:00:30+03:00');
  test.notOk(watch.isRight(), 'the network contradicts');
  writeFileSync(synchronisedFile, '');
  utimesSync(synchronisedFile, clock.now() / 1000, clock.now() / 1000);
  test.ok(watch.isRight(), 'a time server was reached just now');
  clock.jump(86_400_000);
  test.notOk(watch.isRight(), 'by a clock that was set since, that was yesterday');
});
