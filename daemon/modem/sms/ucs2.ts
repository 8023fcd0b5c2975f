/** UTF-16, high octet first (3GPP 23.038 §6.2.3 says UCS-2; every phone sends surrogate pairs in it). Halves of pairs
 *  stay as they are: senders were seen to cut a character between two parts, and joining them mends it. */
export const encodeUcs2 = (text: string): Uint8Array => Buffer.from(text, 'utf16le').swap16();

/** An odd octet at the end is left out. */
export const decodeUcs2 = (octets: Uint8Array): string =>
  Buffer.from(octets.subarray(0, octets.length & ~1))
    .swap16()
    .toString('utf16le');
