import { SecretaryError } from '../../base/errors.js';
import { decodeGsm7 } from './gsm7.js';
import { badPdu, type OctetReader } from './octets.js';
import { unpackSeptets } from './septets.js';

/** Types of address (3GPP 23.040 §9.1.2.5): bits 6–4 are the type of number, the lowest the numbering plan. */
const INTERNATIONAL = 0x91;
const UNKNOWN = 0x81;
const ALPHANUMERIC = 5;
const MAX_DIGITS = 20;

const DIGITS = '0123456789*#abc';

/** Low half first, which is the first digit; 0xF fills an odd last half (§9.1.2.3). */
const digitsOf = (octets: Uint8Array): string =>
  Array.from(octets, (octet) => (DIGITS[octet & 0x0f] ?? '') + (DIGITS[octet >> 4] ?? '')).join('');

const typeOfNumber = (type: number): number => (type >> 4) & 7;

const numberOf = (type: number, octets: Uint8Array): string => (typeOfNumber(type) === 1 ? '+' : '') + digitsOf(octets);

/** A name: seven-bit letters, as many as fit into the half octets of its length. */
function nameOf(octets: Uint8Array, halfOctets: number): string {
  const septets = unpackSeptets(octets, Math.floor((halfOctets * 4) / 7));
  // Seven letters fill 49 of 56 bits; some centres count all of these, which makes an @ of the padding.
  if (septets.length % 8 === 0 && septets.at(-1) === 0) septets.pop();
  return decodeGsm7(septets);
}

/** Sender or recipient: its length counts half octets (§9.1.2.5). "+447700900123", "900" or "BANK". */
export function readAddress(reader: OctetReader, what: string): string {
  const halfOctets = reader.octet(what);
  if (halfOctets > MAX_DIGITS) throw badPdu(`${what} is too long`);
  const type = reader.octet(what);
  const octets = reader.take(Math.ceil(halfOctets / 2), what);
  return typeOfNumber(type) === ALPHANUMERIC ? nameOf(octets, halfOctets) : numberOf(type, octets);
}

/** The service centre: its length counts octets, the type included; null when it is left to the SIM (3GPP 27.005 §3.1). */
export function readServiceCentre(reader: OctetReader): string | null {
  const what = 'the service centre';
  const length = reader.octet(what);
  if (length === 0) return null;
  const type = reader.octet(what);
  return numberOf(type, reader.take(length - 1, what));
}

/** A recipient without the blanks, hyphens and brackets that people write: digits, * and #, with or without "+". Throws
 *  'bad-input' for anything else. */
export function plainNumber(number: string): string {
  const plain = number.replaceAll(/[\s()-]/g, '');
  if (/^\+?[0-9*#]{1,20}$/.test(plain)) return plain;
  throw new SecretaryError('bad-input', 'the recipient is not a number of 1 to 20 digits');
}

export function encodeAddress(number: string): number[] {
  const plain = plainNumber(number);
  const halves = Array.from(plain.replace('+', ''), (digit) => DIGITS.indexOf(digit));
  const octets = Array.from({ length: Math.ceil(halves.length / 2) }, (_, index) => {
    return (halves[2 * index] ?? 0) | ((halves[2 * index + 1] ?? 0xf) << 4);
  });
  return [halves.length, plain.startsWith('+') ? INTERNATIONAL : UNKNOWN, ...octets];
}
