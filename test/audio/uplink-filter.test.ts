import t from 'tap';
import { forUplink } from '../../daemon/audio/uplink-filter.js';
import { peakOf, rms } from '../../daemon/base/pcm.js';

const tones = (hertz: readonly number[], level: number): Int16Array =>
  Int16Array.from({ length: 8000 }, (_, i) =>
    Math.round(hertz.reduce((sum, hz) => sum + level * Math.sin((2 * Math.PI * hz * i) / 8000), 0)),
  );
/** How loud one frequency is. */
function levelAt(samples: Int16Array, hz: number): number {
  const [re, im] = [0, Math.PI / 2].map((phase) =>
    samples.reduce((sum, sample, i) => sum + sample * Math.cos((2 * Math.PI * hz * i) / 8000 + phase), 0),
  );
  return (2 * Math.hypot(re ?? 0, im ?? 0)) / samples.length;
}

t.test('rumble goes, consonants come forward, and it is as loud as before', async (t) => {
  const before = tones([60, 400, 3000], 2000);
  const after = forUplink(before);
  t.equal(after.length, before.length);
  t.ok(levelAt(after, 60) < 0.15 * levelAt(after, 400), 'rumble');
  const tilt = levelAt(after, 3000) / levelAt(after, 400);
  t.ok(tilt > 1.7 && tilt < 2.1, `${tilt}`);
  t.ok(Math.abs(rms(after) / rms(before) - 1) < 0.02, 'loudness');
});

t.test('a loud clip stays below −6 dBFS, an empty or silent one is what it was', async (t) => {
  t.ok(peakOf(forUplink(tones([500, 3000], 16_000))) <= 16_384);
  t.same(forUplink(new Int16Array(400)), new Int16Array(400));
  t.same(forUplink(new Int16Array(0)), new Int16Array(0));
});
