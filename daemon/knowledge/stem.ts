import type { Language } from '../base/language.js';

/** Longest first: the first ending that fits is cut. Light on purpose: two words that mean the same should meet, and
 *  what remains must still tell "punctured" from "punctual". */
const ENDINGS: Readonly<Record<Language, readonly string[]>> = {
  en: ["'s", 'ings', 'ing', 'ies', 'ers', 'ed', 'es', 'er', 'e', 's', 'y'],
  ru: 'иями ями ами иях ях ах иям ям ам ией ией ией ием ем ом ов ев ей ого его ому ему ыми ими ешь ишь ете ите ают яют уют ает яет ует ишь ить ать ять еть ила ыла ала ила или али ули ся сь ет ит ут ют ат ят ый ий ой ая яя ое ее ые ие ую юю ых их ым им ью ия ие ии а я о е и ы у ю ь й'
    .split(' ')
    .sort((a, b) => b.length - a.length),
};
const SHORTEST_STEM = 3;

/** The part of a folded word that its forms share. */
export function stemOf(word: string, language: Language): string {
  for (const ending of ENDINGS[language])
    if (word.endsWith(ending) && word.length - ending.length >= SHORTEST_STEM)
      return undouble(word.slice(0, -ending.length), language);
  return word;
}

/** "fitting" and "fit" meet. */
const undouble = (stem: string, language: Language): string =>
  language === 'en' && stem.length > SHORTEST_STEM && /([bdfgmnprt])\1$/.test(stem) ? stem.slice(0, -1) : stem;

/** A stem with its sound beside it, because each is compared with every word of a bank. */
export interface Sounding {
  readonly stem: string;
  /** See `soundKey`. */
  readonly sound: string;
}

/** 0…1: how alike two stems sound; recognisers replace words by ones that sound alike. */
export function similarity(a: Sounding, b: Sounding): number {
  if (a.stem === b.stem) return 1;
  const longest = Math.max(a.stem.length, b.stem.length);
  if (longest > 40 || longest < 3) return 0;
  const letters = 1 - distance(a.stem, b.stem) / longest;
  return Math.max(letters, a.sound === b.sound ? 0.8 : 0);
}

const SOUNDS: readonly (readonly [RegExp, string])[] = [
  [/ph/g, 'f'],
  [/[ckqgx]h?/g, 'k'],
  [/[szj]h?/g, 's'],
  [/[dt]h?/g, 't'],
  [/[bp]/g, 'p'],
  [/[vfw]/g, 'f'],
  [/[aeiouyh]/g, ''],
  [/[бп]/g, 'п'],
  [/[вф]/g, 'ф'],
  [/[гкх]/g, 'к'],
  [/[дт]/g, 'т'],
  [/[жшщч]/g, 'ш'],
  [/[зсц]/g, 'с'],
  [/[аеиоуыэюяьъй]/g, ''],
];

/** Consonants by the place where they are made. Keys of one sound say too little to compare. */
export function soundKey(word: string): string {
  const key = SOUNDS.reduce((done, [sound, sign]) => done.replace(sound, sign), word);
  return key.length < 2 ? word : key;
}

/** Levenshtein's, with one row kept. */
function distance(a: string, b: string): number {
  const row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    let diagonal = i - 1;
    row[0] = i;
    for (let j = 1; j <= b.length; j++) {
      const above = row[j] ?? 0;
      row[j] = Math.min(diagonal + (a[i - 1] === b[j - 1] ? 0 : 1), above + 1, (row[j - 1] ?? 0) + 1);
      diagonal = above;
    }
  }
  return row[b.length] ?? 0;
}
