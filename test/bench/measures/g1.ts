import { writeFileSync } from 'node:fs';
import { encodeWav } from '../../../daemon/base/wav.js';
import { bareSums } from '../bare-sum.js';
import { demoCalls } from '../demo-calls.js';
import type { HeardCall } from '../heard-call.js';
import type { Measure } from '../measure.js';
import { cut } from '../recording.js';
import { round, sum } from '../statistics.js';
import { tell, inWorkspace } from '../workspace.js';

/** What the caller said in each turn, cut out of the recording. */
function clipsOf({ recording, turns }: HeardCall): readonly string[] {
  return turns.map(({ caller }, i) => {
    const path = inWorkspace(`heard-${i}.wav`);
    writeFileSync(path, encodeWav(cut(recording.caller, caller)));
    return path;
  });
}

const ratio = (turns: readonly { responseMs: number; sumMs: number }[]): number =>
  sum(turns.map(({ responseMs }) => responseMs)) / sum(turns.map(({ sumMs }) => sumMs));

export const g1: Measure = {
  name: 'G1',
  about: 'response (dead air without the end-pointing wait) / S of the bare engines on the same turns, over ten turns',
  goal: '≤1.1',
  async measure() {
    const { later } = await demoCalls();
    tell('the bare engines on the same ten turns');
    const bare = await bareSums(
      clipsOf(later),
      later.turns.map(({ turn }) => turn.heard ?? ''),
    );
    const samples = later.turns.map(({ deadAirMs, turn }, i) => {
      const { sumMs = Number.NaN, ...parts } = bare[i] ?? {};
      return {
        path: turn.path,
        deadAirMs,
        responseMs: deadAirMs - turn.timing.endpointMs,
        sumMs,
        ...parts,
        timing: turn.timing,
      };
    });
    const figure = ratio(samples);
    const byModel = samples.filter(({ path }) => path === 'llm');
    const beside = { 'llm-turns': byModel.length === 0 ? 'none' : round(ratio(byModel), 2) };
    return { figure, unit: '', ok: figure <= 1.1, n: samples.length, samples, beside };
  },
};
