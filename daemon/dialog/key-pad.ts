import { time } from '../base/time.js';

/** The same key within this time is one press reported twice: by the modem (+RXDTMF) and by the in-band detector. */
const SAME_PRESS_MS = 250;

export interface KeyPress {
  readonly text: string;
  /** True when the keys are a number that was asked for, ended by '#'. */
  readonly digits: boolean;
}

/** Turns key presses into single keys or, where a number was asked for, into the whole number. */
export class KeyPad {
  #last = { key: '', atMs: Number.NEGATIVE_INFINITY };
  #digits = '';

  /** Forgets the keys of a number that was not finished: the caller said it instead. */
  clear(): void {
    this.#digits = '';
  }

  /** Returns what was entered, or null while a number is unfinished or the press is an echo of the last one. */
  press(key: string, wantsNumber: boolean): KeyPress | null {
    const atMs = time.monotonicMs();
    const echo = key === this.#last.key && atMs - this.#last.atMs < SAME_PRESS_MS;
    this.#last = { key, atMs };
    if (echo) return null;
    if (!wantsNumber) return { text: key, digits: false };
    if (key !== '#') {
      this.#digits += key;
      return null;
    }
    const text = this.#digits;
    this.#digits = '';
    return { text, digits: true };
  }
}
