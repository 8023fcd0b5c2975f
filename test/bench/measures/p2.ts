import { paths, vosk } from '../../engines/real.js';
import { bareVosk, ourRecognition } from '../engines.js';
import type { Measure } from '../measure.js';
import { started } from '../models.js';
import { questionClips, sampleBriefing } from '../questions.js';
import { sum } from '../statistics.js';
import { tell } from '../workspace.js';

const ROUNDS = 2;

export const p2: Measure = {
  name: 'P2',
  about: "CPU of our recogniser's process / of bare libvosk, same clips and grammar",
  goal: '≤1.05',
  async measure() {
    const clips = await questionClips();
    tell('our recognition and bare libvosk, in turns');
    const grammar = sampleBriefing().phrases;
    const { voskModel: modelDir, libvosk: library } = paths;
    const stt = await started(vosk());
    await ourRecognition(stt, { clips, grammar });
    const samples = [];
    for (let round = 0; round < ROUNDS; round++) {
      const ours = await ourRecognition(stt, { clips, grammar });
      samples.push({ ours, bare: await bareVosk({ engine: 'vosk', modelDir, library, clips, grammar }) });
    }
    await stt.engine.stop();
    const figure = sum(samples.map(({ ours }) => ours.cpuMs)) / sum(samples.map(({ bare }) => bare.cpuMs));
    return { figure, unit: '', ok: figure <= 1.05, n: ROUNDS * clips.length, samples };
  },
};
