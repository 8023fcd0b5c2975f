import { type Cancel, time } from '../base/time.js';
import type { Final } from './parser/final.js';

/** What is late arrives in this time and finds nobody. */
const DISCARD_MS = 1000;
const ANSWER_MS = 1000;
/** After the first answer: a second one would mean that the first belonged to an earlier command. */
const SURPLUS_MS = 200;
const TRIES = 3;

/** Brings question and answer back into step after a command whose final result did not come: a late OK would otherwise
 *  be taken for the answer to the next command, and shift all that follow (sim7600.md §5 row 7). */
export class Resync {
  readonly #stopping = new AbortController();
  #finals: Final[] = [];
  #first: () => void = () => undefined;

  constructor(private readonly write: (text: string) => void) {}

  /** A final result that came while no command was running. */
  final(final: Final): void {
    this.#finals.push(final);
    this.#first();
  }

  stop(): void {
    this.#stopping.abort();
  }

  /** True as soon as one AT got exactly one OK; false when so many tries did not, or after `stop`. */
  async run(tries = TRIES, discardMs = DISCARD_MS): Promise<boolean> {
    try {
      for (let attempt = 0; attempt < tries; attempt++) {
        await time.sleep(discardMs, this.#stopping.signal);
        if (await this.#probe()) return true;
      }
    } catch {
      // Stopped: the port is gone, nobody asks any more.
    }
    return false;
  }

  async #probe(): Promise<boolean> {
    this.#finals = [];
    const answered = new Promise<void>((resolve) => {
      const cancel: Cancel = time.after(ANSWER_MS, resolve);
      this.#first = () => {
        cancel();
        resolve();
      };
    });
    this.write('AT\r');
    await answered;
    await time.sleep(SURPLUS_MS, this.#stopping.signal);
    return this.#finals.length === 1 && this.#finals[0]?.ok === true;
  }
}
