import * as fc from 'fast-check';
import t from 'tap';
import { type GateEvent, SpeechGate } from '../../daemon/audio/speech-gate.js';
import { msToSamples } from '../../daemon/base/pcm.js';

interface Stretch {
  readonly ms: number;
  readonly rms: number;
  readonly probability: number;
}

/** Plays stretches to a gate; the model's answer may come late, as the real one's does. */
function gated(stretches: readonly Stretch[], lateMs = 0): (GateEvent & { noticed: number })[] {
  const gate = new SpeechGate();
  const at = (ms: number): Stretch | undefined => {
    let end = 0;
    return stretches.find((stretch) => ms < (end += stretch.ms));
  };
  const total = stretches.reduce((sum, { ms }) => sum + ms, 0);
  const events: (GateEvent & { noticed: number })[] = [];
  let window = 32;
  for (let ms = 0; ms < total; ms += 10) {
    gate.level(at(ms)?.rms ?? 0, msToSamples(ms));
    for (; window <= ms + 10; window += 32) {
      const event = gate.window(at(Math.max(0, window - 32 - lateMs))?.probability ?? 0, msToSamples(window));
      if (event !== null) events.push({ ...event, noticed: msToSamples(window) });
    }
  }
  return events;
}

const quiet = (ms: number, rms = 20): Stretch => ({ ms, rms, probability: 0.02 });
const speech = (ms: number, rms = 3000): Stretch => ({ ms, rms, probability: 0.95 });

t.test('a word is bounded by its sound, not by the windows of a late model', async (t) => {
  for (const lateMs of [0, 30, 60]) {
    const events = gated([quiet(1000), speech(400), quiet(1000)], lateMs);
    t.match(events, [
      { type: 'speech-start', atSample: 8000 },
      { type: 'speech-end', atSample: 11_200 },
    ]);
    t.ok((events[0]?.noticed ?? 0) - 8000 <= msToSamples(lateMs + 128), 'told soon after it began');
    t.ok((events[1]?.noticed ?? 0) - 11_200 <= msToSamples(200), 'told soon after it ended');
  }
});

t.test('the shortest answers count, clicks do not', async (t) => {
  t.equal(gated([quiet(1000), speech(120), quiet(1000)]).length, 2);
  t.equal(gated([quiet(1000), speech(30), quiet(1000)]).length, 0);
});

t.test('doubt holds an utterance together and does not begin one', async (t) => {
  const doubt = (ms: number): Stretch => ({ ms, rms: 1500, probability: 0.4 });
  t.equal(gated([quiet(500), doubt(600), quiet(500)]).length, 0);
  t.equal(gated([quiet(500), speech(200), doubt(400), speech(200), quiet(500)]).length, 2);
});

t.test('a stop in a word does not end it, a pause of 120 ms does', async (t) => {
  t.equal(gated([quiet(500), speech(300), quiet(80), speech(300), quiet(500)]).length, 2);
  t.equal(gated([quiet(500), speech(300), quiet(300), speech(300), quiet(500)]).length, 4);
});

t.test('steady noise on the line moves no bounds', async (t) => {
  t.match(gated([quiet(1500, 200), speech(500), quiet(1000, 200)], 40), [
    { type: 'speech-start', atSample: 12_000 },
    { type: 'speech-end', atSample: 16_000 },
  ]);
});

t.test('noise that begins with the words does not keep the turn open', async (t) => {
  const events = gated([quiet(1000), speech(600), quiet(3000, 2500)]);
  t.equal(events.length, 2);
  t.ok((events[1]?.noticed ?? 0) <= msToSamples(1600 + 260));
});

t.test('a soft beginning and a soft end belong to the word', async (t) => {
  const soft = (ms: number): Stretch => ({ ms, rms: 300, probability: 0.1 });
  t.match(gated([quiet(1000), soft(60), speech(300), soft(60), quiet(600)]), [
    { type: 'speech-start', atSample: 8000 },
    { type: 'speech-end', atSample: msToSamples(1420) },
  ]);
});

t.test('whatever comes, starts and ends alternate and time goes forward', async (t) => {
  const stretch = fc.record({
    ms: fc.integer({ min: 1, max: 60 }).map((n) => n * 10),
    rms: fc.integer({ min: 0, max: 20_000 }),
    probability: fc.double({ min: 0, max: 1, noNaN: true }),
  });
  fc.assert(
    fc.property(fc.array(stretch, { minLength: 1, maxLength: 30 }), fc.nat(90), (stretches, lateMs) => {
      const events = gated(stretches, lateMs);
      t.ok(events.every(({ type }, i) => type === (i % 2 === 0 ? 'speech-start' : 'speech-end')));
      t.ok(events.every(({ atSample, noticed }) => atSample <= noticed));
      t.ok(events.every(({ atSample }, i) => i % 2 === 0 || atSample >= (events[i - 1]?.atSample ?? 0)));
    }),
    { numRuns: 300 },
  );
});
