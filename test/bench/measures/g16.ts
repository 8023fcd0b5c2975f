import { time } from '../../../daemon/base/time.js';
import { demoCalls } from '../demo-calls.js';
import type { Measure } from '../measure.js';
import { cpuMs, wakeUps } from '../process-usage.js';
import { round, sum } from '../statistics.js';
import { tell } from '../workspace.js';

const SETTLE_MS = 3000;
const SECONDS = 30;
const WAKE_UPS_A_SECOND = 10;

export const g16: Measure = {
  name: 'G16',
  about: `CPU of the idle daemon / one core over ${SECONDS} s, and its wake-ups a second (goal ≤${WAKE_UPS_A_SECOND}), after some calls`,
  goal: '≤0.005',
  async measure() {
    const { daemon, engines } = (await demoCalls()).processes;
    tell(`the idle daemon for ${SECONDS} s`);
    await time.sleep(SETTLE_MS);
    const look = () => ({
      cpu: cpuMs(daemon),
      wakeUps: wakeUps(daemon),
      engines: sum(engines.map(({ pid }) => cpuMs(pid))),
    });
    const before = look();
    await time.sleep(SECONDS * 1000);
    const after = look();
    const figure = (after.cpu - before.cpu) / (SECONDS * 1000);
    const wakes = (after.wakeUps - before.wakeUps) / SECONDS;
    const beside = {
      'wake-ups': `${round(wakes, 1)}/s`,
      engines: round((after.engines - before.engines) / (SECONDS * 1000), 4),
    };
    return {
      figure,
      unit: '',
      ok: figure <= 0.005 && wakes <= WAKE_UPS_A_SECOND,
      n: 1,
      samples: [before, after],
      beside,
    };
  },
};
