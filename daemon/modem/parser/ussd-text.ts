import { decodeGsm7 } from '../sms/gsm7.js';
import { unpackSeptets } from '../sms/septets.js';
import { decodeUcs2 } from '../sms/ucs2.js';

/** Shorter runs of hex digits are balances and codes. */
const LEAST_HEX_DIGITS = 8;
/** Latin, Greek and Cyrillic: read as UCS-2, a number such as "12345678" would fall outside. */
const PLAUSIBLE = /^[\n\r\u0020-\u04ff\u2010-\u2044\u20ac\u20bd]+$/;
const PRINTABLE = /^[\n\r\u0020-\u007e\u00a0-\u04ff\u20ac]+$/;

/** The text of +CUSD as people read it. Networks and firmware disagree on its coding: plain, UCS-2 as hex, or packed
 *  septets as hex, and the dcs (3GPP 23.038 §5) is not always true (sim7600.md §2.8). */
export function readUssdText(text: string, coding: number | null): string {
  const digits = text.trim();
  if (!/^(?:[0-9A-F]{2})+$/i.test(digits)) return text;
  const octets = Buffer.from(digits, 'hex');
  if (isUcs2(coding)) return decodeUcs2(octets);
  if (digits.length < LEAST_HEX_DIGITS) return text;
  const wide = octets.length % 2 === 0 ? decodeUcs2(octets) : '';
  if (PLAUSIBLE.test(wide)) return wide;
  // Packed text nearly always has a hex letter in it; a number has none.
  const packed = decodeGsm7(unpackSeptets(octets, Math.floor((octets.length * 8) / 7))).replace(/[\r@]$/, '');
  return /[A-F]/i.test(digits) && PRINTABLE.test(packed) ? packed : text;
}

/** The general group with alphabet 10, as in 72, and 17: UCS-2 behind a language. */
const isUcs2 = (coding: number | null): boolean => coding !== null && (coding === 17 || (coding & 0x0c) === 8);
