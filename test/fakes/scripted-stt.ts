import { SecretaryError } from '../../daemon/base/errors.js';
import { type Pcm, rms } from '../../daemon/base/pcm.js';
import { time } from '../../daemon/base/time.js';
import type { Expected, Stt, SttResult, SttStream, Word } from '../../daemon/engines/stt/stt.js';

/** Louder than this is speech to the fake. */
const AUDIBLE = 100;
/** Of audible sound, until the next word shows in a partial. */
const WORD_MS = 300;

/** Hears the lines of a script, whatever is said: each turn with anything audible in it takes the next one. */
export class ScriptedStt implements Stt {
  readonly #lines: string[];
  /** From the end of a turn to its final text; Infinity hangs. */
  finalMs = 0;
  /** What the dialogue expects now. */
  expected: Expected = { phrases: [], rows: [] };
  /** How often it was to be started anew. */
  doubts = 0;

  constructor(lines: readonly string[] = []) {
    this.#lines = [...lines];
  }

  /** What the next turn will be heard as. */
  willHear(...lines: readonly string[]): void {
    this.#lines.push(...lines);
  }

  open(): SttStream {
    return new ScriptedStream(this, this.#lines);
  }

  unknownWords(words: readonly string[]): Promise<readonly string[]> {
    return Promise.resolve(words.filter((word) => word.includes('zz')));
  }
}

class ScriptedStream implements SttStream {
  onPartial: (text: string) => void = () => undefined;
  #audibleMs = 0;
  #writtenMs = 0;
  #shown = 0;

  constructor(
    private readonly ear: ScriptedStt,
    private readonly lines: string[],
  ) {}

  write({ samples, sampleRateHz }: Pcm): void {
    const ms = (samples.length * 1000) / sampleRateHz;
    this.#writtenMs += ms;
    if (rms(samples) > AUDIBLE) this.#audibleMs += ms;
    const words = this.lines[0]?.split(' ') ?? [];
    const shown = Math.min(words.length, Math.floor(this.#audibleMs / WORD_MS));
    if (shown > this.#shown) this.onPartial(words.slice(0, shown).join(' '));
    this.#shown = shown;
  }

  doubt(): void {
    this.ear.doubts++;
  }

  expect(expected: Expected): void {
    this.ear.expected = expected;
  }

  async finalise(signal: AbortSignal): Promise<SttResult> {
    if (signal.aborted) throw new SecretaryError('aborted', 'recognition: aborted');
    const text = this.#audibleMs > 0 ? (this.lines.shift() ?? '') : '';
    const words = this.#wordsOf(text);
    this.#audibleMs = 0;
    this.#shown = 0;
    const phrase = this.ear.expected.phrases.includes(text) ? { text, confidence: 1 } : null;
    const { finalMs } = this.ear;
    if (finalMs > 0) await time.sleep(finalMs, signal);
    return { text, words, phrase };
  }

  close(): void {
    this.onPartial = () => undefined;
  }

  #wordsOf(text: string): readonly Word[] {
    const words = text === '' ? [] : text.split(' ');
    const startMs = this.#writtenMs - this.#audibleMs;
    const each = this.#audibleMs / Math.max(1, words.length);
    return words.map((word, i) => ({
      word,
      startMs: Math.round(startMs + i * each),
      endMs: Math.round(startMs + (i + 1) * each),
      confidence: 1,
    }));
  }
}
