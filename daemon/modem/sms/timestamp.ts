import { offsetOf } from '../parser/clock.js';
import type { OctetReader } from './octets.js';

const SIGN = 0x08;

/** Two decimal digits, the low half first; null when they are none. */
function twoDigits(octet: number): string | null {
  const [first, second] = [octet & 0x0f, octet >> 4];
  return first > 9 || second > 9 ? null : `${first}${second}`;
}

/** Seven octets of local time and its zone in quarters of an hour (3GPP 23.040 §9.2.3.11), as ISO 8601 with its offset;
 *  null when they are no date, which networks were seen to send. */
export function readTimestamp(reader: OctetReader, what: string): string | null {
  const octets = reader.take(7, what);
  const zone = octets[6] ?? 0;
  const [year, month, day, hour, minute, second] = Array.from(octets.subarray(0, 6), twoDigits);
  const quarters = twoDigits(zone & ~SIGN);
  if (quarters === null) return null;
  const offset = offsetOf(zone & SIGN ? -Number(quarters) : Number(quarters));
  const at = `20${year}-${month}-${day}T${hour}:${minute}:${second}${offset}`;
  return Number.isNaN(Date.parse(at)) ? null : at;
}
