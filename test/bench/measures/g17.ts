import { isAborted } from '../../../daemon/base/errors.js';
import type { LlamaLlm } from '../../../daemon/engines/llm/llama.js';
import type { PiperTts } from '../../../daemon/engines/tts/piper.js';
import { llama, piper } from '../../engines/real.js';
import { sileroPath } from '../../fakes/models.js';
import { mediaCall } from '../media.js';
import type { Measure } from '../measure.js';
import { started } from '../models.js';
import { tell } from '../workspace.js';

const SECONDS = 10;

async function think(mind: LlamaLlm, signal: AbortSignal): Promise<void> {
  const ask = { role: 'user', content: 'Tell me a long story about a bicycle.' } as const;
  while (!signal.aborted)
    await mind.generate({ messages: [ask], maxTokens: 200, temperature: 0 }, () => undefined, signal);
}

async function talk(mouth: PiperTts, signal: AbortSignal): Promise<void> {
  try {
    while (!signal.aborted) await mouth.synthesise('We are open Monday to Friday from nine to six.', signal);
  } catch (error) {
    if (!isAborted(error)) throw error;
  }
}

export const g17: Measure = {
  name: 'G17',
  about: 'late frames / frames while language model and voice work without a pause; underruns at the modem (goal 0)',
  goal: '≤0.001',
  async measure() {
    tell('the media path beside busy engines');
    const [mind, mouth] = await Promise.all([started(llama()), started(piper())]);
    const stop = new AbortController();
    const busy = Promise.all([think(mind, stop.signal), talk(mouth, stop.signal)]);
    const call = mediaCall({ seconds: SECONDS, vadModelPath: sileroPath, recordingPath: null });
    const { health, underruns } = await Promise.race([call, busy.then(() => call)]);
    stop.abort();
    await busy;
    await Promise.all([mind.engine.stop(), mouth.engine.stop()]);
    const figure = health.lateFrames / health.frames;
    return {
      figure,
      unit: '',
      ok: figure <= 0.001 && underruns === 0,
      n: health.frames,
      samples: [health],
      beside: { underruns },
    };
  },
};
