/** The tables of 3GPP 23.038: a character stands at its code. The escape to the shift table is at 0x1B of each. */

const ESCAPE_PLACE = '\x1B';

/** §6.2.1 */
export const DEFAULT_TABLE = `@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ${ESCAPE_PLACE}ÆæßÉ !"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà`;

/** A.3.1 */
const TURKISH = `@£$¥€éùıòÇ\nĞğ\rÅåΔ_ΦΓΛΩΠΨΣΘΞ${ESCAPE_PLACE}ŞşßÉ !"#¤%&'()*+,-./0123456789:;<=>?İABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§çabcdefghijklmnopqrstuvwxyzäöñüà`;

/** A.3.3 */
const PORTUGUESE = `@£$¥êéúíóç\nÔô\rÁáΔ_ªÇÀ∞^\\€Ó|${ESCAPE_PLACE}ÂâÊÉ !"#º%&'()*+,-./0123456789:;<=>?ÍABCDEFGHIJKLMNOPQRSTUVWXYZÃÕÚÜ§~abcdefghijklmnopqrstuvwxyzãõ\`üà`;

type ShiftTable = ReadonlyMap<number, string>;

/** §6.2.1.1; every national shift table begins with these. */
const EXTENSION: readonly (readonly [number, string])[] = [
  [0x0a, '\f'],
  [0x14, '^'],
  [0x28, '{'],
  [0x29, '}'],
  [0x2f, '\\'],
  [0x3c, '['],
  [0x3d, '~'],
  [0x3e, ']'],
  [0x40, '|'],
  [0x65, '€'],
];

/** The extension table and more: characters at the codes of the letters they look like, written `code character`. */
function shiftTable(letters: string): ShiftTable {
  const pairs = letters.split(' ').map((pair): [number, string] => [Number.parseInt(pair, 16), pair.slice(2)]);
  return new Map([...EXTENSION, ...pairs]);
}

export const EXTENSION_TABLE: ShiftTable = new Map(EXTENSION);

/** By the language of header element 25 (§6.2.1.2.4); Spanish has no locking table of its own. */
export const LOCKING_TABLES: ReadonlyMap<number, string> = new Map([
  [1, TURKISH],
  [3, PORTUGUESE],
]);

/** By the language of header element 24: Turkish A.2.1, Spanish A.2.2, Portuguese A.2.3. */
export const SHIFT_TABLES: ReadonlyMap<number, ShiftTable> = new Map([
  [1, shiftTable('47Ğ 49İ 53Ş 63ç 67ğ 69ı 73ş')],
  [2, shiftTable('09ç 41Á 49Í 4FÓ 55Ú 61á 69í 6Fó 75ú')],
  [
    3,
    shiftTable(
      '05ê 09ç 0BÔ 0Cô 0EÁ 0Fá 12Φ 13Γ 15Ω 16Π 17Ψ 18Σ 19Θ 1FÊ 41À 49Í 4FÓ 55Ú 5BÃ 5CÕ 61Â 69í 6Fó 75ú 7Bã 7Cõ 7Fâ',
    ),
  ],
]);
