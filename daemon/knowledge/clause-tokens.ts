import { weekdayOf } from '../base/calendar-words.js';
import { foldCase, type Language } from '../base/language.js';
import { numeralAt } from '../base/number-words.js';
import type { GuardWords } from './guard-words.js';

/** A clause in units that can be compared with rows. Times are every minute of the day that may be meant. */
export type Token =
  | { readonly kind: 'word'; readonly word: string }
  | { readonly kind: 'number'; readonly value: number; readonly ordinal: boolean }
  | { readonly kind: 'money'; readonly value: number; readonly currency: string }
  | { readonly kind: 'minutes'; readonly value: number }
  | { readonly kind: 'time'; readonly minutes: readonly number[] }
  | { readonly kind: 'day'; readonly weekday: number };

const SIGNS: Readonly<Record<string, string>> = { '£': 'GBP', $: 'USD', '€': 'EUR', '₽': 'RUB' };

/** Of expanded text. Null when it holds what speech about rows never needs: addresses of the net, odd signs, very many words. */
export function tokensOf(text: string, words: GuardWords, language: Language): readonly Token[] | null {
  if (/[@\\<>{}=*#]|\/|www|https?|\.(?:com|org|net|ru|uk)\b/.test(text)) return null;
  const raw =
    text.match(
      /\d{1,2}[:.]\d{2}(?!\d)|\d{1,2}(?:st|nd|rd|th)\b|\d{1,9}(?:\.\d{1,2})?|[£$€₽%]|[\p{L}\p{M}]+(?:'\p{L}+)*/gu,
    ) ?? [];
  // Whatever is neither a token nor punctuation is not understood, and so not let through.
  const left = text.replaceAll(/[\p{L}\p{M}\d\s.,;:!?'"()£$€₽%–—-]/gu, '');
  return left === '' ? read(raw, words, language) : null;
}

/** Folded, with contractions and "p.m." written out: what the guard's lists are about. */
export const expanded = (clause: string, words: GuardWords): string =>
  words.expansions.reduce((text, [short, long]) => text.replaceAll(short, long), foldCase(clause));

function read(raw: readonly string[], words: GuardWords, language: Language): readonly Token[] {
  const tokens: Token[] = [];
  for (let at = 0; at < raw.length; ) {
    const { token, length } = tokenAt(raw, at, { words, language });
    tokens.push(token);
    at += length;
  }
  return tokens;
}

interface Reading {
  readonly token: Token;
  readonly length: number;
}
interface Rules {
  readonly words: GuardWords;
  readonly language: Language;
}

function tokenAt(raw: readonly string[], at: number, rules: Rules): Reading {
  const word = raw[at] ?? '';
  const sign = SIGNS[word];
  const clock = /^(\d{1,2})[:.](\d{2})$/.exec(word);
  const value = numberAt(raw, sign === undefined ? at : at + 1, rules.language);
  if (sign !== undefined && value !== null)
    return { token: { kind: 'money', value: value.value, currency: sign }, length: value.length + 1 };
  const fixed = rules.words.fixedTimes.get(word);
  if (fixed !== undefined) return { token: { kind: 'time', minutes: [fixed] }, length: 1 };
  const measure = value ?? (clock === null ? null : CLOCK_ALONE);
  const measured = measure === null || measure.ordinal ? null : measuredAt(raw, at, measure, rules);
  if (measured !== null) return measured;
  if (clock !== null)
    return { token: { kind: 'time', minutes: halves(Number(clock[1]) * 60 + Number(clock[2])) }, length: 1 };
  if (value !== null)
    return { token: { kind: 'number', value: value.value, ordinal: value.ordinal }, length: value.length };
  const weekday = weekdayOf(word, rules.language);
  return { token: weekday === null ? { kind: 'word', word } : { kind: 'day', weekday }, length: 1 };
}

interface Counted {
  readonly value: number;
  readonly length: number;
}

/** A number with its unit: "ten pounds", "30 min", "9:30 pm", «девять часов». */
function measuredAt(raw: readonly string[], at: number, number: Counted, { words }: Rules): Reading | null {
  const next = raw[at + number.length] ?? '';
  const length = number.length + 1;
  const currency = words.currencies.get(next) ?? SIGNS[next];
  if (currency !== undefined) return { token: { kind: 'money', value: number.value, currency }, length };
  const clock = /^(\d{1,2})[:.](\d{2})$/.exec(raw[at] ?? '');
  const minute = clock === null ? number.value * 60 : Number(clock[1]) * 60 + Number(clock[2]);
  const half = words.halves.get(next);
  if (half !== undefined && minute <= 24 * 60)
    return { token: { kind: 'time', minutes: [minute >= 780 ? minute : (minute % 720) + half] }, length };
  if (words.clockWords.has(next) && minute <= 24 * 60) {
    const after = words.halves.get(raw[at + length] ?? '');
    if (after !== undefined) return { token: { kind: 'time', minutes: [(minute % 720) + after] }, length: length + 1 };
    if (!words.durations.has(next) || words.clockAfter.has(raw[at - 1] ?? ''))
      return { token: { kind: 'time', minutes: halves(minute) }, length };
  }
  const unit = words.durations.get(next);
  return unit === undefined ? null : { token: { kind: 'minutes', value: number.value * unit }, length };
}

interface WrittenNumber extends Counted {
  readonly ordinal: boolean;
}

/** "9:30" has no value of its own, but "pm" may follow it. */
const CLOCK_ALONE: WrittenNumber = { value: Number.NaN, length: 1, ordinal: false };

function numberAt(raw: readonly string[], at: number, language: Language): WrittenNumber | null {
  const [written, digits, ordinal] = /^(\d+(?:\.\d+)?)(st|nd|rd|th)?$/.exec(raw[at] ?? '') ?? [];
  if (written === undefined) return numeralAt(raw, at, language);
  return { value: Number(digits), length: 1, ordinal: ordinal !== undefined };
}

/** "nine" may be either half of the day, "18:00" only one. */
export const halves = (minute: number): readonly number[] =>
  minute < 780 ? [minute % 720, (minute % 720) + 720, minute] : [minute];
