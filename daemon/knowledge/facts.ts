import { DateTime } from 'luxon';
import type { Language } from '../base/language.js';

export interface Interval {
  readonly fromMinute: number;
  readonly toMinute: number;
}

export interface ServiceFacts {
  readonly name: string;
  readonly price: number | null;
  readonly currency: string | null;
  readonly minutes: number | null;
}

/** The part of the store's `Business` that may be stated as a fact. */
export interface BusinessFacts {
  readonly name: string;
  readonly language: Language;
  readonly timezone: string;
  readonly address: string | null;
  /** Monday first; no interval means closed. Null when nobody knows. */
  readonly hours: readonly (readonly Interval[])[] | null;
  readonly holidays: readonly { readonly date: string; readonly name: string }[];
  readonly services: readonly ServiceFacts[];
  readonly faq: readonly { readonly question: string; readonly also: readonly string[]; readonly answer: string }[];
  readonly owner: { readonly name: string } | null;
}

/** Evidence of a day of the week: 'hours:sun'. */
export const dayEvidence = (weekday: number): string =>
  `hours:${['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'][weekday]}`;

/** One day of the business's calendar, with what the rows say about it. */
export interface DayFacts {
  readonly date: DateTime;
  readonly weekday: number;
  readonly intervals: readonly Interval[];
  readonly holiday: { readonly date: string; readonly name: string } | null;
  readonly evidence: readonly string[];
}

/** Null when the owner gave no hours: then nobody knows. */
export function dayFacts(business: BusinessFacts, date: DateTime): DayFacts | null {
  if (business.hours === null) return null;
  const weekday = date.weekday - 1;
  const holiday = business.holidays.find((each) => each.date === date.toISODate()) ?? null;
  if (holiday !== null) return { date, weekday, intervals: [], holiday, evidence: [`holiday:${holiday.date}`] };
  return { date, weekday, intervals: business.hours[weekday] ?? [], holiday, evidence: [dayEvidence(weekday)] };
}

export const localTime = (business: BusinessFacts, now: number): DateTime =>
  DateTime.fromMillis(now, { zone: business.timezone });

/** The first such day from today on; today counts. */
export const nextWeekday = (from: DateTime, weekday: number): DateTime =>
  from.plus({ days: (weekday + 8 - from.weekday) % 7 });

export const minuteOfDay = (at: DateTime): number => at.hour * 60 + at.minute;

/** The interval in which the business is open at that moment, or null. */
export function openInterval(business: BusinessFacts, at: DateTime): Interval | null {
  const minute = minuteOfDay(at);
  const open = dayFacts(business, at)?.intervals.find((each) => minute >= each.fromMinute && minute < each.toMinute);
  return open ?? null;
}

/** Is that day's minute in one of its intervals? Without a minute: has it any? */
export const isOpen = ({ intervals }: DayFacts, minute: number | null): boolean =>
  intervals.some((each) => minute === null || (minute >= each.fromMinute && minute < each.toMinute));

/** When it opens next, within two weeks. */
export function nextOpening(business: BusinessFacts, from: DateTime): { day: DayFacts; minute: number } | null {
  for (let ahead = 0; ahead < 14; ahead++) {
    const day = dayFacts(business, from.plus({ days: ahead }));
    const next = day?.intervals.find((each) => ahead > 0 || each.fromMinute > minuteOfDay(from));
    if (day !== null && next !== undefined) return { day, minute: next.fromMinute };
  }
  return null;
}

export const closedDays = (hours: NonNullable<BusinessFacts['hours']>): readonly number[] =>
  hours.flatMap((intervals, weekday) => (intervals.length === 0 ? [weekday] : []));

/** Days in a row with the same intervals; closed days are left out. */
export function weekGroups(
  hours: readonly (readonly Interval[])[],
): { first: number; last: number; intervals: readonly Interval[] }[] {
  const same = (a: readonly Interval[], b: readonly Interval[] | undefined) => JSON.stringify(a) === JSON.stringify(b);
  const groups: { first: number; last: number; intervals: readonly Interval[] }[] = [];
  for (const [weekday, intervals] of hours.entries()) {
    const before = groups.at(-1);
    if (before !== undefined && before.last === weekday - 1 && same(intervals, before.intervals)) before.last = weekday;
    else if (intervals.length > 0) groups.push({ first: weekday, last: weekday, intervals });
  }
  return groups;
}
