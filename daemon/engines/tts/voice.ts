import { readFileSync } from 'node:fs';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { z } from 'zod';
import { messageOf, SecretaryError } from '../../base/errors.js';
import type { Rendered } from './loudness.js';
import { createPhonemizer, type Phonemize } from './phonemizer.js';

/** The part of a voice's .onnx.json that is used; other keys differ between exporters. */
const VoiceConfig = z.object({
  audio: z.object({ sample_rate: z.number().int().min(8000).max(48_000) }),
  espeak: z.object({ voice: z.string().min(1) }),
  inference: z.object({ noise_scale: z.number(), length_scale: z.number(), noise_w: z.number() }),
  num_speakers: z.number().int().default(1),
  phoneme_id_map: z.record(z.string(), z.array(z.number().int())),
});
type VoiceConfig = z.infer<typeof VoiceConfig>;

/** Piper's own marks: begin, end, and the blank that it puts between all phonemes. */
const BEGIN = '^';
const END = '$';
const BLANK = '_';

/** One Piper voice: a sentence in, sound at the voice's own rate out. */
export class Voice {
  private constructor(
    private readonly config: VoiceConfig,
    private readonly session: InferenceSession,
    private readonly phonemize: Phonemize,
  ) {}

  /** Throws 'model-corrupt' naming the file that is damaged. */
  static async load(model: string, threads: number): Promise<Voice> {
    const config = readConfig(`${model}.json`);
    return new Voice(config, await createSession(model, threads), await createPhonemizer(config.espeak.voice));
  }

  /** Empty when the sentence holds nothing to pronounce. */
  async speak(sentence: string): Promise<Rendered> {
    const { audio, inference, num_speakers: speakers } = this.config;
    const ids = this.#ids(this.phonemize(sentence));
    const sampleRateHz = audio.sample_rate;
    if (ids.length === 0) return { samples: new Float32Array(0), sampleRateHz };
    const feeds: Record<string, Tensor> = {
      input: new Tensor('int64', BigInt64Array.from(ids, BigInt), [1, ids.length]),
      input_lengths: new Tensor('int64', BigInt64Array.of(BigInt(ids.length)), [1]),
      scales: new Tensor('float32', [inference.noise_scale, inference.length_scale, inference.noise_w], [3]),
    };
    if (speakers > 1) feeds['sid'] = new Tensor('int64', BigInt64Array.of(0n), [1]);
    const { output } = await this.session.run(feeds);
    if (!(output?.data instanceof Float32Array)) throw new SecretaryError('engine-failed', 'the voice gave no sound');
    return { samples: output.data, sampleRateHz };
  }

  /** By the voice's own map; a phoneme that it lacks is left out, as Piper does. */
  #ids(phonemes: readonly string[]): readonly number[] {
    const of = (phoneme: string) => this.config.phoneme_id_map[phoneme] ?? [];
    const spoken = phonemes.flatMap((phoneme) => of(phoneme).flatMap((id) => [id, ...of(BLANK)]));
    return spoken.length === 0 ? [] : [...of(BEGIN), ...of(BLANK), ...spoken, ...of(END)];
  }
}

function readConfig(path: string): VoiceConfig {
  try {
    return VoiceConfig.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch (cause) {
    throw new SecretaryError('model-corrupt', `${path} is not the description of a Piper voice`, {
      ru: `${path} — не описание голоса Piper`,
      cause,
    });
  }
}

async function createSession(model: string, threads: number): Promise<InferenceSession> {
  try {
    return await InferenceSession.create(model, {
      intraOpNumThreads: threads,
      interOpNumThreads: 1,
      executionMode: 'sequential',
      // Plans memory per input length; no two sentences have the same, so the plans only pile up (60 MB here).
      enableMemPattern: false,
      // Idle threads would otherwise burn a core waiting for the next sentence; numbers too small to be heard cost the
      // processor many times what others do.
      extra: {
        session: {
          set_denormal_as_zero: '1',
          intra_op: { allow_spinning: '0' },
          inter_op: { allow_spinning: '0' },
        },
      },
    });
  } catch (error) {
    throw new SecretaryError('model-corrupt', `${model} is damaged: ${messageOf(error)}`, {
      ru: `${model} повреждён: ${messageOf(error)}`,
    });
  }
}
