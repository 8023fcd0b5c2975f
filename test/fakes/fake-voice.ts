import { SecretaryError } from '../../daemon/base/errors.js';
import { time } from '../../daemon/base/time.js';
import type { Voice } from '../../daemon/dialog/voice.js';
import { ScriptedTts } from './scripted-tts.js';

/** The scripted voice with its misfortunes: slow, failing for some times, or hanging. */
export class FakeVoice implements Voice {
  /** Texts that were rendered before the call. */
  readonly rendered = new Set<string>();
  delayMs = 0;
  /** So many requests fail from now on. */
  failures = 0;
  readonly #tts = new ScriptedTts();
  readonly #sounds = new Map<string, Int16Array>();

  parts(text: string): readonly string[] {
    return this.rendered.has(text) ? [text] : (text.match(/[^.?!]+[.?!]*/g) ?? []).map((part) => part.trim());
  }

  ready(text: string): Int16Array | undefined {
    return this.rendered.has(text) ? this.#sounds.get(text) : undefined;
  }

  async synthesise(text: string, signal: AbortSignal): Promise<Int16Array> {
    if (this.delayMs > 0) await time.sleep(this.delayMs, signal);
    if (this.failures > 0) {
      this.failures--;
      throw new SecretaryError('engine-failed', 'piper is restarting', { retryable: true });
    }
    return this.#speak(text, signal);
  }

  /** Renders texts, as the box does before anybody calls. */
  async render(...texts: readonly string[]): Promise<void> {
    for (const text of texts) {
      this.#sounds.set(text, await this.#speak(text, new AbortController().signal));
      this.rendered.add(text);
    }
  }

  /** As long as the scripted voice speaks, but so that each sample tells its place. */
  async #speak(text: string, signal: AbortSignal): Promise<Int16Array> {
    const { samples } = await this.#tts.synthesise(text, signal);
    return samples.map((_, i) => 1000 + (i % 30_000));
  }
}
