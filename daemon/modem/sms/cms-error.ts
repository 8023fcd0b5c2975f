import type { Final } from '../parser/final.js';

/** Errors of the network, of a card that is busy for a moment or of nobody knows what, after which the same message may
 *  be accepted (sim7600.md §6.1). */
const REPEATABLE: ReadonlySet<number | null> = new Set([38, 41, 42, 314, 331, 332, 500]);

/** What they mean to the owner (3GPP 27.005 §3.2.5, 24.011 E.2; sim7600.md §2.4). */
const WORDS: ReadonlyMap<number | null, string> = new Map([
  [1, 'there is no such number'],
  [8, 'the network does not let this SIM send messages'],
  [10, 'the network has barred this SIM from sending'],
  [21, 'the network refused the message'],
  [27, 'the recipient is not reachable now'],
  [28, 'the network does not know the recipient'],
  [38, 'the network is out of order'],
  [41, 'the network had a temporary failure'],
  [42, 'the network is overloaded'],
  [302, 'the modem does not allow it'],
  [304, 'the modem does not accept the message'],
  [310, 'there is no SIM'],
  [311, 'the SIM asks for its PIN'],
  [313, 'the SIM does not work'],
  [314, 'the SIM is busy'],
  [321, 'the modem does not accept the message'],
  [322, 'the memory for messages is full'],
  [330, 'the SIM has no number of a service centre'],
  [331, 'there is no network'],
  [332, 'the network did not answer'],
]);

export const isRepeatable = ({ code }: Final): boolean => REPEATABLE.has(code);

export const wordsOf = ({ code, text }: Final): string => WORDS.get(code) ?? `the modem says ${text}`;
