import t from 'tap';
import { SpeechDetector } from '../../daemon/audio/speech-detector.js';
import type { GateEvent } from '../../daemon/audio/speech-gate.js';
import { EnergyVad, SileroModel, type Vad } from '../../daemon/audio/vad.js';
import { samplesToMs } from '../../daemon/base/pcm.js';
import { sileroMissing, sileroPath } from '../fakes/models.js';
import { spoken } from '../fakes/speech.js';

const silence = (ms: number): Int16Array => new Int16Array(ms * 8);
/** Deterministic hiss. */
const hiss = (length: number, level: number): Int16Array => {
  let state = 1;
  return Int16Array.from({ length }, () => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    return Math.round(((state / 0x7fffffff) * 2 - 1) * level);
  });
};
const join = (...parts: Int16Array[]): Int16Array => Int16Array.from(parts.flatMap((part) => Array.from(part)));

function detected(vad: Vad, sound: Int16Array): GateEvent[] {
  const events: GateEvent[] = [];
  const detector = new SpeechDetector(vad, (event) => events.push(event));
  for (let at = 0; at + 160 <= sound.length; at += 160) detector.push(sound.subarray(at, at + 160), at);
  return events;
}

/** Where speech was found, and how far its bounds are from the truth, in milliseconds. */
function errors(events: readonly GateEvent[], truth: readonly (readonly [number, number])[]): number[] {
  return truth.flatMap(([from, to]) => {
    const start = events.find(({ type, atSample }) => type === 'speech-start' && Math.abs(atSample - from) < 4000);
    const end = events.findLast(({ type, atSample }) => type === 'speech-end' && Math.abs(atSample - to) < 4000);
    return [start, end].map((event, i) =>
      event === undefined ? Infinity : Math.abs(samplesToMs(event.atSample - (i === 0 ? from : to))),
    );
  });
}

t.test('Silero', { skip: sileroMissing }, async (t) => {
  const model = SileroModel.load(sileroPath);
  for (const voice of ['espeak', 'flite'] as const) {
    for (const noise of [0, 100]) {
      t.test(`finds the bounds of real words (${voice}, noise ${noise})`, async (t) => {
        const one = spoken('When are you open on Saturday?', voice);
        const two = spoken('Yes please.', voice);
        const clean = join(silence(1500), one, silence(1500), two, silence(1000));
        const noisy = hiss(clean.length, noise);
        const from = [12_000, 12_000 + one.length + 12_000] as const;
        const truth = [
          [from[0], from[0] + one.length],
          [from[1], from[1] + two.length],
        ] as const;
        const events = detected(
          model.stream(),
          clean.map((sample, i) => sample + (noisy[i] ?? 0)),
        );
        const off = errors(events, truth);
        // flite hums for 200 ms before its first word: whether that is speech is a matter of opinion.
        t.ok(
          off.every((ms, i) => ms <= (i % 2 === 0 ? 230 : 60)),
          `off by ${off.join(', ')} ms`,
        );
      });
    }
  }

  t.test('hears no speech in silence, hiss and tones', async (t) => {
    const tone = Int16Array.from({ length: 16_000 }, (_, i) => 6000 * Math.sin((2 * Math.PI * 425 * i) / 8000));
    for (const sound of [silence(3000), hiss(24_000, 1000), tone]) t.same(detected(model.stream(), sound), []);
  });

  t.test('two callers at the same time do not disturb each other', async (t) => {
    const sound = join(silence(500), spoken('My name is John Smith.'), silence(500));
    const [alone, beside] = [model.stream(), model.stream()];
    const noise = hiss(sound.length, 3000);
    const alternating: Vad = {
      probability(window) {
        beside.probability(noise.subarray(0, window.length));
        return alone.probability(window);
      },
    };
    t.same(detected(alternating, sound), detected(model.stream(), sound));
  });
});

t.test('a model file that is none is refused with a reason', async (t) => {
  for (const path of ['/nowhere/silero.onnx', new URL(import.meta.url).pathname])
    t.throws(() => SileroModel.load(path), { code: 'engine-failed' });
});

t.test('without a model, energy finds words too', async (t) => {
  const words = spoken('Do you sell electric scooters?');
  const sound = join(silence(1000), words, silence(1000));
  const noise = hiss(sound.length, 20);
  const events = detected(
    new EnergyVad(),
    sound.map((sample, i) => sample + (noise[i] ?? 0)),
  );
  t.ok(Math.max(...errors(events, [[8000, 8000 + words.length]])) <= 60);
});
