import { killRepeatedly } from '../../fakes/message-killer.js';
import type { Measure } from '../measure.js';
import { inWorkspace, tell } from '../workspace.js';

const KILLS = 300;
const TELL_EVERY = 25;

export const r2: Measure = {
  name: 'R2',
  about:
    'kill -9 of the box while it receives and sends messages and has a call in hand: what was lost, doubled or left open',
  goal: `0 in ${KILLS}`,
  onlyNamed: true,
  async measure() {
    const verdict = await killRepeatedly(inWorkspace('killed.sqlite'), KILLS, (life) => {
      if ((life + 1) % TELL_EVERY === 0) tell(`R2: killed ${life + 1} times`);
    });
    const { lost, doubled, sentTwice, broken, leftInModem, unfinished, promised, inDoubt, callsCutOff } = verdict;
    const wrongs = { lost, doubled, sentTwice, broken, unfinished };
    const figure = Object.values(wrongs).reduce((sum, texts) => sum + texts.length, leftInModem);
    return {
      figure,
      unit: '',
      ok: figure === 0,
      n: KILLS,
      samples: [wrongs],
      beside: { promised, inDoubt, callsCutOff },
    };
  },
};
