/** Seven-bit characters in octets, lowest bits first (3GPP 23.038 §6.1.2.1). */

/** `fillBits` zero bits come first: they bring the text behind a header to the border of a septet. */
export function packSeptets(septets: readonly number[], fillBits = 0): Uint8Array {
  const octets = new Uint8Array(Math.ceil((fillBits + 7 * septets.length) / 8));
  for (const [index, septet] of septets.entries()) {
    const bit = fillBits + 7 * index;
    const at = bit >> 3;
    const shifted = septet << (bit & 7);
    octets[at] = (octets[at] ?? 0) | (shifted & 0xff);
    if (shifted > 0xff) octets[at + 1] = shifted >> 8;
  }
  return octets;
}

/** `count` septets, the first of which begins after `skip` others; what lies beyond the octets reads as zero. */
export function unpackSeptets(octets: Uint8Array, count: number, skip = 0): number[] {
  return Array.from({ length: Math.max(0, count) }, (_, index) => {
    const bit = 7 * (skip + index);
    const at = bit >> 3;
    const pair = (octets[at] ?? 0) | ((octets[at + 1] ?? 0) << 8);
    return (pair >> (bit & 7)) & 0x7f;
  });
}
