import { isAborted, messageOf, SecretaryError } from '../base/errors.js';
import { rms, SAMPLE_RATE_HZ, samplesOf } from '../base/pcm.js';
import { engineSet } from '../engine-set.js';
import type { SimulatorClient } from '../simulator/client.js';
import { LOUD_RMS } from './assistant-ear.js';
import type { CallerVoiceOptions } from './caller-voice.js';

/** Silence between two things that the assistant says, in samples. */
const PAUSE_SAMPLES = (700 * SAMPLE_RATE_HZ) / 1000;

/** A caller who understands: a recogniser of the caller's own writes down what is heard on the line, which is what a person
 *  would hear and not what the daemon believes to have said. Resolves when it listens; ended by what it returns. */
export async function hearAssistant(
  line: SimulatorClient,
  options: CallerVoiceOptions,
  told: (text: string) => void,
): Promise<() => Promise<void>> {
  const { stt } = await engineSet(options);
  await stt.engine.start();
  const { state, detail } = stt.engine.status;
  if (state !== 'ready') throw new SecretaryError('model-missing', `the caller cannot understand: ${detail.en}`);
  const stream = stt.open();
  const stop = new AbortController();
  let heard = false;
  let quietSamples = 0;
  const write = async (): Promise<void> => {
    heard = false;
    const { text } = await stream.finalise(stop.signal);
    if (text !== '') told(text);
  };
  const failed = (error: unknown) => isAborted(error) || told(`(not understood: ${messageOf(error)})`);
  const leave = line.events.subscribe('hearing', (event) => {
    if (event.event !== 'audio') return;
    const samples = samplesOf(Buffer.from(event.pcm, 'base64'));
    stream.write({ samples, sampleRateHz: SAMPLE_RATE_HZ });
    const loud = rms(samples) >= LOUD_RMS;
    heard ||= loud;
    quietSamples = loud ? 0 : quietSamples + samples.length;
    if (heard && quietSamples >= PAUSE_SAMPLES) write().catch(failed);
  });
  return async () => {
    leave();
    if (heard) await write().catch(failed);
    stop.abort();
    stream.close();
    await stt.engine.stop();
  };
}
