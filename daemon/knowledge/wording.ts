import type { DateTime } from 'luxon';
import type { Interval, ServiceFacts } from './facts.js';
import type { MatchWords } from './phrase-bank.js';

/** A day in a question or an answer: a weekday by name, or one that depends on the moment. */
export type DayName =
  | { readonly weekday: number }
  | { readonly relative: 'today' | 'tomorrow' }
  | { readonly holiday: string };

export type WeekGroups = readonly {
  readonly first: number;
  readonly last: number;
  readonly intervals: readonly Interval[];
}[];

/** Everything that knowledge says or expects to hear in one language. Answers are whole sentences in writing ("9:00"). */
export interface Wording extends MatchWords {
  /** Said around a question without being part of it. */
  readonly courtesies: RegExp;
  /** Stands for the thing that was spoken of before. */
  readonly pronoun: RegExp;
  /** The part of a day beside its name, and a part that is a day: "on Friday afternoon", "tonight". Hours are told by days. */
  readonly partOfDay: RegExp;
  /** A part of today: "this afternoon". */
  readonly partOfToday: RegExp;
  /** In front of the name of whom the caller wants to have reached. */
  readonly reached: RegExp;
  readonly today: string;
  /** Makes a question of a day alone: "and tomorrow?" */
  readonly openOn: string;
  readonly ask: {
    readonly hours: readonly string[];
    readonly openNow: readonly string[];
    day(day: DayName): readonly string[];
    readonly weekend: readonly string[];
    date(date: DateTime): readonly string[];
    readonly address: readonly string[];
    readonly name: readonly string[];
    readonly owner: readonly string[];
    readonly services: readonly string[];
    price(service: string): readonly string[];
    duration(service: string): readonly string[];
    offer(service: string): readonly string[];
  };
  readonly say: {
    hours(groups: WeekGroups, closed: readonly number[]): string;
    openUntil(minute: number): string;
    closedUntil(
      opening: { readonly weekday: number; readonly minute: number; readonly daysAhead: number } | null,
    ): string;
    day(day: DayName, intervals: readonly Interval[]): string;
    holiday(date: DateTime, name: string): string;
    address(address: string): string;
    name(name: string): string;
    owner(name: string): string;
    services(names: readonly string[]): string;
    price(service: ServiceFacts): string;
    duration(service: ServiceFacts): string;
    offer(service: ServiceFacts): string;
    date(date: DateTime): string;
  };
  /** Labels of the block that the language model reads. */
  readonly labels: {
    readonly business: string;
    readonly address: string;
    readonly owner: string;
    readonly hours: string;
    readonly closed: string;
    readonly services: string;
    readonly questions: string;
    readonly now: string;
  };
}

export const set = (words: string): ReadonlySet<string> => new Set(words.split(/\s+/));

/** "9:00" */
export const clock = (minute: number): string => `${Math.floor(minute / 60)}:${String(minute % 60).padStart(2, '0')}`;

/** "a", "a and b", "a, b and c" */
export const list = (items: readonly string[], and: string): string =>
  items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} ${and} ${items.at(-1)}`;
