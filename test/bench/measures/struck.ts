import { Box } from '../../scenarios/box.js';
import { prepare, SIGNALS, strike, STRUCK } from '../../scenarios/striking.js';
import type { Measure } from '../measure.js';
import { atEnd, tell } from '../workspace.js';

const ROUNDS = 2;

export const struck: Measure = {
  name: 'STRUCK',
  about: 'the longest silence of callers during whose words an engine was killed or stopped, each engine and way twice',
  goal: '≤1000ms',
  async measure() {
    const box = await Box.start({ teardown: atEnd });
    await prepare();
    const samples = [];
    for (let round = 0; round < ROUNDS; round++)
      for (const signal of SIGNALS)
        for (const one of STRUCK) {
          tell(`${one[0]} gets ${signal}`);
          const { silenceMs, longestMs } = await strike(box, one, signal);
          samples.push({ engine: one[0], signal, silenceMs, longestMs });
        }
    const figure = Math.max(...samples.map(({ longestMs }) => longestMs));
    return { figure, unit: 'ms', ok: figure <= 1000, n: samples.length, samples };
  },
};
