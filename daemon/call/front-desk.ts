import { waitOrAbort } from '../base/abort.js';
import { SecretaryError } from '../base/errors.js';
import { logger } from '../base/log.js';
import { time } from '../base/time.js';
import { Timers } from '../base/timers.js';
import type { ModemEvent } from '../modem/line.js';
import { Call, type Caller, type CallDeps } from './call.js';
import { keepMissedCall } from './missed-call.js';

const log = logger('call/front-desk');

/** Far above the sum of all budgets of unwinding. */
const STUCK_MS = 60_000;
/** A second caller who is still there when the first call ends rings within a ring period (sim7600.md §2.5, §3.5). */
const RINGS_AGAIN_MS = 8000;

export interface FrontDeskDeps {
  readonly call: () => CallDeps;
  readonly whoIs: (number: string | null) => Caller;
}

interface Stranger {
  readonly number: string | null;
}

/** One line, one call at a time: turns what the modem reports into calls. Every caller is kept once, spoken to or not. */
export class FrontDesk {
  readonly #deps: FrontDeskDeps;
  readonly #timers = new Timers<'ringing-again'>();
  #call: Call | null = null;
  /** What the modem's own call is doing; the call in hand may be over by then, or not begun. */
  #line: 'free' | 'rings' | 'up' = 'free';
  /** Rang while the call before was still being written down: taken as soon as the desk is free. */
  #next: Stranger | null = null;
  /** Second callers of the call in hand: whoever does not ring after it was refused by the network. */
  #waiting: Stranger[] = [];
  #running: Promise<void> = Promise.resolve();
  #keeping: Promise<void> = Promise.resolve();
  /** Told of the next caller in place of a call; null while all are the desk's. */
  #handOver: (() => void) | null = null;
  #handled = 0;
  /** Why no call is taken any more; null while the desk is open. */
  #closed: string | null = null;

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

  /** The next caller is not talked to but left to who asked: resolves when he rings. Rejects 'busy', or 'aborted'. */
  async handOver(signal: AbortSignal): Promise<void> {
    if (this.#handOver !== null) throw new SecretaryError('busy', 'the next caller is already waited for');
    log.info('the next caller is handed over');
    const rings = new Promise<void>((resolve) => (this.#handOver = resolve));
    await waitOrAbort(rings, signal, 'waiting for a caller').finally(() => (this.#handOver = null));
  }

  onModemEvent(event: ModemEvent): void {
    if (event.type === 'ringing') this.#rings(event.number);
    else if (event.type === 'answered') this.#line = 'up';
    else if (event.type === 'dtmf') this.#call?.key(event.key);
    else if (event.type === 'ended') this.#ended(event.reason);
    else if (event.type === 'missed') this.#missed(event.number);
    else if (event.type === 'waiting') this.#knock(event.number);
  }

  /** Takes no call any more, ends the one in hand, if there is one, and waits until all records are complete. */
  async stop(reason: string): Promise<void> {
    this.#closed = reason;
    if (this.#next !== null) this.#keep(this.#next, reason);
    this.#next = null;
    this.#call?.hangUp(reason);
    await this.#running;
    this.#refuseWaiting();
    await this.#keeping;
  }

  #rings(number: string | null): void {
    this.#line = 'rings';
    this.#ring(this.#takeWaiting(number));
  }

  #ended(reason: string): void {
    this.#line = 'free';
    this.#call?.gone(reason);
  }

  /** The caller who rings; while nobody does, another one gave up. */
  #missed(number: string | null): void {
    if (this.#line !== 'rings') return this.#keep({ number: this.#takeWaiting(number) }, 'caller-gave-up');
    this.#line = 'free';
    if (this.#next === null) this.#call?.gone('caller-gave-up');
    else this.#keep({ number: this.#next.number ?? number }, 'caller-gave-up');
    this.#next = null;
  }

  #knock(number: string | null): void {
    log.info('a second caller is not answered while the line is taken');
    this.#waiting.push({ number });
    if (this.#call === null) this.#expectRing();
  }

  #ring(number: string | null): void {
    if (this.#closed !== null) return this.#keep({ number }, this.#closed);
    if (this.#handOver !== null) return this.#handOver();
    if (this.#call !== null) {
      this.#next = { number };
      return;
    }
    this.#call = new Call(this.#deps.call(), this.#deps.whoIs(number));
    this.#running = this.#call.run().finally(() => this.#free());
  }

  /** The number of the second caller who now rings or gives up, or the one told. Without a number it is taken for his. */
  #takeWaiting(number: string | null): string | null {
    const at = this.#waiting.findIndex((each) => number === null || each.number === number);
    return at === -1 ? number : (this.#waiting.splice(at, 1)[0]?.number ?? number);
  }

  #free(): void {
    this.#call = null;
    this.#handled++;
    if (this.#waiting.length > 0) this.#expectRing();
    const next = this.#next;
    this.#next = null;
    if (next !== null) this.#ring(next.number);
  }

  #expectRing(): void {
    this.#timers.set('ringing-again', RINGS_AGAIN_MS, () => this.#refuseWaiting());
  }

  #refuseWaiting(): void {
    this.#timers.clearAll();
    for (const each of this.#waiting.splice(0)) this.#keep(each, 'line-taken');
  }

  #keep({ number }: Stranger, endReason: string): void {
    const kept = keepMissedCall(this.#deps.call(), number, endReason);
    this.#keeping = Promise.all([this.#keeping, kept]).then(() => undefined);
  }
}
