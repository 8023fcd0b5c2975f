import { sileroPath } from '../../fakes/models.js';
import { driftFrames, gapFrames, killLossMs, mediaCall } from '../media.js';
import type { Measure } from '../measure.js';
import { round } from '../statistics.js';
import { inWorkspace } from '../workspace.js';

/** Fifty parts in a million are what the crystals of a modem and a Pi may be apart. */
const PPM = [-50, 50] as const;

export const g20: Measure = {
  name: 'G20',
  about:
    "recording: drift of the caller's side in an hour of virtual time; missing sound (goal 0) and loss after kill -9 (goal ≤1000ms) in real ones",
  goal: '≤1frame',
  async measure() {
    const path = inWorkspace('gaps.wav');
    await mediaCall({ seconds: 5, vadModelPath: sileroPath, recordingPath: path });
    const samples = PPM.map(driftFrames);
    const figure = Math.max(...samples);
    const gaps = gapFrames(path);
    const lossMs = await killLossMs(inWorkspace());
    const beside = { gaps: `${round(gaps, 2)}frames`, 'kill-loss': `${round(lossMs)}ms` };
    return {
      figure,
      unit: 'frames',
      ok: figure <= 1 && gaps === 0 && lossMs <= 1000,
      n: samples.length,
      samples,
      beside,
    };
  },
};
