import { DEFAULT_TABLE, EXTENSION_TABLE, LOCKING_TABLES, SHIFT_TABLES } from './gsm-tables.js';

const ESCAPE = 0x1b;

/** Septets of each character that can be sent: one of the default table, or an escape and one of the extension. */
const CODES: ReadonlyMap<string, readonly number[]> = new Map<string, readonly number[]>([
  ...Array.from(DEFAULT_TABLE, (character, code): [string, readonly number[]] => [character, [code]]).filter(
    ([, [code]]) => code !== ESCAPE,
  ),
  ...Array.from(EXTENSION_TABLE, ([code, character]): [string, readonly number[]] => [character, [ESCAPE, code]]),
]);

/** Septets that the character costs: 1 or 2, or undefined when it is not of the GSM alphabet. */
export const septetCost = (character: string): number | undefined => CODES.get(character)?.length;

/** The text as septets; a character that is not of the alphabet must have been ruled out with `septetCost`. */
export const encodeGsm7 = (text: string): number[] =>
  Array.from(text).flatMap((character) => CODES.get(character) ?? []);

/** National languages by their number in the header (3GPP 23.038 §6.2.1.2.4); 0 or unknown is the default table. */
export interface Languages {
  readonly locking: number;
  readonly shift: number;
}

export const isKnownLanguage = ({ locking, shift }: Languages): boolean =>
  [0, 2].concat(...LOCKING_TABLES.keys()).includes(locking) && (shift === 0 || SHIFT_TABLES.has(shift));

/** Never fails: a code that the shift table lacks shows the character of the main table (3GPP 23.038 §6.2.1.1). */
export function decodeGsm7(
  septets: readonly number[],
  { locking, shift }: Languages = { locking: 0, shift: 0 },
): string {
  const main = LOCKING_TABLES.get(locking) ?? DEFAULT_TABLE;
  const shifted = SHIFT_TABLES.get(shift) ?? EXTENSION_TABLE;
  let text = '';
  let escaped = false;
  for (const septet of septets) {
    if (escaped) text += septet === ESCAPE ? ' ' : (shifted.get(septet) ?? main[septet] ?? '');
    else if (septet !== ESCAPE) text += main[septet] ?? '';
    escaped = !escaped && septet === ESCAPE;
  }
  return text;
}
