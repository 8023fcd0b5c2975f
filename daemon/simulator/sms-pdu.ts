/** Just enough of 3GPP 23.040 to play the network: messages to the modem, and what it sends read back. The
 *  product's own codec is the modem room's; two codecs that know nothing of each other find each other's faults. */

/** Default alphabet, 3GPP 23.038 §6.2.1; the escape stands at 0x1b. */
const GSM7 =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\u001bÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà';
const SMSC = '07917487588010F5';
/** Characters of one part: alone, and with the six octets of a concatenation header. */
const LIMITS = { gsm7: { alone: 160, part: 153 }, ucs2: { alone: 70, part: 67 } } as const;
/** What a reference of 16 bits costs each part beside that. */
const WIDER = 1;

type Alphabet = keyof typeof LIMITS;

export interface Delivery {
  /** Digits, with or without "+", or a name of up to 11 letters. */
  readonly from: string;
  readonly text: string;
  readonly at: Date;
  /** Of concatenation; the same for all parts. */
  readonly reference: number;
  /** It has 16 bits, not 8 (§9.2.3.24.8). */
  readonly wideReference?: boolean;
}

const hex = (byte: number): string => (byte & 0xff).toString(16).toUpperCase().padStart(2, '0');
const hexOf = (bytes: readonly number[]): string => bytes.map(hex).join('');

/** Nibbles swapped, an odd one filled with F (§9.1.2.3). */
function semiOctets(digits: string): string {
  const even = digits.length % 2 === 0 ? digits : `${digits}F`;
  return even.replace(/(.)(.)/g, '$2$1');
}

/** Seven-bit letters packed to octets (23.038 §6.1.2.1), after so many bits that belong to the header. */
function packed(text: string, fillBits: number): number[] {
  const octets: number[] = [];
  let bits = 0;
  let count = fillBits;
  for (const letter of text) {
    bits |= GSM7.indexOf(letter) << count;
    for (count += 7; count >= 8; count -= 8) {
      octets.push(bits & 0xff);
      bits >>= 8;
    }
  }
  return count > 0 ? [...octets, bits & 0xff] : octets;
}

/** Length in digits (in semi-octets for a name), type, value (§9.1.2.5). */
function address(from: string): string {
  if (!/^\+?\d+$/.test(from)) {
    const name = packed(from, 0);
    return `${hex(Math.ceil((from.length * 7) / 4))}D0${hexOf(name)}`;
  }
  const digits = from.replace('+', '');
  return `${hex(digits.length)}${from.startsWith('+') ? '91' : '81'}${semiOctets(digits)}`;
}

/** YYMMDDhhmmss and the zone, which is UTC here (§9.2.3.11). */
const timeStamp = (at: Date): string => semiOctets(`${at.toISOString().replace(/\D/g, '').slice(2, 14)}00`);

function split(text: string, alphabet: Alphabet, wide: boolean): string[] {
  const letters = alphabet === 'gsm7' ? Array.from(text) : text.split('');
  const { alone } = LIMITS[alphabet];
  const part = LIMITS[alphabet].part - (wide ? WIDER : 0);
  if (letters.length <= alone) return [text];
  return Array.from({ length: Math.ceil(letters.length / part) }, (_, n) =>
    letters.slice(n * part, (n + 1) * part).join(''),
  );
}

function userData(text: string, alphabet: Alphabet, header: readonly number[]): string {
  if (alphabet === 'ucs2') {
    const body = Buffer.from(text, 'utf16le').swap16();
    return `${hex(header.length + body.length)}${hexOf(header)}${body.toString('hex').toUpperCase()}`;
  }
  // The text starts on a septet boundary behind the header.
  const headerSeptets = Math.ceil((header.length * 8) / 7);
  const fillBits = headerSeptets * 7 - header.length * 8;
  return `${hex(headerSeptets + Array.from(text).length)}${hexOf(header)}${hexOf(packed(text, fillBits))}`;
}

/** SMS-DELIVER, one PDU a part, with the service centre's address in front (§9.2.2.1). */
export function deliverPdus({ from, text, at, reference, wideReference = false }: Delivery): string[] {
  const alphabet: Alphabet = Array.from(text).every((letter) => GSM7.includes(letter)) ? 'gsm7' : 'ucs2';
  const parts = split(text, alphabet, wideReference);
  const concatenation = wideReference ? [6, 8, 4, reference >> 8, reference & 0xff] : [5, 0, 3, reference];
  return parts.map((part, n) => {
    const header = parts.length === 1 ? [] : [...concatenation, parts.length, n + 1];
    const firstOctet = header.length === 0 ? '04' : '44';
    const coding = alphabet === 'gsm7' ? '00' : '08';
    return `${SMSC}${firstOctet}${address(from)}00${coding}${timeStamp(at)}${userData(part, alphabet, header)}`;
  });
}

export interface Submission {
  readonly wantsReport: boolean;
  /** Length, type and digits as they stand in the PDU: what a report repeats. */
  readonly recipient: string;
}

/** Reads SMS-SUBMIT (§9.2.2.2) as far as a modem checks it; null when it is none of that length. */
export function readSubmit(pdu: string, tpduOctets: number): Submission | null {
  if (!/^([0-9a-f]{2})+$/i.test(pdu)) return null;
  const bytes = Buffer.from(pdu, 'hex');
  const start = 1 + (bytes[0] ?? 0);
  if (bytes.length - start !== tpduOctets || tpduOctets < 8) return null;
  const first = bytes[start] ?? 0;
  const digits = bytes[start + 2] ?? 0;
  if ((first & 0x03) !== 0x01 || digits === 0 || digits > 20) return null;
  const recipient = bytes.subarray(start + 2, start + 4 + Math.ceil(digits / 2));
  return { wantsReport: (first & 0x20) !== 0, recipient: recipient.toString('hex').toUpperCase() };
}

/** SMS-STATUS-REPORT (§9.2.2.3): `status` 0 is delivered. */
export function reportPdu(submission: Submission, reference: number, at: Date): string {
  return `${SMSC}06${hex(reference)}${submission.recipient}${timeStamp(at)}${timeStamp(at)}00`;
}

/** Octets behind the service centre's address: the length that +CMGR, +CMGL and +CMT say. */
export const tpduOctets = (pdu: string): number => pdu.length / 2 - 1 - Number.parseInt(pdu.slice(0, 2), 16);
