import { CallTracker } from './call-tracker.js';
import type { ModemEvent } from './line.js';
import { readCallList } from './parser/call-list.js';
import { type RegistrationState, betterOf } from './parser/network.js';
import type { PastCallers } from './past-callers.js';
import type { CallSignal, Fact } from './parser/unsolicited.js';
import type { Reply } from './queue.js';

export interface InterpreterOwner {
  /** Of the modem, not of its port: a call that was lost with the port may still be spoken of when that is back. */
  readonly past: PastCallers;
  publish(event: ModemEvent): void;
  /** A fact that is no event of its own: technology, USSD, power. */
  told(fact: Fact): void;
  /** A call's end is in doubt: AT+CLCC has to say. */
  confirm(): void;
}

/** Turns what one modem says into events; the driver and `secretary modem replay` hear the same ones. */
export class Interpreter {
  readonly calls: CallTracker;
  readonly #registration: Record<'cs' | 'eps', RegistrationState> = { cs: 'none', eps: 'none' };
  #published: RegistrationState | null = null;
  #sim: string | null = null;

  constructor(private readonly owner: InterpreterOwner) {
    this.calls = new CallTracker(owner, owner.past);
  }

  call(signal: CallSignal): void {
    this.calls.signal(signal);
  }

  fact(fact: Fact): void {
    switch (fact.type) {
      case 'network':
        this.#registration[fact.domain] = fact.state;
        return this.#registered(betterOf(this.#registration.cs, this.#registration.eps));
      case 'sim':
        if (fact.state !== this.#sim) this.owner.publish(fact);
        this.#sim = fact.state;
        return;
      case 'technology':
      case 'ussd':
      case 'power':
      case 'noise':
        return this.owner.told(fact);
      default:
        return this.owner.publish(fact);
    }
  }

  sent(command: string): void {
    this.calls.sent(command);
  }

  /** Some answers are news about calls: the list, and an ATA that found nobody there (sim7600.md §2.6). */
  ended(command: string, { final, lines }: Reply): void {
    if (command === 'AT+CLCC' && final.ok) this.calls.list(readCallList(lines));
    else if (command === 'ATA' && final.text === 'NO CARRIER') this.calls.over('remote');
    else if (/^ATD/i.test(command) && !final.ok) this.calls.over(reasonOf(final.text));
  }

  #registered(state: RegistrationState): void {
    if (state === this.#published) return;
    this.#published = state;
    this.owner.publish({ type: 'registration', state });
  }
}

/** 'NO CARRIER' → 'no-carrier'; an error is 'refused'. */
const reasonOf = (result: string): string =>
  result.includes('ERROR') ? 'refused' : result.toLowerCase().replaceAll(' ', '-');
