import { septetCost } from './gsm7.js';

export interface Segmentation {
  readonly alphabet: 'gsm7' | 'ucs2';
  /** Texts that join to the whole one; a text of none is one empty part. */
  readonly parts: readonly string[];
}

/** Room in septets or UTF-16 units: alone, and behind a header with a reference of 8 or 16 bits (sim7600.md §6.1). */
const ROOM = {
  gsm7: { alone: 160, 8: 153, 16: 152 },
  ucs2: { alone: 70, 8: 67, 16: 66 },
} as const;

/** The GSM alphabet if every character is in it, else UCS-2. */
const alphabetOf = (characters: readonly string[]): 'gsm7' | 'ucs2' =>
  characters.every((character) => septetCost(character) !== undefined) ? 'gsm7' : 'ucs2';

/** Cuts a text into as few parts as there can be, never within a surrogate pair or between an escape and its character. */
export function segment(text: string, referenceBits: 8 | 16 = 8): Segmentation {
  const characters = Array.from(text);
  const alphabet = alphabetOf(characters);
  const cost = (character: string) => (alphabet === 'gsm7' ? (septetCost(character) ?? 0) : character.length);
  const total = characters.reduce((sum, character) => sum + cost(character), 0);
  if (total <= ROOM[alphabet].alone) return { alphabet, parts: [text] };
  const parts: string[] = [];
  let part = '';
  let used = 0;
  for (const character of characters) {
    if (used + cost(character) > ROOM[alphabet][referenceBits]) {
      parts.push(part);
      part = '';
      used = 0;
    }
    part += character;
    used += cost(character);
  }
  return { alphabet, parts: [...parts, part] };
}
