import { withDeadline } from '../base/abort.js';
import { hasCode, isAborted, messageOf } from '../base/errors.js';
import { logger } from '../base/log.js';
import { time } from '../base/time.js';

const log = logger('dialog/voice');

/** Text to 8 kHz sound. */
export interface Voice {
  /** What is synthesised at one go: the whole text when it was rendered before, else its sentences. */
  parts(text: string): readonly string[];
  /** Sound that was rendered before, at once. */
  ready(text: string): Int16Array | undefined;
  /** Rejects 'engine-failed' while the engine is down or gives nothing that can be heard, 'bad-input' when there is
   *  nothing to pronounce. */
  synthesise(text: string, signal: AbortSignal): Promise<Int16Array>;
}

/** An engine that died is back within about a second: a clause is tried again rather than lost, but nobody waits so long
 *  for each clause of an answer. */
const RETRIES = 2;
const RETRY_AFTER_MS = 600;
/** A Pi 4 renders a clause in 0.8 of the time that it lasts, perhaps behind another; what takes longer than both is hung,
 *  which the engine's own pulse finds out only later. */
const HUNG_MS = 4000;
const HUNG_MS_PER_LETTER = 70;

/** The patience that one saying has with its voice. */
export class PatientVoice {
  #retries = RETRIES;
  /** The voice did not answer in this saying: nobody waits for it twice. */
  #hung = false;

  constructor(
    private readonly voice: Voice,
    private readonly signal: AbortSignal,
  ) {}

  /** Undefined when it cannot be had: the rest of the answer may be rendered already and is said without it. */
  async synthesise(text: string): Promise<Int16Array | undefined> {
    while (!this.#hung) {
      try {
        return await this.#synthesiseInTime(text);
      } catch (error) {
        if (isAborted(error)) return undefined;
        log.warn('a clause could not be synthesised', { retries: this.#retries, error: messageOf(error) });
        this.#hung = hasCode(error, 'timeout');
        if (this.#hung || hasCode(error, 'bad-input') || this.#retries-- <= 0) return undefined;
        await time.sleep(RETRY_AFTER_MS, this.signal).catch(() => undefined);
      }
    }
    return undefined;
  }

  /** Rejects 'timeout' when it would come too late; a voice that is only slow need not finish it then. */
  async #synthesiseInTime(text: string): Promise<Int16Array> {
    const late = new AbortController();
    const sound = this.voice.synthesise(text, AbortSignal.any([this.signal, late.signal]));
    try {
      return await withDeadline(sound, HUNG_MS + HUNG_MS_PER_LETTER * text.length, 'voice');
    } finally {
      late.abort();
    }
  }
}
