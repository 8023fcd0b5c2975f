import t from 'tap';
import { SAMPLE_RATE_HZ, rms, samplesToMs } from '../../../daemon/base/pcm.js';
import { join, toLine } from '../../../daemon/engines/tts/loudness.js';

function tone(ms: number, amplitude: number, sampleRateHz = 22_050): number[] {
  const count = Math.round((ms * sampleRateHz) / 1000);
  return Array.from(
    { length: count },
    (_, i) => (amplitude / 32_768) * Math.sin((2 * Math.PI * 500 * i) / sampleRateHz),
  );
}

t.test('silence around speech goes, the pause within stays', async (t) => {
  const samples = Float32Array.from([
    ...tone(400, 0),
    ...tone(300, 9000),
    ...tone(200, 0),
    ...tone(300, 9000),
    ...tone(250, 0),
  ]);
  const { samples: clip, sampleRateHz } = toLine({ samples, sampleRateHz: 22_050 });
  t.equal(sampleRateHz, SAMPLE_RATE_HZ);
  const ms = samplesToMs(clip.length);
  t.ok(ms >= 800 && ms <= 840, `${ms} ms are left`);
});

t.test('loud and soft voices come out alike, and never above -6 dBFS', async (t) => {
  const clips = [2000, 9000, 32_000].map((amplitude) =>
    toLine({ samples: Float32Array.from(tone(500, amplitude)), sampleRateHz: 22_050 }),
  );
  for (const { samples } of clips) {
    t.ok(Math.max(...samples) <= 16_384);
    t.ok(rms(samples) > 2000 && rms(samples) < 3000);
  }
});

t.test('nothing audible is an empty clip', async (t) => {
  t.equal(toLine({ samples: Float32Array.from(tone(500, 20)), sampleRateHz: 22_050 }).samples.length, 0);
  t.equal(toLine({ samples: new Float32Array(0), sampleRateHz: 22_050 }).samples.length, 0);
});

t.test('clips are joined with a breath between', async (t) => {
  const clip = { samples: Int16Array.of(1, 2), sampleRateHz: SAMPLE_RATE_HZ };
  t.same([...join([clip, clip], 0.25).samples], [1, 2, 0, 0, 1, 2]);
  t.equal(join([], 100).samples.length, 0);
});

t.test('a voice that renders what is no number renders nothing', async (t) => {
  const samples = new Float32Array(4000).fill(Number.NaN);
  t.equal(toLine({ samples, sampleRateHz: 22_050 }).samples.length, 0);
});
