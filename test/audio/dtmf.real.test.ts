import t from 'tap';
import { DtmfDetector } from '../../daemon/audio/dtmf.js';
import { dtmfTone } from '../fakes/sound.js';
import { spoken } from '../fakes/speech.js';

function keysIn(sound: Int16Array): { key: string; atSample: number }[] {
  const detector = new DtmfDetector();
  const keys = [];
  for (let at = 0; at + 160 <= sound.length; at += 160) {
    const key = detector.push(sound.subarray(at, at + 160), at);
    if (key !== null) keys.push(key);
  }
  return keys;
}

const join = (...parts: Int16Array[]): Int16Array => Int16Array.from(parts.flatMap((part) => Array.from(part)));

t.test('every key is heard once, loud or quiet, off the frames, with twist and line noise', async (t) => {
  for (const key of '123A456B789C*0#D') {
    for (const [level, twist] of [
      [12_000, 1],
      [600, 1],
      [5000, 0.5],
      [5000, 1.9],
    ] as const) {
      const sound = join(new Int16Array(473), dtmfTone(key, 90, { level, twist }), new Int16Array(800));
      const noisy = sound.map((sample, i) => sample + 30 * Math.sin(i * i));
      t.same(
        keysIn(noisy).map((heard) => heard.key),
        [key],
        `${key} at ${level}`,
      );
    }
  }
});

t.test('a key held long is one key, a key pressed twice is two, and each tells where it began', async (t) => {
  const pause = new Int16Array(640);
  t.same(keysIn(join(pause, dtmfTone('5', 2000), pause)), [{ key: '5', atSample: 640 }]);
  const twice = keysIn(join(dtmfTone('5', 100), pause, dtmfTone('5', 100), pause, dtmfTone('8', 100)));
  t.same(
    twice.map(({ key }) => key),
    ['5', '5', '8'],
  );
});

t.test('voices, single tones and noise press no keys', async (t) => {
  const sine = Int16Array.from({ length: 8000 }, (_, i) => 9000 * Math.sin((2 * Math.PI * 770 * i) / 8000));
  const noise = Int16Array.from({ length: 80_000 }, (_, i) => ((i * 1103515245 + 12345) % 20_000) - 10_000);
  t.same(keysIn(sine), []);
  t.same(keysIn(noise), []);
  const text = 'How much is a puncture repair, and do you sell electric scooters? Thank you, good bye.';
  for (const voice of ['espeak', 'flite'] as const) t.same(keysIn(spoken(text, voice)), []);
});
