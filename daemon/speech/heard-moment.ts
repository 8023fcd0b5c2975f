import { DateTime } from 'luxon';
import { monthOf, weekdayOf } from '../base/calendar-words.js';
import { type Language, wordsOf } from '../base/language.js';
import { numeralAt } from '../base/number-words.js';
import { clockWords, type Half, type HeardTime, timeAt } from './heard-time.js';

export interface MomentContext {
  /** UTC milliseconds. */
  readonly now: number;
  readonly timezone: string;
  /** When the business is open, Monday first: tells five in the afternoon from five in the morning. Null: not known. */
  readonly hours: readonly (readonly Range[])[] | null;
}

/** A day, a time or both that the caller may have meant. */
export interface Moment {
  /** 'YYYY-MM-DD' on the business's calendar. */
  readonly date: string | null;
  /** Minutes since midnight there. */
  readonly timeMinute: number | null;
  /** "in the afternoon" without an hour still says this much. */
  readonly half: Half | null;
  /** The words it was not taken from. */
  readonly rest: string;
}

interface Span {
  readonly from: number;
  readonly length: number;
}
interface HeardDay extends Span {
  readonly date: string;
  readonly half: Half | null;
}

/** What was heard about a day and a time, best guess first; empty when nothing was. Always to be read back. */
export function heardMoments(text: string, context: MomentContext, language: Language): readonly Moment[] {
  const words = wordsOf(text).slice(0, 200);
  const today = DateTime.fromMillis(context.now, { zone: context.timezone });
  const days: DayContext = { today, language };
  // «Десять минут третьего» is a time, so days that are bare numbers come after the times that are sure.
  const named = firstDay(words, namedDayAt, days);
  const sure = firstTime(without(words, named), language, (time) => time.sure);
  const day = named ?? firstDay(without(words, sure), calendarDay, days);
  const heard = sure ?? bareTime(without(words, day), day, language);
  if (day === null && heard === null) return [];
  const half = heard?.half ?? day?.half ?? null;
  const rest = without(without(words, day), heard)
    .filter((word) => word !== '')
    .join(' ');
  const moment = (timeMinute: number | null): Moment => ({
    date: day?.date ?? null,
    timeMinute,
    half,
    rest,
  });
  if (heard === null || heard.minute === null) return [moment(null)];
  return likelyMinutes(heard.minute, heard.exact ? 'exact' : half, openRanges(day, context)).map(moment);
}

const without = (words: readonly string[], span: Span | null): readonly string[] =>
  span === null ? words : words.map((word, i) => (i >= span.from && i < span.from + span.length ? '' : word));

type DayAt = (words: readonly string[], at: number, context: DayContext) => HeardDay | null;

function firstDay(words: readonly string[], dayAt: DayAt, context: DayContext): HeardDay | null {
  for (let at = 0; at < words.length; at++) {
    const day = isNegated(words, at, context) ? null : dayAt(words, at, context);
    if (day !== null) return day;
  }
  return null;
}

const NEGATIONS: ReadonlySet<string> = new Set(['not', 'except', 'не', 'кроме']);

/** "Not (on) Monday." */
function isNegated(words: readonly string[], at: number, { language }: DayContext): boolean {
  const { before, coming } = clockWords[language];
  const preposition = before.has(words[at - 1] ?? '') || coming.has(words[at - 1] ?? '');
  return NEGATIONS.has(words[preposition ? at - 2 : at - 1] ?? '');
}

function firstTime(
  words: readonly string[],
  language: Language,
  fits: (time: HeardTime) => boolean,
): (HeardTime & Span) | null {
  for (let at = 0; at < words.length; at++) {
    const heard = timeAt(words, at, language);
    if (heard !== null && fits(heard)) return { ...heard, from: at };
  }
  return null;
}

/** A bare number is a time only beside a day, or when little else was said; "for two" alone is rather a table. */
function bareTime(words: readonly string[], day: HeardDay | null, language: Language): (HeardTime & Span) | null {
  const heard = firstTime(words, language, (time) => !time.sure);
  if (heard === null) return null;
  const near =
    day === null
      ? words.length <= 4 && words[heard.from - 1] !== 'for'
      : Math.abs(heard.from - (day.from + day.length)) <= 2;
  return near ? heard : null;
}

interface DayContext {
  readonly today: DateTime;
  readonly language: Language;
}

const heardDay = (date: DateTime, from: number, length: number): HeardDay | null => {
  const iso = date.toISODate();
  return iso === null ? null : { date: iso, from, length, half: null };
};

function namedDayAt(words: readonly string[], at: number, { today, language }: DayContext): HeardDay | null {
  for (const [phrase, days, half] of clockWords[language].relativeDays)
    if (phrase.every((word, i) => words[at + i] === word)) {
      const day = heardDay(today.plus({ days }), at, phrase.length);
      return day === null ? null : { ...day, half };
    }
  return inSomeDays(words, at, { today, language }) ?? weekdayAt(words, at, { today, language });
}

/** "in three days", «через неделю». */
function inSomeDays(words: readonly string[], at: number, { today, language }: DayContext): HeardDay | null {
  const clock = clockWords[language];
  if (words[at] !== clock.ahead) return null;
  const numeral = numeralAt(words, at + 1, language);
  const skip = numeral?.length ?? (clock.articles.has(words[at + 1] ?? '') ? 1 : 0);
  const unit = clock.dayUnits.get(words[at + 1 + skip] ?? '');
  return unit === undefined ? null : heardDay(today.plus({ days: unit * (numeral?.value ?? 1) }), at, skip + 2);
}

/** "on friday" is the first one to come, "next friday" the one of the next calendar week. */
function weekdayAt(words: readonly string[], at: number, { today, language }: DayContext): HeardDay | null {
  const clock = clockWords[language];
  const next = clock.next.has(words[at] ?? '');
  const skip = next || clock.coming.has(words[at] ?? '') ? 1 : 0;
  const weekday = weekdayOf(words[at + skip] ?? '', language);
  if (weekday === null) return null;
  const date = next
    ? today.startOf('week').plus({ weeks: 1, days: weekday })
    : today.plus({ days: (weekday + 8 - today.weekday) % 7 || 7 });
  return heardDay(date, at, skip + 1);
}

/** "the twenty fifth (of december)", "december twenty fifth", «двадцать пятого декабря». Past ones mean the next. */
function calendarDay(words: readonly string[], at: number, { today, language }: DayContext): HeardDay | null {
  const leading = monthOf(words[at] ?? '', language);
  const start = leading === null ? at : at + 1 + (words[at + 1] === 'the' ? 1 : 0);
  const numeral = numeralAt(words, start, language);
  if (numeral === null || numeral.value < 1 || numeral.value > 31) return null;
  let end = start + numeral.length;
  const suffix = /^(?:st|nd|rd|th|го|е|числа|число)$/.test(words[end] ?? '');
  if (suffix) end++;
  if (words[end] === 'of') end++;
  const trailing = leading === null ? monthOf(words[end] ?? '', language) : null;
  if (trailing !== null) end++;
  const month = leading ?? trailing;
  if (month === null && !numeral.ordinal && !suffix) return null;
  const date = nextCalendarDay(today, numeral.value, month);
  return date === null ? null : heardDay(date, at, end - at);
}

function nextCalendarDay(today: DateTime, day: number, month: number | null): DateTime | null {
  const start = today.startOf('day');
  for (let ahead = 0; ahead < 24; ahead++) {
    const first = start.startOf('month').plus({ months: ahead });
    const date = first.set({ day });
    if ((month === null || first.month === month) && date.month === first.month && date >= start) return date;
  }
  return null;
}

interface Range {
  readonly fromMinute: number;
  readonly toMinute: number;
}

function openRanges(day: HeardDay | null, context: MomentContext): readonly Range[] {
  if (day === null) return context.hours?.flat() ?? [];
  return context.hours?.[DateTime.fromISO(day.date).weekday - 1] ?? [];
}

/** Both halves of the day for "at five"; first the one when the business is open, otherwise the waking one. */
function likelyMinutes(minute: number, half: Half | 'exact' | null, open: readonly Range[]): readonly number[] {
  if (half === 'exact' || minute >= 13 * 60 || minute < 60) return [minute];
  const early = minute % 720;
  if (half !== null) return [half === 'morning' ? early : half === 'night' && early < 360 ? early : early + 720];
  const isOpen = (at: number): boolean => open.some((range) => at >= range.fromMinute && at < range.toMinute);
  const rank = (at: number): number => (isOpen(at) ? 0 : 2) + (at >= 7 * 60 && at < 19 * 60 ? 0 : 1);
  return [early, early + 720].sort((a, b) => rank(a) - rank(b));
}
