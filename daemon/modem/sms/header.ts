import type { Languages } from './gsm7.js';

/** Which part of which long message. */
export interface Concat {
  readonly ref: number;
  readonly total: number;
  /** From 1. */
  readonly part: number;
}

/** What a user data header says that concerns us (3GPP 23.040 §9.2.3.24). */
export interface Header {
  readonly concat: Concat | null;
  /** Bits of the reference: the same number in the other width is another message. */
  readonly referenceBits: 8 | 16;
  readonly languages: Languages;
  /** An element reaches beyond the header, or counts parts that cannot be. */
  readonly damaged: boolean;
}

export const NO_HEADER: Header = {
  concat: null,
  referenceBits: 8,
  languages: { locking: 0, shift: 0 },
  damaged: false,
};

const ELEMENT = { concat8: 0x00, concat16: 0x08, shift: 0x24, locking: 0x25 } as const;

/** Reads the elements behind the header's length; unknown ones (ports, pictures …) are passed over, of two of a kind the
 *  last counts (§9.2.3.24). */
export function readHeader(octets: Uint8Array): Header {
  let header = NO_HEADER;
  for (let at = 0; at < octets.length; ) {
    const length = octets[at + 1] ?? Number.POSITIVE_INFINITY;
    const value = octets.subarray(at + 2, at + 2 + length);
    if (value.length < length) return { ...header, damaged: true };
    header = { ...header, ...element(octets[at] ?? 0, value, header) };
    at += 2 + length;
  }
  return header;
}

function element(id: number, value: Uint8Array, { languages }: Header): Partial<Header> {
  const [first = 0, second = 0, third = 0, fourth = 0] = value;
  if (id === ELEMENT.concat8 && value.length === 3) return concat({ ref: first, total: second, part: third }, 8);
  if (id === ELEMENT.concat16 && value.length === 4) {
    return concat({ ref: (first << 8) | second, total: third, part: fourth }, 16);
  }
  if (id === ELEMENT.shift && value.length === 1) return { languages: { ...languages, shift: first } };
  if (id === ELEMENT.locking && value.length === 1) return { languages: { ...languages, locking: first } };
  return {};
}

/** Numbers that cannot be are to be ignored with their element (§9.2.3.24.1). */
const concat = (value: Concat, referenceBits: 8 | 16): Partial<Header> =>
  value.part === 0 || value.part > value.total ? { damaged: true } : { concat: value, referenceBits };

/** The header of one part, its length in front. */
export function concatHeader({ ref, total, part }: Concat, referenceBits: 8 | 16): number[] {
  return referenceBits === 8
    ? [5, ELEMENT.concat8, 3, ref & 0xff, total, part]
    : [6, ELEMENT.concat16, 4, (ref >> 8) & 0xff, ref & 0xff, total, part];
}
