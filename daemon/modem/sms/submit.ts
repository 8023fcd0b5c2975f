import { SecretaryError } from '../../base/errors.js';
import { encodeAddress, readAddress } from './address.js';
import { codingOf, readDataCoding } from './data-coding.js';
import { concatHeader } from './header.js';
import { hexOf, type OctetReader } from './octets.js';
import { segment } from './segment.js';
import { type Content, readUserData, writeUserData } from './user-data.js';
import { minutesOfValidity, validityOf } from './validity.js';

/** A message to the network (SMS-SUBMIT, 3GPP 23.040 §9.2.2.2). */
export interface Submit extends Content {
  readonly type: 'submit';
  readonly smsc: string | null;
  readonly to: string;
  /** As the sender left it; the modem puts its own in its place and tells it in +CMGS. */
  readonly mr: number;
  readonly report: boolean;
  /** How long the centre is to try; null when it was not said as a period. */
  readonly validMinutes: number | null;
}

/** Bits of the first octet. */
const SUBMIT = 0x01;
const RELATIVE_VALIDITY = 0x10;
const REPORT = 0x20;
const HEADER = 0x40;
/** Octets of the validity by its format: none, enhanced, relative, absolute (§9.2.3.3). */
const VALIDITY_OCTETS = [0, 7, 1, 7] as const;

export function readSubmit(reader: OctetReader, smsc: string | null, first: number): Submit {
  const mr = reader.octet('its reference');
  const to = readAddress(reader, 'its recipient');
  reader.octet('its protocol');
  const coding = readDataCoding(reader.octet('its coding'));
  const format = (first >> 3) & 3;
  const validity = reader.take(VALIDITY_OCTETS[format] ?? 0, 'its validity');
  return {
    type: 'submit',
    smsc,
    to,
    mr,
    report: (first & REPORT) !== 0,
    validMinutes: format === 2 ? minutesOfValidity(validity[0] ?? 0) : null,
    ...readUserData(reader, coding, (first & HEADER) !== 0),
  };
}

export interface Outgoing {
  readonly to: string;
  readonly text: string;
  /** Whether a status report is asked for. */
  readonly report: boolean;
  /** Tells this long message from others to the same number: 0–255, or 0–65535 with 16 bits. */
  readonly reference: number;
  readonly referenceBits?: 8 | 16;
  /** More parts are refused: a runaway text costs money. At most 255. */
  readonly mostParts?: number;
}

export interface EncodedPart {
  readonly hex: string;
  /** What AT+CMGS wants to know: octets without the service centre's (sim7600.md §2.9). */
  readonly length: number;
}

const VALID_MINUTES = 24 * 60;
const MOST_PARTS = 8;
const MOST_PARTS_EVER = 255;

/** The PDUs of a text, the service centre being the SIM's. Throws 'bad-input' for a recipient that is no number or a
 *  text that is too long. */
export function encodeSubmit({ to, text, report, reference, referenceBits = 8, ...limits }: Outgoing): EncodedPart[] {
  const { alphabet, parts } = segment(text, referenceBits);
  const mostParts = Math.min(limits.mostParts ?? MOST_PARTS, MOST_PARTS_EVER);
  if (parts.length > mostParts) {
    throw new SecretaryError('bad-input', `the text would be ${parts.length} messages; at most ${mostParts} are sent`);
  }
  const address = encodeAddress(to);
  const total = parts.length;
  return parts.map((part, index) => {
    const header = total === 1 ? [] : concatHeader({ ref: reference, total, part: index + 1 }, referenceBits);
    const first = SUBMIT | RELATIVE_VALIDITY | (report ? REPORT : 0) | (total === 1 ? 0 : HEADER);
    const head = [first, 0, ...address, 0, codingOf(alphabet), validityOf(VALID_MINUTES)];
    const octets = [...head, ...writeUserData(part, alphabet, header)];
    return { hex: `00${hexOf(octets)}`, length: octets.length };
  });
}
