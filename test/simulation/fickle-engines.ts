import { SecretaryError } from '../../daemon/base/errors.js';
import { msToSamples } from '../../daemon/base/pcm.js';
import { time } from '../../daemon/base/time.js';
import type { Voice } from '../../daemon/dialog/voice.js';
import type { GenerateResult, Llm } from '../../daemon/engines/llm/llm.js';
import type { Stt, SttResult, SttStream } from '../../daemon/engines/stt/stt.js';

export const MOODS = ['well', 'slow', 'fails', 'hangs', 'blank'] as const;
export type Mood = (typeof MOODS)[number];

export interface Moods {
  readonly stt: Mood;
  readonly tts: Mood;
  readonly llm: Mood;
}

export const ALL_WELL: Moods = { stt: 'well', tts: 'well', llm: 'well' };

/** A tenth of what a person needs: a conversation has the same turns in less virtual sound. */
const MS_PER_LETTER = 6;
const ASSISTANT_LOUDNESS = 8000;
const HEARD_AS_VOICE = 500;
const SLOW_MS = 1500;
/** A hung engine is found out and killed by its supervisor (engines/host.ts). */
const HUNG_MS = 3000;
const LLM_SAYS = 'I am sorry, but I would have to ask the owner about that.';

/** Lets pass what the engine's mood lets pass. */
async function suffer(mood: Mood, quickMs: number, signal: AbortSignal): Promise<void> {
  await time.sleep(mood === 'hangs' ? HUNG_MS : mood === 'slow' ? SLOW_MS : quickMs, signal);
  if (mood === 'fails' || mood === 'hangs')
    throw new SecretaryError('engine-failed', 'engine died', { retryable: true });
}

/** Scripted engines that can fall ill at any moment: `moods` may change in the middle of a call. */
export class FickleEngines {
  moods: Moods = ALL_WELL;
  /** What the caller is saying just now; heard if the sound of it comes through. */
  onLips = '';
  readonly #sounds = new Map<string, Int16Array>();

  readonly stt: Stt = {
    open: () => new FickleEar(this),
    unknownWords: () => Promise.resolve([]),
  };

  readonly llm: Llm = {
    preload: () => Promise.resolve(),
    generate: async (_request, onText, signal): Promise<GenerateResult> => {
      await suffer(this.moods.llm, 150, signal);
      const text = this.moods.llm === 'blank' ? '' : LLM_SAYS;
      onText(text);
      const usage = { promptTokens: 1, newTokens: 1, generatedTokens: 1, firstTokenMs: 150 };
      return { text, stopReason: 'end', usage };
    },
  };

  /** What never changes was rendered before anybody called. */
  voice(rendered: ReadonlySet<string>): Voice {
    return {
      parts: (text) => [text],
      ready: (text) => (rendered.has(text) ? this.#sound(text) : undefined),
      synthesise: async (text, signal) => {
        const { tts } = this.moods;
        await suffer(tts, 60, signal);
        if (tts === 'blank') throw new SecretaryError('engine-failed', 'no sound', { retryable: true });
        return this.#sound(text);
      },
    };
  }

  #sound(text: string): Int16Array {
    const samples = msToSamples(text.length * MS_PER_LETTER);
    const key = String(samples);
    const known = this.#sounds.get(key);
    if (known !== undefined) return known;
    const sound = new Int16Array(samples).fill(ASSISTANT_LOUDNESS);
    this.#sounds.set(key, sound);
    return sound;
  }
}

/** Hears what is on the caller's lips, if anything audible came with it. */
class FickleEar implements SttStream {
  onPartial: (text: string) => void = () => undefined;
  #heard = '';
  #shown = false;

  constructor(private readonly engines: FickleEngines) {}

  write({ samples }: { readonly samples: Int16Array }): void {
    if (Math.abs(samples[0] ?? 0) < HEARD_AS_VOICE) return;
    this.#heard = this.engines.onLips;
    if (this.#shown || this.engines.moods.stt !== 'well') return;
    this.#shown = true;
    this.onPartial(this.#heard);
  }

  expect(): void {}

  async finalise(signal: AbortSignal): Promise<SttResult> {
    const { stt } = this.engines.moods;
    await suffer(stt, 40, signal);
    const text = stt === 'blank' ? '' : this.#heard;
    this.#heard = '';
    this.#shown = false;
    return { text, words: [], phrase: null };
  }

  doubt(): void {}

  close(): void {
    this.onPartial = () => undefined;
  }
}
