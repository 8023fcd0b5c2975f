import { Machine, type Table } from '../base/machine.js';
import { time } from '../base/time.js';

export type CallState = 'incoming' | 'waiting' | 'answering' | 'dialling' | 'alerting' | 'active' | 'held' | 'released';

export type CallInput = 'answer' | 'connect' | 'alert' | 'offer' | 'hold' | 'retrieve' | 'release';

/**
 * A call as the network keeps it.
 * incoming: it rings · waiting: a second caller · answering: ATA was sent, the speech path opens · dialling: ATD was sent
 * · alerting: it rings at the other side · active: both hear each other · held: put aside · released: over.
 */
export const CALL_TABLE = {
  incoming: { answer: 'answering', release: 'released' },
  // A second caller: heard as +CCWA, becomes an ordinary ringing call when the first one ends.
  waiting: { answer: 'answering', offer: 'incoming', release: 'released' },
  // Between ATA and the speech path; the caller may be gone before it opens.
  answering: { connect: 'active', release: 'released' },
  dialling: { alert: 'alerting', connect: 'active', release: 'released' },
  alerting: { connect: 'active', release: 'released' },
  active: { hold: 'held', release: 'released' },
  held: { retrieve: 'active', release: 'released' },
  released: {},
} as const satisfies Table<CallState, CallInput>;

/** `<stat>` of +CLCC; 6 is SIMCom's own and stands in unsolicited lines only (MAN 6.7). */
const STAT: Readonly<Record<CallState, number>> = {
  active: 0,
  held: 1,
  dialling: 2,
  alerting: 3,
  incoming: 4,
  answering: 4,
  waiting: 5,
  released: 6,
};

/** Why a call is over, as the far end would tell it. */
export type EndReason =
  | 'caller-hung-up'
  | 'hung-up'
  | 'rejected'
  | 'no-reply'
  | 'network-lost'
  | 'modem-lost'
  | 'busy'
  | 'no-answer'
  | 'refused'
  | 'unobtainable';

/** What AT+CEER says for it (MAN 19.2). */
const CAUSE: Readonly<Record<EndReason, string>> = {
  'caller-hung-up': 'Network ended call',
  'hung-up': 'Client ended call',
  rejected: 'Client rejected incoming call',
  'no-reply': 'User alerting, no answer',
  'network-lost': 'No service available',
  'modem-lost': 'Phone is offline',
  busy: 'User busy',
  'no-answer': 'User alerting, no answer',
  refused: 'Call rejected',
  unobtainable: 'Unassigned/unallocated number',
};

/** 145 international, 129 national, 128 withheld (MAN 6.12). */
export const addressType = (number: string | null): number =>
  number === null ? 128 : number.startsWith('+') ? 145 : 129;

/** One call as the modem keeps it. */
export class Call {
  readonly machine: Machine<CallState, CallInput>;
  endReason: EndReason | null = null;
  /** null until the speech path opened. */
  connectedAtMs: number | null = null;

  constructor(
    /** Grows from call to call, and is not always 1 (sim7600.md §2.6). */
    readonly id: number,
    readonly number: string | null,
    readonly direction: 'out' | 'in',
    initial: CallState,
  ) {
    this.machine = new Machine('call', CALL_TABLE, initial);
    this.machine.changes.subscribe('call', ({ to }) => {
      if (to === 'active') this.connectedAtMs ??= time.monotonicMs();
    });
  }

  get state(): CallState {
    return this.machine.state;
  }

  get cause(): string {
    return this.endReason === null ? 'Normal call clearing' : CAUSE[this.endReason];
  }

  /** `+CLCC: <id>,<dir>,<stat>,<mode>,<mpty>,"<number>",<type>` (MAN 6.7). */
  clccLine(): string {
    const direction = this.direction === 'in' ? 1 : 0;
    return `+CLCC: ${this.id},${direction},${STAT[this.state]},0,0,"${this.number ?? ''}",${addressType(this.number)}`;
  }

  /** HHMMSS: "000352" is 3 min 52 s, not 352 s (MAN 6.2). */
  durationText(): string {
    const seconds = this.connectedAtMs === null ? 0 : Math.floor((time.monotonicMs() - this.connectedAtMs) / 1000);
    const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
    return parts.map((part) => String(part).padStart(2, '0')).join('');
  }
}
