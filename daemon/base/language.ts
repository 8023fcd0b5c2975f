/** The languages that the assistant hears, thinks and speaks in. */
export type Language = 'en' | 'ru';

/** A text for people that is made where its reason is known, and read where their language is. */
export type InBothLanguages = Readonly<Record<Language, string>>;

/** For what has no language: names, codes, the words of a library. */
export const inBoth = (text: string): InBothLanguages => ({ en: text, ru: text });

/** Lower case, one form of apostrophe, «ё» as «е» (recognisers and owners write either), accents of stress removed. */
export function foldCase(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[’‘ʼ`´]/gu, "'")
    .replaceAll('ё', 'е')
    .replaceAll('\u0301', '');
}

/** The words of a text, folded: letters with inner apostrophes, or digits; everything else separates. */
export const wordsOf = (text: string): string[] => foldCase(text).match(/[\p{L}\p{M}]+(?:'\p{L}+)*|\d+/gu) ?? [];
