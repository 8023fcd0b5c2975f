import { fieldsOf, toInteger, toNumber } from './fields.js';

export const CALL_STATES = ['active', 'held', 'dialling', 'alerting', 'incoming', 'waiting', 'gone'] as const;
/** 'gone' is SIMCom's own stat 6 and comes only unsolicited (sim7600.md §2.6). */
export type CallState = (typeof CALL_STATES)[number];

/** One line of the modem's own list of calls. */
export interface ListedCall {
  /** Opaque: consecutive calls were seen with ids 3 and 4. */
  readonly id: number;
  readonly direction: 'in' | 'out';
  readonly state: CallState;
  /** null when the line has no number, which is normal (`+CLCC: 1,1,0,0,0`). */
  readonly number: string | null;
}

/** What follows `+CLCC:`; null when it is not of that grammar (3GPP 27.007 §7.18). */
export function readListedCall(rest: string): ListedCall | null {
  const [id, direction, stat, , , number = '', type] = fieldsOf(rest);
  const state = CALL_STATES[toInteger(stat) ?? -1];
  const callId = toInteger(id);
  if (callId === null || state === undefined || (direction !== '0' && direction !== '1')) return null;
  return { id: callId, direction: direction === '1' ? 'in' : 'out', state, number: toNumber(number, type) ?? null };
}

/** The answer of AT+CLCC. A state change pushed into the answer repeats an id: the later line is the truth. */
export function readCallList(lines: readonly string[]): readonly ListedCall[] {
  const calls = new Map<number, ListedCall>();
  for (const line of lines) {
    const call = readListedCall(line.slice('+CLCC:'.length));
    if (call !== null) calls.set(call.id, call);
  }
  return Array.from(calls.values());
}
