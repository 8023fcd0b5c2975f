import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { open, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { hasCode, messageOf } from '../../base/errors.js';
import { logger } from '../../base/log.js';
import type { Pcm } from '../../base/pcm.js';
import { encodeWav, parseWav } from '../../base/wav.js';
import type { Tts } from './tts.js';

const log = logger('engines/phrases');

/** Part of every key: raised when the same voice sounds different, because trimming or level changed. */
const RENDERING = 'rendering 1';

/** Fixed phrases as 8 kHz WAV files in one folder, rendered before anybody needs them: then a phrase costs a look-up. */
export class PhraseCache {
  readonly #onDisk: Set<string>;
  readonly #inMemory = new Map<string, Int16Array>();

  /** `voice` is whatever tells one voice from another, such as the checksum of its model. */
  constructor(
    private readonly tts: Tts,
    private readonly folder: string,
    private readonly voice: string,
  ) {
    this.#onDisk = new Set(filesIn(folder));
  }

  /** The phrase at 8 kHz if it was prepared; a file that cannot be read counts as not prepared. */
  get(text: string): Int16Array | undefined {
    const name = this.#nameOf(text);
    if (!this.#inMemory.has(name) && this.#onDisk.has(name)) this.#read(name);
    return this.#inMemory.get(name);
  }

  /** Renders what is missing, behind everything that is wanted now. A text that cannot be spoken is left out; rejects
   *  when aborted or when the engine is down, and may then be called again for the rest. Returns how many it rendered. */
  async prepare(texts: readonly string[], signal: AbortSignal): Promise<number> {
    let rendered = 0;
    for (const text of new Set(texts)) {
      if (this.get(text) !== undefined) continue;
      const clip = await this.#render(text, signal);
      if (clip === undefined) continue;
      this.#inMemory.set(this.#nameOf(text), clip.samples);
      await this.#write(this.#nameOf(text), clip);
      rendered++;
    }
    return rendered;
  }

  async #render(text: string, signal: AbortSignal): Promise<Pcm | undefined> {
    try {
      return await this.tts.synthesise(text, signal, 'spare');
    } catch (error) {
      if (!hasCode(error, 'bad-input')) throw error;
      log.warn('phrase without anything to pronounce');
      return undefined;
    }
  }

  #nameOf(text: string): string {
    return `${createHash('sha256').update(`${RENDERING}\0${this.voice}\0${text}`).digest('hex').slice(0, 32)}.wav`;
  }

  #read(name: string): void {
    try {
      this.#inMemory.set(name, parseWav(readFileSync(join(this.folder, name))).samples);
    } catch (error) {
      this.#onDisk.delete(name);
      log.warn('phrase file cannot be used, will be rendered again', { error: messageOf(error) });
    }
  }

  /** Whole or not at all; without a disk the phrase lives in memory until the next start. */
  async #write(name: string, clip: Pcm): Promise<void> {
    const path = join(this.folder, name);
    try {
      // The caller of a demo renders into the same folder from another process.
      const part = `${path}.${process.pid}.part`;
      const file = await open(part, 'w');
      await file.writeFile(encodeWav(clip)).finally(() => file.close());
      await rename(part, path);
      this.#onDisk.add(name);
    } catch (error) {
      log.warn('phrase cannot be kept on disk', { error: messageOf(error) });
    }
  }
}

/** A disk that is full or read-only costs the phrases, not the phone. */
function filesIn(folder: string): string[] {
  try {
    mkdirSync(folder, { recursive: true });
    return readdirSync(folder);
  } catch (error) {
    log.warn('phrases cannot be kept on disk', { error: messageOf(error) });
    return [];
  }
}
