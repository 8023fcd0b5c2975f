export type Alphabet = 'gsm7' | 'ucs2' | '8bit';

/** What a data coding scheme says (3GPP 23.038 §4). */
export interface DataCoding {
  readonly alphabet: Alphabet;
  /** 0 is shown at once and kept nowhere ("flash"); null when there is none. */
  readonly class: 0 | 1 | 2 | 3 | null;
  /** Nobody ever used it; the octets are not text then. */
  readonly compressed: boolean;
  /** "You have voice mail", and its like. */
  readonly messageWaiting: boolean;
  /** A value that no version of the standard has given a meaning; to be read as the default alphabet. */
  readonly reserved: boolean;
}

const PLAIN: DataCoding = {
  alphabet: 'gsm7',
  class: null,
  compressed: false,
  messageWaiting: false,
  reserved: false,
};

const classOf = (octet: number): DataCoding['class'] => ([0, 1, 2, 3] as const)[octet & 3] ?? null;

/** Every octet has a meaning here: there is none that fails. */
export function readDataCoding(octet: number): DataCoding {
  const group = octet >> 4;
  if (group < 8) return general(octet);
  if (group < 12) return { ...PLAIN, reserved: true };
  if (group < 15) return { ...PLAIN, messageWaiting: true, alphabet: group === 14 ? 'ucs2' : 'gsm7' };
  return { ...PLAIN, class: classOf(octet), alphabet: octet & 4 ? '8bit' : 'gsm7', reserved: (octet & 8) !== 0 };
}

/** Groups 00xx and 01xx (the latter: to be deleted when read): bit 5 compression, bit 4 a class, bits 3–2 alphabet. */
function general(octet: number): DataCoding {
  const compressed = (octet & 0x20) !== 0;
  const alphabet = (['gsm7', '8bit', 'ucs2', null] as const)[(octet >> 2) & 3] ?? null;
  return {
    ...PLAIN,
    alphabet: compressed ? '8bit' : (alphabet ?? 'gsm7'),
    class: octet & 0x10 ? classOf(octet) : null,
    compressed,
    reserved: alphabet === null,
  };
}

/** The scheme of what we send. */
export const codingOf = (alphabet: 'gsm7' | 'ucs2'): number => (alphabet === 'ucs2' ? 0x08 : 0x00);
