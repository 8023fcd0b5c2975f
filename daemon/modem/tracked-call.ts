import type { ListedCall } from './parser/call-list.js';

/** The call that has the line. */
export interface TrackedCall {
  /** The modem's id once a list named it. */
  readonly id: number | null;
  readonly phase: 'incoming' | 'outgoing' | 'active';
  readonly direction: 'in' | 'out';
  /** Outgoing: it was seen to ring over there. */
  readonly alerted: boolean;
  readonly number: string | null;
  /** 'ringing' was published. */
  readonly announced: boolean;
  /** We sent AT+CHUP: whatever ends it now, ends it by us. */
  readonly closing: boolean;
  /** Something spoke for its end that was seen to lie; the next list decides, and this would be the reason. */
  readonly doubt: string | null;
}

export const newCall = (phase: 'incoming' | 'outgoing'): TrackedCall => ({
  id: null,
  phase,
  direction: phase === 'incoming' ? 'in' : 'out',
  alerted: false,
  number: null,
  announced: false,
  closing: false,
  doubt: null,
});

/** As long as no list has named our call, any entry that is not waiting may be it. */
export const isSame = (call: TrackedCall, listed: ListedCall): boolean =>
  call.id === null ? listed.state !== 'waiting' && !isGhostOf(call, listed) : call.id === listed.id;

/** Nobody was told of our call yet, so nobody can have answered it: what is up is another one that nobody made. */
const isGhostOf = (call: TrackedCall, { state }: ListedCall): boolean =>
  call.phase === 'incoming' && !call.announced && (state === 'active' || state === 'held');

/** An unknown number may be any; a national and an international form share their last seven digits. */
export const sameNumber = (one: string | null, other: string | null): boolean =>
  one === null || other === null || one.slice(-7) === other.slice(-7);
