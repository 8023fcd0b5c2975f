import { readFileSync } from 'node:fs';
import { messageOf } from '../../../daemon/base/errors.js';
import { mutateLines } from '../../modem/parser/mutations.js';
import { mutatePdus } from '../../modem/sms/mutations.js';
import { heapInUse } from '../heap.js';
import type { Measure } from '../measure.js';

const COUNT = 1_000_000;
const STEPS = 10;
const MICROS_PER_LINE = 5;
/** From the first tenth to the last: a buffer that is never emptied would show. */
const GROWTH_AT_MOST_MB = 1;

/** Messages of every kind, from the vectors of the codec's test. */
function samplePdus(): readonly string[] {
  const vectors = JSON.parse(readFileSync('test/modem/sms/vectors.json', 'utf8')) as { decode: { hex: string }[] };
  return vectors.decode.map(({ hex }) => hex).filter((hex) => hex !== '');
}

export const r3: Measure = {
  name: 'R3',
  about: 'spoilt AT lines through splitter and parser, and spoilt PDUs through the codec: crashes and wedges',
  goal: `0 in 2×${COUNT}, ≤${MICROS_PER_LINE}µs a line`,
  async measure() {
    const pdus = samplePdus();
    const failures: string[] = [];
    const heapMb: number[] = [];
    let micros = 0;
    for (let step = 0; step < STEPS; step++) {
      try {
        micros += mutateLines({ count: COUNT / STEPS, seed: step }).microsPerLine / STEPS;
        mutatePdus(pdus, { count: COUNT / STEPS, seed: step });
      } catch (error) {
        failures.push(messageOf(error));
      }
      heapMb.push(heapInUse() / 1e6);
    }
    const growthMb = (heapMb.at(-1) ?? 0) - (heapMb[0] ?? 0);
    return {
      figure: failures.length,
      unit: '',
      ok: failures.length === 0 && micros <= MICROS_PER_LINE && growthMb <= GROWTH_AT_MOST_MB,
      n: 2 * COUNT,
      samples: failures,
      beside: { microsPerLine: Number(micros.toFixed(2)), heapGrowthMb: Number(growthMb.toFixed(1)) },
    };
  },
};
