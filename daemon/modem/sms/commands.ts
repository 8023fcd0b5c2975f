import { type Body, type Command, TIMEOUT_MS, act, query, set } from '../commands.js';
import { fieldsOf, toInteger } from '../parser/fields.js';

// What the driver says to the modem about short messages (sim7600.md §2.9, times §2.11).

/** Messages, and reports on messages that we sent. */
export type Storage = 'SM' | 'SR';

/** From where the next commands read and delete; where the modem puts what comes stays as it was set at the start. */
export const select = (storage: Storage): Command => set(`AT+CPMS="${storage}"`, { timeoutMs: TIMEOUT_MS.medium });

/** All that is stored, read or not. AT+CMGR is not used: its answer does not say which index it is about, and after a
 *  lost answer the wrong message would be deleted. */
export const LIST: Command = query('AT+CMGL=4', { mustAnswer: false, timeoutMs: 30_000 });

/** Not to be repeated when its answer was lost: by then the place may hold another message. */
export const erase = (index: number): Command => act(`AT+CMGD=${index}`);

const PROMPT_MS = 5000;

export const submit = (pdu: string, length: number, written: () => void): Command => {
  const body: Body = { text: pdu, promptMs: PROMPT_MS, written };
  // An OK that is lost after the reference was told must not cost a minute in which no call could be answered.
  const settledBy = { line: /^\+CMGS:/, quietMs: 3000 };
  return act(`AT+CMGS=${length}`, { body, settledBy, mustAnswer: true, timeoutMs: TIMEOUT_MS.network });
};

/** The reference of `+CMGS: <mr>`; null when the line did not come through. */
export function referenceOf(lines: readonly string[]): number | null {
  const line = lines.find((each) => each.startsWith('+CMGS:'));
  return toInteger(line?.slice('+CMGS:'.length).trim().split(',')[0]);
}

export interface Stored {
  readonly index: number;
  readonly pdu: string;
}

/** `<stat>` of what came in; 2 and 3 are drafts and copies of whoever had the SIM before, and not ours to delete. */
const RECEIVED: ReadonlySet<string | undefined> = new Set(['0', '1']);

/** `+CMGL: <index>,<stat>,[<alpha>],<length>` and the PDU on the next line. A head without one is left for next time. */
export function readList(lines: readonly string[]): Stored[] {
  const stored: Stored[] = [];
  for (const [at, line] of lines.entries()) {
    if (!line.startsWith('+CMGL:')) continue;
    const [index, stat] = fieldsOf(line.slice('+CMGL:'.length));
    const pdu = lines[at + 1];
    const place = toInteger(index);
    if (place !== null && RECEIVED.has(stat) && pdu !== undefined && !pdu.startsWith('+')) {
      stored.push({ index: place, pdu });
    }
  }
  return stored;
}
