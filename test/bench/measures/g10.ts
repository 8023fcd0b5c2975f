import { framesAfterFlush } from '../media.js';
import type { Measure } from '../measure.js';
import { inWorkspace } from '../workspace.js';

export const g10: Measure = {
  name: 'G10',
  about: 'frames of the assistant that still sound after the decision to stop, the worst of ten',
  goal: '≤2frames',
  async measure() {
    const samples = await framesAfterFlush(inWorkspace('flush.wav'));
    const figure = Math.max(...samples);
    return { figure, unit: 'frames', ok: figure <= 2, n: samples.length, samples };
  },
};
