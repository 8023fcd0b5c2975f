import { existsSync, statSync } from 'node:fs';
import { logger } from '../base/log.js';
import { type Cancel, time } from '../base/time.js';
import type { Topic } from '../base/topic.js';
import type { HealthNotice } from './health.js';
import type { ModemEvent } from './line.js';

const log = logger('modem/network-clock');

/** A box without a clock of its own starts days or years off; the network's own errors stay far below this. */
const DOUBT_MS = 60_000;
const LOOK_MS = 60_000;
/** More than any pause of this process between two looks at both clocks, which are a microsecond apart. */
const JUMP_MS = 2000;

/** systemd-timesyncd touches this file each time that it has reached a time server (systemd-timesyncd.service(8)), which is
 *  at least every 34 minutes (PollIntervalMaxSec of timesyncd.conf(5)). */
const SYNCHRONISED = '/run/systemd/timesync/synchronized';
const FRESH_MS = 2 * 3_600_000;

export interface NetworkClockDeps {
  readonly events: Topic<ModemEvent>;
  readonly health: Topic<HealthNotice>;
  readonly synchronisedFile?: string;
}

/** Compares our clock with the mobile network's, and sees when ours is set. It sets nothing itself: that takes rights
 *  which a program that talks to strangers must not have. */
export class NetworkClock {
  #cancel: Cancel = () => undefined;
  #unsubscribe = () => {};
  #offsetMs = 0;
  /** The network's time was ours, and ours was not set since. */
  #confirmed = false;
  /** Disagreement that was told already: some firmware says the time every few seconds. */
  #toldMs = 0;

  constructor(private readonly deps: NetworkClockDeps) {}

  start(): void {
    this.#offsetMs = offsetNow();
    this.#unsubscribe = this.deps.events.subscribe('network clock', (event) => {
      if (event.type === 'clock') this.#compare(event.at);
    });
    this.#cancel = time.every(LOOK_MS, () => this.#look());
  }

  stop(): void {
    this.#cancel();
    this.#unsubscribe();
  }

  /** Whether the network or a time server says that our clock is right, now. */
  isRight(): boolean {
    this.#look();
    return this.#confirmed || this.#isServed();
  }

  /** `at` is ISO 8601 with its offset, as the parser makes it of +CTZV. */
  #compare(at: string): void {
    // A jump before it must not undo what it says of the clock as it is now.
    this.#look();
    const offsetMs = Date.parse(at) - time.now();
    this.#confirmed = Math.abs(offsetMs) <= DOUBT_MS;
    if (this.#confirmed) this.#toldMs = 0;
    if (Math.abs(offsetMs - this.#toldMs) <= DOUBT_MS || existsSync(this.#file)) return;
    this.#toldMs = offsetMs;
    log.warn('our clock and the network do not agree', { offsetMs });
    this.deps.health.publish({ kind: 'clock-off', detail: { offsetMs } });
  }

  /** A file that is old by our clock may be fresh, and our clock wrong. */
  #isServed(): boolean {
    const touched = statSync(this.#file, { throwIfNoEntry: false });
    return touched !== undefined && Math.abs(time.now() - touched.mtimeMs) < FRESH_MS;
  }

  get #file(): string {
    return this.deps.synchronisedFile ?? SYNCHRONISED;
  }

  /** Only dates are touched by a jump: everything that waits here measures with a clock that does not jump. */
  #look(): void {
    const offsetMs = offsetNow();
    const byMs = Math.round(offsetMs - this.#offsetMs);
    this.#offsetMs = offsetMs;
    if (Math.abs(byMs) < JUMP_MS) return;
    this.#confirmed = false;
    log.warn('our clock was set', { byMs });
    this.deps.health.publish({ kind: 'clock-set', detail: { byMs } });
  }
}

const offsetNow = (): number => time.now() - time.monotonicMs();
