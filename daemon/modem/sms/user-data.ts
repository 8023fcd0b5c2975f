import type { Alphabet, DataCoding } from './data-coding.js';
import { decodeGsm7, encodeGsm7, isKnownLanguage } from './gsm7.js';
import { type Concat, type Header, NO_HEADER, readHeader } from './header.js';
import { badPdu, type OctetReader } from './octets.js';
import { packSeptets, unpackSeptets } from './septets.js';
import { decodeUcs2, encodeUcs2 } from './ucs2.js';

/** What is odd about a message, in words for code; it was read all the same. */
export type Mark =
  | 'bad-header'
  | 'bad-time'
  | 'compressed'
  | 'message-waiting'
  | 'odd-octet'
  | 'reserved-coding'
  | 'silent'
  | 'unknown-language';

/** The text of a message and what stands around it. 8-bit data is read as latin1: one character an octet. */
export interface Content {
  readonly text: string;
  readonly alphabet: Alphabet;
  readonly class: DataCoding['class'];
  readonly concat: Concat | null;
  readonly referenceBits: 8 | 16;
  readonly marks: readonly Mark[];
}

/** User data, its length in front (3GPP 23.040 §9.2.3.16, §9.2.3.24). Throws 'bad-input' when it is cut off or the
 *  header does not fit into it. What follows it is left unread: modems were seen to pad. */
export function readUserData(reader: OctetReader, coding: DataCoding, hasHeader: boolean): Content {
  const length = reader.octet('the length of its text');
  const isSeptets = coding.alphabet === 'gsm7';
  const octets = reader.take(isSeptets ? Math.ceil((length * 7) / 8) : length, 'its text');
  const headerLength = hasHeader ? 1 + (octets[0] ?? octets.length) : 0;
  if (headerLength > octets.length) throw badPdu('its header is longer than its text');
  const header = hasHeader ? readHeader(octets.subarray(1, headerLength)) : NO_HEADER;
  const skip = Math.ceil((headerLength * 8) / 7);
  return {
    text: isSeptets
      ? decodeGsm7(unpackSeptets(octets, length - skip, skip), header.languages)
      : textOf(coding.alphabet, octets.subarray(headerLength)),
    alphabet: coding.alphabet,
    class: coding.class,
    concat: header.concat,
    referenceBits: header.referenceBits,
    marks: marksOf(coding, header, octets.length - headerLength),
  };
}

const textOf = (alphabet: Alphabet, octets: Uint8Array): string =>
  alphabet === 'ucs2' ? decodeUcs2(octets) : Buffer.from(octets).toString('latin1');

function marksOf(coding: DataCoding, header: Header, textOctets: number): Mark[] {
  const marks: readonly (readonly [Mark, boolean])[] = [
    ['bad-header', header.damaged],
    ['compressed', coding.compressed],
    ['message-waiting', coding.messageWaiting],
    ['odd-octet', coding.alphabet === 'ucs2' && textOctets % 2 === 1],
    ['reserved-coding', coding.reserved],
    ['unknown-language', !isKnownLanguage(header.languages)],
  ];
  return marks.filter(([, isSo]) => isSo).map(([mark]) => mark);
}

/** User data with its length in front; `header` is empty or begins with its own length. */
export function writeUserData(text: string, alphabet: 'gsm7' | 'ucs2', header: readonly number[]): number[] {
  if (alphabet === 'ucs2') {
    const body = encodeUcs2(text);
    return [header.length + body.length, ...header, ...body];
  }
  const septets = encodeGsm7(text);
  const headerSeptets = Math.ceil((header.length * 8) / 7);
  const fillBits = headerSeptets * 7 - header.length * 8;
  return [headerSeptets + septets.length, ...header, ...packSeptets(septets, fillBits)];
}
