import { type Pcm, SAMPLE_RATE_HZ, FRAME_SAMPLES } from '../../../daemon/base/pcm.js';
import { wordsOf } from '../../../daemon/base/language.js';
import type { SttStream } from '../../../daemon/engines/stt/stt.js';
import { vosk } from '../../engines/real.js';
import { demoCalls } from '../demo-calls.js';
import type { Measure } from '../measure.js';
import { started } from '../models.js';
import { sampleBriefing } from '../questions.js';
import { cut } from '../recording.js';
import { sum } from '../statistics.js';
import { tell } from '../workspace.js';
import { wordErrors } from '../word-errors.js';

async function recognise(stream: SttStream, { samples }: Pcm): Promise<string> {
  for (let at = 0; at < samples.length; at += FRAME_SAMPLES)
    stream.write({ samples: samples.slice(at, at + FRAME_SAMPLES), sampleRateHz: SAMPLE_RATE_HZ });
  return (await stream.finalise(AbortSignal.timeout(60_000))).text;
}

export const hear: Measure = {
  name: 'HEAR',
  about: "word error rate of Vosk on the assistant's channel, against what the record says was spoken",
  goal: '≤0.2',
  async measure() {
    const { later } = await demoCalls();
    tell("Vosk listens to the assistant's channel");
    const { speakable } = sampleBriefing();
    const stt = await started(vosk());
    const stream = stt.open();
    const samples = [];
    for (const { spoken, saidStartMs, saidEndMs } of later.record.turns) {
      if (spoken === null || saidStartMs === null || saidEndMs === null) continue;
      const heard = await recognise(stream, cut(later.recording.assistant, { startMs: saidStartMs, endMs: saidEndMs }));
      // The recogniser writes "am" where people write "a.m.".
      const expected = wordsOf(speakable(spoken).replaceAll('.', ''));
      samples.push({ spoken, heard, words: expected.length, errors: wordErrors(expected, wordsOf(heard)) });
    }
    stream.close();
    await stt.engine.stop();
    const figure = sum(samples.map(({ errors }) => errors)) / sum(samples.map(({ words }) => words));
    return { figure, unit: '', ok: figure <= 0.2, n: samples.length, samples };
  },
};
