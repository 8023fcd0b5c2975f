import { sileroPath } from '../../fakes/models.js';
import { mediaCall } from '../media.js';
import type { Measure } from '../measure.js';

export const g15Vad: Measure = {
  name: 'G15-VAD',
  about: 'the same with voice detection',
  goal: '≤0.03',
  async measure() {
    const { share, health } = await mediaCall({ seconds: 5, vadModelPath: sileroPath, recordingPath: null });
    return { figure: share, unit: '', ok: share <= 0.03, n: health.frames, samples: [health] };
  },
};
