import { logger } from '../base/log.js';
import { time } from '../base/time.js';
import type { ModemEvent } from '../modem/line.js';
import { Call, type Caller, type CallDeps } from './call.js';

const log = logger('call/front-desk');

/** Far above the sum of all budgets of unwinding. */
const STUCK_MS = 60_000;

export interface FrontDeskDeps {
  readonly call: () => CallDeps;
  readonly whoIs: (number: string | null) => Caller;
}

/** One line, one call at a time: turns what the modem reports into calls. */
export class FrontDesk {
  readonly #deps: FrontDeskDeps;
  #call: Call | null = null;
  /** Rang while the call before was still being written down: taken as soon as the desk is free. */
  #next: { readonly number: string | null } | null = null;
  #running: Promise<void> = Promise.resolve();
  #handled = 0;

  constructor(deps: FrontDeskDeps) {
    this.#deps = deps;
  }

  get current(): Call | null {
    return this.#call;
  }

  /** False when a call that is over does not free the line: what systemd's watchdog should end. */
  get healthy(): boolean {
    const sinceMs = this.#call?.endingSinceMs ?? null;
    return sinceMs === null || time.monotonicMs() - sinceMs < STUCK_MS;
  }

  get callsHandled(): number {
    return this.#handled;
  }

  onModemEvent(event: ModemEvent): void {
    if (event.type === 'ringing') this.#ring(event.number);
    else if (event.type === 'dtmf') this.#call?.key(event.key);
    else if (event.type === 'ended') this.#call?.gone(event.reason);
    else if (event.type === 'missed') this.#missed();
    else if (event.type === 'waiting') log.info('a second caller was refused while the line is taken');
  }

  /** Ends the call in hand, if there is one, and waits until its record is complete. */
  async stop(reason: string): Promise<void> {
    this.#next = null;
    this.#call?.hangUp(reason);
    await this.#running;
  }

  #missed(): void {
    if (this.#next !== null) this.#next = null;
    else this.#call?.gone('caller-gave-up');
  }

  #ring(number: string | null): void {
    if (this.#call !== null) {
      this.#next = { number };
      return;
    }
    this.#call = new Call(this.#deps.call(), this.#deps.whoIs(number));
    this.#running = this.#call.run().finally(() => this.#free());
  }

  #free(): void {
    this.#call = null;
    this.#handled++;
    const next = this.#next;
    this.#next = null;
    if (next !== null) this.#ring(next.number);
  }
}
