import { FRAME_MS } from '../../../daemon/base/pcm.js';
import { demoCalls } from '../demo-calls.js';
import type { Measure } from '../measure.js';

export const g15Call: Measure = {
  name: 'G15-CALL',
  about: "the same for the daemon's whole process in a real call: media, voice detection, dialogue, database, page",
  goal: '≤0.03',
  async measure() {
    const { laterCpuMs: cpuMs, later } = await demoCalls();
    const { durationMs } = later.record.call;
    const figure = cpuMs / durationMs;
    return {
      figure,
      unit: '',
      ok: figure <= 0.03,
      n: Math.round(durationMs / FRAME_MS),
      samples: [{ cpuMs, durationMs }],
    };
  },
};
