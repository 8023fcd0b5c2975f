import { SecretaryError } from '../../base/errors.js';

/** A PDU that cannot be read. The words name the part, never what stands in it. */
export const badPdu = (what: string): SecretaryError => new SecretaryError('bad-input', `not a PDU: ${what}`);

/** Hexadecimal digits to octets; blanks around them are of no matter. Throws 'bad-input'. */
export function octetsOf(hex: string): Uint8Array {
  const digits = hex.trim();
  if (digits === '') throw badPdu('it is empty');
  if (!/^[0-9a-f]*$/i.test(digits)) throw badPdu('it is not hexadecimal');
  if (digits.length % 2 === 1) throw badPdu('it has an odd number of digits');
  return Buffer.from(digits, 'hex');
}

export const hexOf = (octets: Uint8Array | readonly number[]): string =>
  Buffer.from(octets).toString('hex').toUpperCase();

/** Takes a PDU from front to back. */
export class OctetReader {
  #at = 0;

  constructor(private readonly octets: Uint8Array) {}

  get left(): number {
    return this.octets.length - this.#at;
  }

  /** The next `count` octets, which are `what`; throws 'bad-input' when there are not so many. */
  take(count: number, what: string): Uint8Array {
    if (count > this.left) throw badPdu(`it ends within ${what}`);
    this.#at += count;
    return this.octets.subarray(this.#at - count, this.#at);
  }

  octet(what: string): number {
    return this.take(1, what)[0] ?? 0;
  }
}
