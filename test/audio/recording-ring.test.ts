import * as fc from 'fast-check';
import t from 'tap';
import { RecordingRing } from '../../daemon/audio/recording-ring.js';

t.test('what both sides wrote comes out once, interleaved, with silence between', async (t) => {
  const write = fc.record({ side: fc.constantFrom('left', 'right'), lead: fc.nat(3000), length: fc.nat(400) });
  fc.assert(
    fc.property(fc.array(fc.tuple(write, fc.nat(900)), { maxLength: 60 }), (steps) => {
      const ring = new RecordingRing();
      const model: Record<'left' | 'right', Map<number, number>> = { left: new Map(), right: new Map() };
      const out: number[] = [];
      let drained = 0;
      for (const [{ side, lead, length }, advance] of steps) {
        const samples = Int16Array.from({ length }, (_, i) => i + 1);
        ring.write(side, drained + lead, samples);
        samples.forEach((sample, i) => model[side].set(drained + lead + i, sample));
        out.push(...ring.drain(drained + advance));
        drained += advance;
      }
      const wanted = Array.from(
        { length: 2 * drained },
        (_, i) => model[i % 2 === 0 ? 'left' : 'right'].get(i >> 1) ?? 0,
      );
      t.same(out, wanted);
    }),
    { numRuns: 60 },
  );
});

t.test('what comes too late or too early is lost, not put elsewhere', async (t) => {
  const ring = new RecordingRing();
  ring.drain(1000);
  ring.write('left', 900, new Int16Array(200).fill(7));
  ring.write('right', 1000 + 16_000 - 50, new Int16Array(200).fill(9));
  const out = ring.drain(1000 + 16_000);
  t.same(
    Array.from(out.slice(0, 202)),
    Array.from({ length: 202 }, (_, i) => (i % 2 === 0 && i < 200 ? 7 : 0)),
  );
  t.equal(out.filter((sample) => sample === 9).length, 50);
  t.equal(ring.drain(500).length, 0, 'time does not go back');
  t.equal(ring.drain(200_000).length, 2 * (200_000 - 17_000), 'a long pause is long silence');
});
