import { setImmediate as hearNews } from 'node:timers/promises';
import { SecretaryError } from '../../base/errors.js';
import { type Pcm, rms, samplesToMs } from '../../base/pcm.js';
import { serve } from '../child.js';
import { join, toLine } from './loudness.js';
import type { PiperWire } from './piper-wire.js';
import type { Urgency } from './tts.js';
import { Voice } from './voice.js';

/** Digits are words in every language. */
const PROOF = '1, 2, 3.';
/** Between two sentences of one text. */
const BREATH_MS = 180;

serve<PiperWire>('secretary-piper', async ({ model, threads }) => {
  const voice = await Voice.load(model, threads);
  prove(toLine(await voice.speak(PROOF)));
  const queue = new Queue(voice);
  return {
    tells: {},
    requests: { synthesise: ({ text, urgency }, { signal }) => queue.say(text, urgency, signal) },
  };
});

function prove({ samples }: Pcm): void {
  const ms = samplesToMs(samples.length);
  if (ms >= 300 && ms <= 3000 && rms(samples) > 200) return;
  throw new SecretaryError(
    'model-corrupt',
    'the voice says nothing when asked to count to three: its model is not fit for use',
    { ru: 'голос молчит, когда его просят сосчитать до трёх: модель не годится' },
  );
}

interface Wish {
  readonly sentences: readonly string[];
  readonly urgency: Urgency;
  readonly signal: AbortSignal;
  readonly done: PromiseWithResolvers<Int16Array>;
}

/** One text at a time: a run holds this process's loop until its sentence is done. Between sentences the loop gets a
 *  turn to hear of aborts and of more urgent texts. */
class Queue {
  readonly #wishes: Wish[] = [];
  #busy = false;

  constructor(private readonly voice: Voice) {}

  say(text: string, urgency: Urgency, signal: AbortSignal): Promise<Int16Array> {
    const done = Promise.withResolvers<Int16Array>();
    this.#wishes.push({ sentences: sentencesOf(text), urgency, signal, done });
    if (!this.#busy) void this.#work();
    return done.promise;
  }

  async #work(): Promise<void> {
    this.#busy = true;
    await this.#serve(['now', 'spare']);
    this.#busy = false;
  }

  async #serve(order: readonly Urgency[]): Promise<void> {
    for (let wish = this.#take(order); wish !== undefined; wish = this.#take(order)) {
      await this.#render(wish).then(wish.done.resolve, wish.done.reject);
    }
  }

  #take(order: readonly Urgency[]): Wish | undefined {
    const found = order.map((wanted) => this.#wishes.findIndex(({ urgency }) => urgency === wanted));
    const at = found.find((index) => index >= 0);
    return at === undefined ? undefined : this.#wishes.splice(at, 1)[0];
  }

  async #render({ sentences, urgency, signal }: Wish): Promise<Int16Array> {
    if (sentences.length === 0) throw new SecretaryError('bad-input', 'nothing to pronounce in this text');
    const clips: Pcm[] = [];
    for (const sentence of sentences) {
      await hearNews();
      if (urgency === 'spare') await this.#serve(['now']);
      if (signal.aborted) throw new SecretaryError('aborted', 'synthesis aborted');
      clips.push(toLine(await this.voice.speak(sentence)));
    }
    return join(clips, BREATH_MS).samples;
  }
}

/** Whole sentences, each with its mark. The phonemizer speaks quotes, slashes and line ends as words: they go. */
function sentencesOf(text: string): readonly string[] {
  const plain = text
    .replaceAll(/["«»“”\\/\n\r\t<>{}[\]|_*#~^]+/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
  return plain.split(/(?<=[.!?…])\s+/).filter((sentence) => /[\p{L}\p{N}]/u.test(sentence));
}
