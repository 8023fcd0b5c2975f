import t from 'tap';
import { installClock } from '../../daemon/base/time.js';
import { Progress } from '../../daemon/models/progress.js';
import { VirtualClock } from '../../daemon/base/virtual-clock.js';

t.test('a log gets a line every five seconds, with rate and time left of this run', async (test) => {
  const clock = new VirtualClock();
  test.teardown(installClock(clock));
  const lines: string[] = [];
  const progress = new Progress('voice', 1e6, { write: (text) => lines.push(text) });
  progress.watch(10e6, 40e6);
  await clock.advance(4000);
  progress.watch(20e6, 40e6);
  await clock.advance(1000);
  test.same(lines, ['voice: 20.0 of 40.0 MB, 2.0 MB/s, 10 s left\n']);
  progress.end('fetched');
  await clock.advance(20_000);
  test.same(lines.slice(1), ['voice: fetched\n']);
});

t.test('a terminal gets one line that is drawn anew', async (test) => {
  const clock = new VirtualClock();
  test.teardown(installClock(clock));
  let text = '';
  const progress = new Progress('voice', 8e6, { isTTY: true, write: (more) => (text += more) });
  await clock.advance(250);
  progress.watch(0, null);
  progress.watch(4e6, null);
  await clock.advance(250);
  progress.end('fetched');
  test.equal(text.split('\n').length, 2);
  test.match(text, /waiting for 0 s.*\r.*4\.0 of about 8\.0 MB, 8\.0 MB\/s, about 1 s left.*\r.*voice: fetched\n/s);
});
