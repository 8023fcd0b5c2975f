import { SecretaryError } from '../../daemon/base/errors.js';
import { type Pcm, SAMPLE_RATE_HZ, msToSamples } from '../../daemon/base/pcm.js';
import { time } from '../../daemon/base/time.js';
import type { Tts } from '../../daemon/engines/tts/tts.js';

/** As fast as people talk: 15 letters a second. */
const MS_PER_LETTER = 65;
const TONE_HZ = 400;
const LOUDNESS = 8000;

/** Speaks any text as one tone of about the length that saying it would take. */
export class ScriptedTts implements Tts {
  /** Everything it was asked for, in order. */
  readonly spoken: string[] = [];

  constructor(private readonly delayMs = 0) {}

  async synthesise(text: string, signal: AbortSignal): Promise<Pcm> {
    if (signal.aborted) throw new SecretaryError('aborted', 'synthesis: aborted');
    if (!/[\p{L}\p{N}]/u.test(text)) throw new SecretaryError('bad-input', 'nothing to pronounce in this text');
    if (this.delayMs > 0) await time.sleep(this.delayMs, signal);
    this.spoken.push(text);
    const samples = new Int16Array(msToSamples(text.length * MS_PER_LETTER));
    for (let i = 0; i < samples.length; i++)
      samples[i] = Math.round(LOUDNESS * Math.sin((2 * Math.PI * TONE_HZ * i) / SAMPLE_RATE_HZ));
    return { samples, sampleRateHz: SAMPLE_RATE_HZ };
  }
}
