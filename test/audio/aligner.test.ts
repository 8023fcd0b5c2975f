import * as fc from 'fast-check';
import t from 'tap';
import { Aligner } from '../../daemon/audio/aligner.js';
import { bytesOf } from '../fakes/pcm-pty.js';

/** Something like a voice: a few harmonics, swelling and fading. */
const voice = (length: number, level: number): Int16Array =>
  Int16Array.from({ length }, (_, i) => {
    const sound = Math.sin(i / 9) + 0.5 * Math.sin(i / 4.1) + 0.2 * Math.sin(i / 1.7) + 0.05 * Math.sin(i * i);
    return Math.round(level * sound * (0.6 + 0.4 * Math.sin(i / 900)));
  });
const joined = (blocks: readonly Int16Array[]): number[] => blocks.flatMap((block) => Array.from(block));

t.test('whole samples pass unchanged, however the bytes are cut', async (t) => {
  const sound = voice(160 * 20, 6000);
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 1500 }), { minLength: 30, maxLength: 60 }), (cuts) => {
      const aligner = new Aligner();
      const bytes = bytesOf(sound);
      const blocks: Int16Array[] = [];
      let at = 0;
      for (const cut of [...cuts, bytes.length]) {
        blocks.push(...aligner.push(bytes.subarray(at, at + cut)));
        at += cut;
      }
      t.same(joined(blocks), Array.from(sound));
      t.equal(aligner.realigned, 0);
    }),
    { numRuns: 20 },
  );
});

for (const [level, chunk] of [
  [60, 320],
  [600, 33],
  [6000, 320],
  [6000, 100_000],
  [20_000, 512],
] as const) {
  t.test(`a lost byte is muted and mended within four frames (level ${level}, ${chunk} bytes at a time)`, async (t) => {
    const aligner = new Aligner();
    const sound = voice(160 * 100, level);
    const bytes = Buffer.concat([bytesOf(sound).subarray(0, 8000), bytesOf(sound).subarray(8001)]);
    const blocks: Int16Array[] = [];
    for (let at = 0; at < bytes.length; at += chunk) blocks.push(...aligner.push(bytes.subarray(at, at + chunk)));
    t.equal(aligner.realigned, 1);
    const loudest = Math.max(...joined(blocks).map(Math.abs));
    t.ok(loudest <= 3 * level, 'no burst of noise gets through');
    t.ok(
      blocks.slice(25 + 4).every((block) => block.some((sample) => sample !== 0)),
      'and the voice is back',
    );
    t.same(joined(blocks).slice(-1600), Array.from(sound.slice(-1600 - 159, -159)));
  });
}

t.test('an odd byte in front of everything is mended too', async (t) => {
  const aligner = new Aligner();
  aligner.push(Buffer.concat([Buffer.from([7]), bytesOf(voice(1600, 3000))]));
  t.equal(aligner.realigned, 1);
});

t.test('silence, noise, loud tones and clipping are not taken for a shift', async (t) => {
  const sounds = {
    silence: new Int16Array(8000),
    noise: Int16Array.from({ length: 8000 }, (_, i) => ((i * 1103515245 + 12345) % 65536) - 32768),
    fullScale: Int16Array.from({ length: 8000 }, (_, i) => Math.round(32767 * Math.sin(i * 2.3))),
    clipped: Int16Array.from({ length: 8000 }, (_, i) => (Math.sin(i / 2) > 0 ? 32767 : -32768)),
  };
  for (const [name, sound] of Object.entries(sounds)) {
    const aligner = new Aligner();
    t.same(joined(aligner.push(bytesOf(sound))), Array.from(sound), name);
  }
});

t.test('a torrent of random bytes neither throws nor grows', async (t) => {
  const aligner = new Aligner();
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 3000 }), (bytes) => {
      for (const block of aligner.push(Buffer.from(bytes))) t.equal(block.length, 160);
    }),
    { numRuns: 100 },
  );
});
