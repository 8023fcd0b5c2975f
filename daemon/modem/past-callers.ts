import { time } from '../base/time.js';
import { sameNumber } from './tracked-call.js';

/** A caller who outran ATA has his last lines two seconds late, and a port that was lost is back in three: what comes later
 *  is about another call, though the same person may have made it. */
const FORGOTTEN_MS = 15_000;

/** Whose calls are over, while a MISSED_CALL line about one of them may still come. It comes also for a call that was taken
 *  for answered, because BEGIN was said too early, and a second time when others have ended since. */
export class PastCallers {
  #over: readonly { readonly number: string | null; readonly atMs: number }[] = [];

  /** The number of the last one, null when it is not known or there is none. */
  get last(): string | null {
    return this.#recent.at(-1)?.number ?? null;
  }

  add(number: string | null): void {
    this.#over = [...this.#recent, { number, atMs: time.monotonicMs() }];
  }

  clear(): void {
    this.#over = [];
  }

  /** The last one may be anybody if a number is not known; of the others only numbers tell. */
  includes(number: string | null): boolean {
    const [last, ...others] = this.#recent.toReversed();
    if (last !== undefined && sameNumber(last.number, number)) return true;
    return number !== null && others.some((each) => each.number !== null && sameNumber(each.number, number));
  }

  get #recent() {
    const sinceMs = time.monotonicMs() - FORGOTTEN_MS;
    return this.#over.filter(({ atMs }) => atMs > sinceMs);
  }
}
