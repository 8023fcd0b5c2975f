import { bareShare, mediaCall } from '../media.js';
import type { Measure } from '../measure.js';
import { round } from '../statistics.js';
import { inWorkspace } from '../workspace.js';

export const g15: Measure = {
  name: 'G15',
  about: 'CPU of the media path a frame / 20 ms, recording included, voice detection excluded',
  goal: '≤0.01',
  async measure() {
    const { share, health } = await mediaCall({
      seconds: 5,
      vadModelPath: null,
      recordingPath: inWorkspace('cpu.wav'),
    });
    const bare = await bareShare(3);
    const beside = { 'bare-node': round(bare, 4) };
    return { figure: share, unit: '', ok: share <= 0.01, n: health.frames, samples: [health], beside };
  },
};
