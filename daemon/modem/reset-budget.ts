import { time } from '../base/time.js';

const HOUR_MS = 60 * 60_000;
const PER_HOUR = 3;
/** After the last one of the hour. */
const REST_MS = 15 * 60_000;

/** How often a modem may be restarted: three times an hour, then not for 15 minutes (sim7600.md §5). One that needs more
 *  is not mended by more, and is deaf for half a minute each time. */
export class ResetBudget {
  #spentMs: number[] = [];

  /** True when one may be done now, and then it counts as done. So many are left `inReserve`: what is only a precaution
   *  must not use up what a modem that is dead will need. */
  spend(inReserve = 0): boolean {
    const nowMs = time.monotonicMs();
    this.#spentMs = this.#spentMs.filter((at) => nowMs - at < HOUR_MS);
    const last = this.#spentMs.at(-1);
    if (this.#spentMs.length + inReserve >= PER_HOUR && last !== undefined && nowMs - last < REST_MS) return false;
    this.#spentMs.push(nowMs);
    return true;
  }
}
