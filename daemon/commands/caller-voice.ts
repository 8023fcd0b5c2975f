import { readFileSync } from 'node:fs';
import { hasCode, SecretaryError, systemCode } from '../base/errors.js';
import type { Language } from '../base/language.js';
import { SAMPLE_RATE_HZ } from '../base/pcm.js';
import { resample } from '../base/resample.js';
import { channelOf, parseWav } from '../base/wav.js';
import { engineSet } from '../engine-set.js';
import { speechFor } from '../speech/speech.js';
import type { Step } from './steps.js';
import type { ReadyStep } from './virtual-caller.js';

export interface CallerVoiceOptions {
  readonly language: Language;
  readonly modelsDir: string;
  readonly dataDir: string;
}

/** Makes all sounds of a call before it rings: texts with the machine's own voice (kept for the next time), files resampled. */
export async function makeSounds(steps: readonly Step[], options: CallerVoiceOptions): Promise<ReadyStep[]> {
  const texts = steps.flatMap((step) => ('text' in step ? [step.text] : []));
  const spoken = texts.length > 0 ? await speakAll(texts, options) : new Map<string, Int16Array>();
  return steps.map((step) => {
    if ('text' in step) return { step, sound: spoken.get(step.text) ?? null };
    return { step, sound: 'file' in step ? readVoice(step.file) : null };
  });
}

async function speakAll(texts: readonly string[], options: CallerVoiceOptions): Promise<Map<string, Int16Array>> {
  const speech = speechFor(options.language);
  const { tts, phrases } = await engineSet(options);
  if (texts.some((text) => phrases.get(speech.normalise(text)) === undefined)) {
    await tts.engine.start();
    if (tts.engine.status.state !== 'ready')
      throw new SecretaryError('model-missing', `the caller has no voice: ${tts.engine.status.detail.en}`);
    await phrases.prepare(
      texts.map((text) => speech.normalise(text)),
      new AbortController().signal,
    );
    await tts.engine.stop();
  }
  return new Map(texts.map((text) => [text, phrases.get(speech.normalise(text)) ?? new Int16Array(0)]));
}

/** A recorded caller at 8 kHz; throws 'bad-input' that names the file. */
export function readVoice(file: string): Int16Array {
  try {
    const { samples } = resample(channelOf(parseWav(readFileSync(file)), 0), SAMPLE_RATE_HZ);
    if (samples.length > 0) return samples;
  } catch (error) {
    const words = hasCode(error, 'bad-input') ? `: ${error.message}` : ` cannot be read (${systemCode(error)})`;
    throw new SecretaryError('bad-input', `${file}${words}`, { cause: error });
  }
  throw new SecretaryError('bad-input', `${file}: there is no sound in it`);
}
