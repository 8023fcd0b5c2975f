import { test } from 'tap';
import { installClock } from '../../daemon/base/time.js';
import { VirtualClock } from '../../daemon/base/virtual-clock.js';
import { PastCallers } from '../../daemon/modem/past-callers.js';

test('a caller whose call is over is old news for some seconds, and then may have called again', async (t) => {
  const clock = new VirtualClock();
  t.teardown(installClock(clock));
  const past = new PastCallers();
  t.notOk(past.includes('+447700900123'));
  past.add('+447700900123');
  await clock.advance(3000);
  past.add('+447700900456');
  t.equal(past.last, '+447700900456');
  t.ok(past.includes('07700900123'), 'in the national form too');
  t.notOk(past.includes('+447700900999'));
  await clock.advance(13_000);
  t.notOk(past.includes('+447700900123'));
  t.ok(past.includes('+447700900456'));
  past.clear();
  t.notOk(past.includes('+447700900456'));
});

test('without a number it may be the last one, and nobody else', async (t) => {
  const past = new PastCallers();
  past.add(null);
  past.add('+447700900456');
  t.ok(past.includes(null));
  t.notOk(past.includes('+447700900999'));
  past.add(null);
  t.ok(past.includes('+447700900999'));
});
