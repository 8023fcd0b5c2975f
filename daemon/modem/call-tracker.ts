import { Topic } from '../base/topic.js';
import type { ModemEvent } from './line.js';
import type { ListedCall } from './parser/call-list.js';
import type { CallSignal } from './parser/unsolicited.js';
import type { PastCallers } from './past-callers.js';
import { type TrackedCall, isSame, newCall, sameNumber } from './tracked-call.js';

export type CallEvent = Extract<ModemEvent, { type: 'ringing' | 'answered' | 'ended' | 'missed' | 'waiting' }>;

export interface CallOwner {
  publish(event: CallEvent): void;
  /** The call's end is in doubt: AT+CLCC has to say. */
  confirm(): void;
}

const EMPTY_LISTS_UNTIL_ENDED = 2;

/** Makes one story of what the modem says about a call in many orders, twice, or not at all (sim7600.md §3): 'ringing'
 *  once, then 'answered' at most once, then exactly one of 'ended' and 'missed'. Sets no timers. */
export class CallTracker {
  /** Every change of the call, null when it is over; told before the event that goes with it. */
  readonly changes = new Topic<TrackedCall | null>('tracked call');
  #call: TrackedCall | null = null;
  #emptyLists = 0;
  #waiting: { readonly id: number | null; readonly number: string | null } | null = null;
  /** The one before the call that there is now. One who outran ATA has his last lines two seconds late: they are not about
   *  this call, nor about a new one. */
  #before: string | null = null;
  /** Somebody's end was told after the list was asked for: the answer may still name him. */
  #listIsOld = false;

  constructor(
    private readonly owner: CallOwner,
    private readonly past: PastCallers,
  ) {}

  get call(): TrackedCall | null {
    return this.#call;
  }

  signal(signal: CallSignal): void {
    switch (signal.type) {
      case 'ring':
        return this.#ring();
      case 'caller':
        return this.#caller(signal.number);
      case 'listed':
        return this.#listed(signal.call);
      case 'begin':
        return this.#answered();
      case 'end':
        return this.#end();
      case 'cleared':
        return this.#cleared(signal.cause);
      case 'gave-up':
        return this.#gaveUp(signal.number);
      case 'second-caller':
        return this.#secondCaller(null, signal.number);
    }
    return signal satisfies never;
  }

  /** A command goes out: some begin or end a call. */
  sent(command: string): void {
    if (/^ATD/i.test(command)) this.#call ??= newCall('outgoing');
    else if (/^(AT\+CHUP|ATH)/i.test(command)) this.#change({ closing: true });
    else if (/^AT\+CLCC/i.test(command)) this.#listIsOld = false;
  }

  /** The caller's number did not come in time: published without it. */
  announce(): void {
    if (this.#call?.phase !== 'incoming' || this.#call.announced || this.#call.closing) return;
    this.#change({ announced: true });
    this.owner.publish({ type: 'ringing', number: this.#call.number });
  }

  /** The call may be over without a word of it (sim7600.md §3.2): the next list decides. */
  suspect(reason: string): void {
    if (this.#call === null) return;
    this.#change({ doubt: this.#call.doubt ?? reason });
    this.owner.confirm();
  }

  /** The whole answer to AT+CLCC, which is the truth. One empty list alone may be a moment between two states. */
  list(calls: readonly ListedCall[]): void {
    if (this.#listIsOld) return this.#call === null ? undefined : this.owner.confirm();
    for (const each of calls) this.#listed(each);
    const call = this.#call;
    if (call === null) return;
    if (calls.some((each) => isSame(call, each))) {
      this.#emptyLists = 0;
      this.#change({ doubt: null });
    } else if (call.doubt !== null || call.closing || ++this.#emptyLists >= EMPTY_LISTS_UNTIL_ENDED) {
      this.over(call.doubt ?? 'vanished');
    }
  }

  /** True when a list still holds our call. */
  isIn(calls: readonly ListedCall[]): boolean {
    const call = this.#call;
    return call !== null && calls.some((each) => isSame(call, each));
  }

  /** The call is over, for this reason unless it was never answered or we ended it. */
  over(reason: string): void {
    const call = this.#call;
    if (call === null) return;
    if (call.closing) this.#close({ type: 'ended', reason: 'local' });
    else if (call.phase === 'incoming') this.#close({ type: 'missed', number: call.number });
    else this.#close({ type: 'ended', reason });
  }

  /** The port is gone, and with it all that could be known of the call. */
  lost(): void {
    const call = this.#call;
    if (call === null) return;
    const unheardOf = call.phase === 'incoming' && !call.announced;
    this.#close(unheardOf ? { type: 'missed', number: call.number } : { type: 'ended', reason: 'modem-lost' });
  }

  #close(event: CallEvent): void {
    if (this.#call?.direction === 'in') this.past.add(this.#call.number);
    this.#call = null;
    this.#waiting = null;
    this.#listIsOld = true;
    this.#emptyLists = 0;
    this.changes.publish(null);
    this.owner.publish(event);
  }

  #ring(): void {
    // A call that is up does not ring: what was said against it was true.
    if (this.#call?.phase === 'active' && this.#call.doubt !== null) this.over(this.#call.doubt);
    if (this.#call === null) this.#begin(newCall('incoming'));
    else this.announce();
  }

  /** Without a call it is the tail of one that we have just rejected; a real one rings again in 5 s. */
  #caller(number: string | null): void {
    if (this.#call?.phase !== 'incoming') return;
    if (!this.#call.announced) this.#change({ number });
    this.announce();
  }

  #listed(listed: ListedCall): void {
    if (listed.state === 'waiting') return this.#secondCaller(listed.id, listed.number);
    if (listed.state === 'gone') return this.#gone(listed);
    if (this.#call === null) this.#beginListed(listed);
    else if (!isSame(this.#call, listed)) return;
    this.#change({ id: listed.id, number: this.#call?.number ?? listed.number });
    if (listed.state === 'alerting') this.#change({ alerted: true });
    if (listed.state === 'active') this.#answered();
    else if (listed.state === 'incoming' && listed.number !== null) this.announce();
  }

  /** A call that is active without having rung here is a ghost and not begun: who asked for the list ends it. */
  #beginListed({ state }: ListedCall): void {
    if (state === 'incoming') this.#begin(newCall('incoming'));
    else if (state === 'dialling' || state === 'alerting') this.#begin(newCall('outgoing'));
  }

  #gone(listed: ListedCall): void {
    if (this.#isWaiting(listed)) this.#secondGone();
    else if (this.#call?.id === null && this.#isOfBefore(listed.number)) return;
    else if (this.#call !== null && isSame(this.#call, listed)) {
      this.#change({ number: this.#call.number ?? listed.number });
      this.over('remote');
    }
  }

  /** Before a list has named the calls, numbers tell them apart. */
  #isWaiting({ id, number }: ListedCall): boolean {
    const waiting = this.#waiting;
    if (waiting === null || id === this.#call?.id) return false;
    return waiting.id === id || (waiting.id === null && number !== null && sameNumber(waiting.number, number));
  }

  /** One who waited behind a call that was not ours has no other mention; the others have a MISSED_CALL line. */
  #secondGone(): void {
    const number = this.#waiting?.number ?? null;
    this.#waitsNoMore();
    if (this.#call !== null) return;
    this.past.add(number);
    this.owner.publish({ type: 'missed', number });
  }

  #begin(call: TrackedCall): void {
    this.#call = call;
    this.#waiting = null;
    this.#before = this.past.last;
    this.past.clear();
  }

  /** Of a call that nobody was told of, nobody can have answered it: BEGIN comes too early, or for another call. */
  #answered(): void {
    if (this.#call === null || this.#call.phase === 'active') return;
    if (this.#call.phase === 'incoming' && !this.#call.announced) return;
    this.#change({ phase: 'active', announced: true });
    this.owner.publish({ type: 'answered' });
  }

  /** A call that was not answered has no END: this one may belong to the call before. */
  #end(): void {
    if (this.#call?.phase === 'active' || this.#call?.closing === true) this.over('remote');
    else this.suspect('remote');
  }

  /** In the first 40 s of an outgoing call a NO CARRIER was seen that was not final (sim7600.md §3.4). */
  #cleared(cause: string): void {
    if (this.#call === null) return;
    const { phase, closing } = this.#call;
    if (closing || (phase === 'outgoing' && cause !== 'no-carrier')) this.over(cause);
    else this.suspect(phase === 'outgoing' ? cause : 'remote');
  }

  #isOfBefore(number: string | null): boolean {
    const waits = this.#waiting !== null && sameNumber(this.#waiting.number, number);
    return number !== null && number === this.#before && number !== this.#call?.number && !waits;
  }

  #gaveUp(number: string | null): void {
    const call = this.#call;
    if (this.#isOfBefore(number)) {
      this.#before = null;
    } else if (call?.phase === 'incoming') {
      this.#change({ number: call.number ?? number });
      this.over('remote');
    } else if (call !== null && this.#waiting === null && sameNumber(call.number, number)) {
      // He gave up in the moment of ATA, and nobody else was waiting.
      this.suspect('remote');
    } else if (!this.past.includes(number)) {
      this.#waitsNoMore();
      this.past.add(number);
      this.owner.publish({ type: 'missed', number });
    }
  }

  /** +CCWA comes every few seconds, and the list names the same caller: told once. He may wait behind a call that nobody
   *  here knows any more, because the port was lost and came back: ending that one refuses him too. */
  #secondCaller(id: number | null, number: string | null): void {
    const known = this.#waiting;
    this.#waiting = { id: id ?? known?.id ?? null, number: number ?? known?.number ?? null };
    if (known === null || !sameNumber(known.number, number)) this.owner.publish({ type: 'waiting', number });
  }

  #waitsNoMore(): void {
    this.#waiting = null;
    this.#listIsOld = true;
  }

  #change(change: Partial<TrackedCall>): void {
    if (this.#call === null) return;
    this.#call = { ...this.#call, ...change };
    this.changes.publish(this.#call);
  }
}
