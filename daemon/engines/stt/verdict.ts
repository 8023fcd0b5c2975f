import type { SttResult, Word } from './stt.js';

/** What a grammar says for anything it does not expect. */
export const UNKNOWN = '[unk]';

/** A phrase the grammar is less sure of is no phrase. Of 51 right ones (12 sentences, five synthetic voices, 8 kHz)
 *  one came below it: a "yes" that dictation heard as "yeah". */
const SURE = 0.85;
/** Share of letters below which open dictation heard something else. Measured there: right phrases against what
 *  dictation made of them 0.33 ("yes", "us") and 0.42 and up; other phrases mostly below 0.3. */
const ALIKE = 0.32;
/** The same for rows of words, which fit many sounds. Of 164 right ones (numbers, days and times, three voices, 8 kHz) six
 *  came below it; of 25 other utterances that rows made numbers or days of, five came above. */
const ROWS_ALIKE = 0.55;
/** Dictation less sure than this is guessing, and cannot contradict. */
const GUESSING = 0.7;
/** A lone word less sure than this, which no grammar supports, is what a noise sounds like to Vosk ('the', 'huh':
 *  vosk-api#1139). Short true answers came at 0.53 and above. */
const PHANTOM = 0.5;

/** Weighs what dictation, the grammar of the expected phrases and the one of expected rows of words made of one turn. */
export function verdict(
  dictated: readonly Word[],
  grammar: readonly Word[],
  expected: ReadonlySet<string>,
  rows: readonly Word[] = [],
): SttResult {
  const phrase = wholePhrase(dictated, grammar, expected) ?? wholeRow(dictated, rows);
  const phantom = phrase === null && dictated.length === 1 && confidence(dictated) < PHANTOM;
  const words = phantom ? [] : dictated;
  return { text: textOf(words), words, phrase };
}

const wholePhrase = (dictated: readonly Word[], grammar: readonly Word[], expected: ReadonlySet<string>) =>
  expected.has(textOf(grammar)) ? believed(dictated, grammar, ALIKE) : null;

const wholeRow = (dictated: readonly Word[], rows: readonly Word[]) =>
  rows.some(({ word }) => word === UNKNOWN) ? null : believed(dictated, rows, ROWS_ALIKE);

function believed(dictated: readonly Word[], grammar: readonly Word[], alike: number): SttResult['phrase'] {
  const text = textOf(grammar);
  const sure = confidence(grammar);
  if (sure < SURE) return null;
  const contradicted = confidence(dictated) >= GUESSING && similarity(text, textOf(dictated)) < alike;
  return contradicted ? null : { text, confidence: sure };
}

const textOf = (words: readonly Word[]): string => words.map(({ word }) => word).join(' ');

function confidence(words: readonly Word[]): number {
  return words.length === 0 ? 0 : words.reduce((sum, word) => sum + word.confidence, 0) / words.length;
}

/** 1 for the same letters, 0 for nothing in common: edit distance over the longer text, blanks left out, because
 *  dictation cuts the same sounds into other words ("when interview out" for "when are you out"). */
export function similarity(a: string, b: string): number {
  const from = a.replaceAll(' ', '');
  const to = b.replaceAll(' ', '');
  const longer = Math.max(from.length, to.length);
  return longer === 0 ? 1 : 1 - editDistance(from, to) / longer;
}

function editDistance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, i) => i);
  for (let i = 1; i <= from.length; i++) {
    const next = [i];
    for (let j = 1; j <= to.length; j++) {
      const swapped = (row[j - 1] ?? 0) + (from[i - 1] === to[j - 1] ? 0 : 1);
      next.push(Math.min(swapped, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[to.length] ?? 0;
}
