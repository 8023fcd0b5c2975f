import { time } from '../base/time.js';

const two = (value: number): string => String(value).padStart(2, '0');

/** Where the modem's clock starts without a network (MAN 4.17): no year, no zone. */
const EPOCH_WITHOUT_NETWORK = Date.UTC(1980, 0, 6);

/** The modem's clock: the network's time once it was heard, years off before. */
export class Rtc {
  #poweredOnMs = time.monotonicMs();
  #offsetMs = 0;
  networkTimeKnown = false;

  powerOn(): void {
    this.#poweredOnMs = time.monotonicMs();
    this.networkTimeKnown = false;
  }

  /** The network sends another time. */
  jump(ms: number): void {
    this.#offsetMs += ms;
  }

  /** As AT+CCLK? says it: the zone in quarters of an hour appears with the network's time (sim7600.md §2.8). */
  text(): string {
    return `${this.#dateAndTime()}${this.networkTimeKnown ? '+00' : ''}`;
  }

  /** As the network's time is told unasked: zone, date, time, no daylight saving (MAN 4.17). */
  zoneLine(): string {
    return `+CTZV: 0,${this.#dateAndTime()},0`;
  }

  /** As MISSED_CALL says it: `11:01AM` (§3.2). */
  twelveHourText(): string {
    const now = this.#now();
    const hours = now.getUTCHours();
    return `${two(hours % 12 === 0 ? 12 : hours % 12)}:${two(now.getUTCMinutes())}${hours < 12 ? 'AM' : 'PM'}`;
  }

  #dateAndTime(): string {
    const now = this.#now();
    const date = [now.getUTCFullYear() % 100, now.getUTCMonth() + 1, now.getUTCDate()].map(two).join('/');
    const clock = [now.getUTCHours(), now.getUTCMinutes(), now.getUTCSeconds()].map(two).join(':');
    return `${date},${clock}`;
  }

  #now(): Date {
    if (this.networkTimeKnown) return new Date(time.now() + this.#offsetMs);
    return new Date(EPOCH_WITHOUT_NETWORK + time.monotonicMs() - this.#poweredOnMs);
  }
}
