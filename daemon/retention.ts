import { isAborted, messageOf } from './base/errors.js';
import { logger } from './base/log.js';
import { type Cancel, time } from './base/time.js';
import { CALLS_AT_ONCE, type Purged } from './store/retention.js';

const log = logger('retention');

const DAY_MS = 24 * 3_600_000;
const LOOK_MS = 3_600_000;
/** Between two goes through a large past, so that a call finds the store free. */
const PAUSE_MS = 1000;

export interface RetentionDeps {
  /** For how many days the owner wants calls kept. */
  readonly days: () => number;
  /** What is older than that moment goes. */
  readonly purge: (before: number) => Promise<Purged>;
  /** Whether somebody else than our own clock says that it is right: one that is years ahead would remove everything. */
  readonly clockIsRight: () => boolean;
  readonly inCall: () => boolean;
}

/** Removes once a day what the owner does not want kept any longer: at a quiet moment, by a clock that is known to be right. */
export class Retention {
  #cancel: Cancel = () => undefined;
  #dueMs = 0;
  #stopping = new AbortController();

  constructor(private readonly deps: RetentionDeps) {}

  start(): void {
    this.#cancel = time.every(LOOK_MS, () => void this.#look());
  }

  stop(): void {
    this.#cancel();
    this.#stopping.abort();
  }

  async #look(): Promise<void> {
    const startedMs = time.monotonicMs();
    if (startedMs < this.#dueMs || !this.#mayRun()) return;
    this.#dueMs = Infinity;
    this.#dueMs = (await this.#run()) ? startedMs + DAY_MS : 0;
  }

  /** False when it is to be tried again at the next look. */
  async #run(): Promise<boolean> {
    const before = time.now() - this.deps.days() * DAY_MS;
    try {
      for (;;) {
        const purged = await this.deps.purge(before);
        log.info('what is older than the owner wants is removed', { ...purged });
        if (purged.calls < CALLS_AT_ONCE) return true;
        await time.sleep(PAUSE_MS, this.#stopping.signal);
        if (!this.#mayRun()) return false;
      }
    } catch (error) {
      if (!isAborted(error)) log.warn('what is old could not be removed', { error: messageOf(error) });
      return false;
    }
  }

  #mayRun(): boolean {
    return !this.deps.inCall() && this.deps.clockIsRight();
  }
}
