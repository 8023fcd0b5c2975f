import { join } from 'node:path';
import t from 'tap';
import { redirectLog } from '../../daemon/base/log.js';
import { FRAME_SAMPLES, msToSamples, rms, SAMPLE_RATE_HZ } from '../../daemon/base/pcm.js';
import { SpeechDetector } from '../../daemon/audio/speech-detector.js';
import type { GateEvent } from '../../daemon/audio/speech-gate.js';
import { SileroModel } from '../../daemon/audio/vad.js';
import type { SttResult, SttStream } from '../../daemon/engines/stt/stt.js';
import { paths, started, vosk } from '../engines/real.js';
import { callerSays, withoutBox } from './caller-voice.js';

t.before(() => redirectLog(() => undefined));

/** A loud street behind a caller. */
const SNR_DB = 10;
const QUESTION = 'How much is a puncture repair?';
/** Noise before the words and behind them. */
const [LEAD, TAIL] = [msToSamples(1000), msToSamples(2000)];

/** Pink noise (Kellet's filter) from a fixed seed. */
function pinkNoise(length: number): Float64Array {
  let seed = 1;
  const [slow, middle, fast] = [{ sum: 0 }, { sum: 0 }, { sum: 0 }];
  return Float64Array.from({ length }, () => {
    seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
    const white = seed / 2 ** 30 - 1;
    slow.sum = 0.99765 * slow.sum + 0.099046 * white;
    middle.sum = 0.963 * middle.sum + 0.2965164 * white;
    fast.sum = 0.57 * fast.sum + 1.0526913 * white;
    return slow.sum + middle.sum + fast.sum + 0.1848 * white;
  });
}

function inNoise(speech: Int16Array, noiseRms: number): Int16Array {
  const noise = pinkNoise(LEAD + speech.length + TAIL);
  const level = Math.sqrt(noise.reduce((sum, sample) => sum + sample * sample, 0) / noise.length);
  return Int16Array.from(noise, (sample, i) => Math.round((sample * noiseRms) / level + (speech[i - LEAD] ?? 0)));
}

/** As in a call: what was said is taken when the detector says that it is over. */
async function listen(sound: Int16Array, silero: SileroModel, stream: SttStream) {
  const events: GateEvent[] = [];
  let heard: SttResult | null = null;
  const detector = new SpeechDetector(silero.stream(), (event) => events.push(event));
  for (let at = 0; at + FRAME_SAMPLES <= sound.length; at += FRAME_SAMPLES) {
    const samples = sound.slice(at, at + FRAME_SAMPLES);
    stream.write({ samples, sampleRateHz: SAMPLE_RATE_HZ });
    detector.push(samples, at);
    await new Promise((resolve) => setImmediate(resolve));
    if (events.at(-1)?.type === 'speech-end') heard ??= await stream.finalise(AbortSignal.timeout(10_000));
  }
  return { events, heard };
}

t.test('a caller in a street', { skip: withoutBox }, async (t) => {
  const silero = SileroModel.load(join(paths.voskModel, '..', 'silero-vad', 'silero_vad.onnx'));
  const stream = (await started(t, vosk())).open();
  const phrase = 'how much is a puncture repair';
  stream.expect({ phrases: [phrase, 'when are you open', 'where are you', 'yes', 'no'], rows: [] });
  const speech = callerSays(QUESTION);
  const noiseRms = rms(speech) / 10 ** (SNR_DB / 20);

  await t.test('is heard to the end of the words, not of the noise, and understood', async (t) => {
    const { events, heard } = await listen(inNoise(speech, noiseRms), silero, stream);
    t.same(
      events.map(({ type }) => type),
      ['speech-start', 'speech-end'],
    );
    const endSample = LEAD + speech.length;
    const lateSamples = (events[1]?.atSample ?? 0) - endSample;
    t.ok(Math.abs(lateSamples) <= msToSamples(400), `${lateSamples} samples late`);
    t.equal(heard?.phrase?.text, phrase);
  });

  await t.test('who says nothing is no voice', async (t) => {
    const { events } = await listen(inNoise(new Int16Array(msToSamples(5000)), noiseRms), silero, stream);
    t.same(events, []);
  });
});
