import t from 'tap';
import { WireRate } from '../../daemon/audio/wire-rate.js';
import { rms } from '../../daemon/base/pcm.js';

const sine = (length: number, hz: number, rateHz: number): Int16Array =>
  Int16Array.from({ length }, (_, i) => Math.round(8000 * Math.sin((2 * Math.PI * hz * i) / rateHz)));

/** A second of arrivals, as the tick counts them. */
function measured(bytesPerTick: number): WireRate {
  const rate = new WireRate();
  for (let tick = 0; tick < 50; tick++) rate.count(bytesPerTick, tick * 20);
  return rate;
}

t.test('8 kHz stays as it is, whatever comes: a trickle, the right rate, a flood', async (t) => {
  for (const bytes of [0, 40, 320, 350, 5000]) {
    const rate = measured(bytes);
    const frame = sine(160, 440, 8000);
    t.notOk(rate.wideBand, `${bytes} bytes a tick`);
    t.same(rate.fromWire([frame]), [frame]);
    t.equal(rate.toWire(frame), frame);
  }
});

t.test('a burst of old bytes in front does not pass for 16 kHz', async (t) => {
  const rate = new WireRate();
  rate.count(20_000, 0);
  for (let tick = 1; tick < 50; tick++) rate.count(320, tick * 20);
  t.notOk(rate.wideBand);
});

t.test('16 kHz is recognised, and made 8 kHz frames of the same sound', async (t) => {
  const rate = measured(640);
  t.ok(rate.wideBand);
  const wide = sine(16_000, 440, 16_000);
  const frames = Array.from({ length: 100 }, (_, i) => wide.slice(i * 160, (i + 1) * 160));
  const sound = Int16Array.from(rate.fromWire(frames).flatMap((frame) => Array.from(frame)));
  t.ok(sound.length >= 7840 && sound.length % 160 === 0);
  const wanted = sine(8000, 440, 8000);
  t.ok(Math.abs((sound[4000] ?? 0) - (wanted[4000] ?? 0)) < 300, 'in time');
  t.ok(Math.abs(rms(sound, 400) / rms(wanted) - 1) < 0.02, 'as loud');
});

t.test('what would fold down into the voice is filtered out', async (t) => {
  const rate = measured(640);
  const above = rate.fromWire([sine(16_000, 6000, 16_000)]);
  t.ok(rms(Int16Array.from(above.flatMap((frame) => Array.from(frame))), 400) < 20);
});

t.test('what goes out at 16 kHz is always whole frames', async (t) => {
  const rate = measured(640);
  const out = Array.from({ length: 10 }, (_, i) => rate.toWire(sine(1600, 440, 8000).subarray(i * 160, i * 160 + 160)));
  t.ok(out.every((frame) => frame.length === 320));
  t.ok(Math.abs(rms(out[8] as Int16Array) / rms(out[3] as Int16Array) - 1) < 0.05);
});
