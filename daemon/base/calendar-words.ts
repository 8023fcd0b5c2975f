import type { Language } from './language.js';

/** A day of the week: 0 is Monday, 6 is Sunday. */
export type Weekday = number;

/** Every folded form that a day or month takes in speech; the first is the one to print. Days from Monday, months from January. */
const DAYS: Readonly<Record<Language, readonly string[]>> = {
  en: [
    'monday mondays mon',
    'tuesday tuesdays tue tues',
    'wednesday wednesdays wed',
    'thursday thursdays thu thurs',
    'friday fridays fri',
    'saturday saturdays sat',
    'sunday sundays sun',
  ],
  ru: [
    'понедельник понедельника понедельнику понедельникам понедельники пн',
    'вторник вторника вторнику вторникам вторники вт',
    'среда среду среды среде средам ср',
    'четверг четверга четвергу четвергам четверги чт',
    'пятница пятницу пятницы пятнице пятницам пт',
    'суббота субботу субботы субботе субботам сб',
    'воскресенье воскресенья воскресенью воскресеньям вс',
  ],
};

const MONTHS: Readonly<Record<Language, readonly string[]>> = {
  en: [
    'january jan',
    'february feb',
    'march',
    'april apr',
    'may',
    'june jun',
    'july jul',
    'august aug',
    'september sept sep',
    'october oct',
    'november nov',
    'december dec',
  ],
  ru: [
    'января январь январе',
    'февраля февраль феврале',
    'марта март марте',
    'апреля апрель апреле',
    'мая май мае',
    'июня июнь июне',
    'июля июль июле',
    'августа август августе',
    'сентября сентябрь сентябре',
    'октября октябрь октябре',
    'ноября ноябрь ноябре',
    'декабря декабрь декабре',
  ],
};

function index(rows: readonly string[]): ReadonlyMap<string, number> {
  return new Map(rows.flatMap((forms, i) => forms.split(' ').map((form) => [form, i] as const)));
}

const DAY_INDEX = { en: index(DAYS.en), ru: index(DAYS.ru) };
const MONTH_INDEX = { en: index(MONTHS.en), ru: index(MONTHS.ru) };

/** The weekday that a folded word names, in any of its forms; null when it names none. */
export const weekdayOf = (word: string, language: Language): Weekday | null => DAY_INDEX[language].get(word) ?? null;

/** 1…12, or null when the folded word names no month. */
export function monthOf(word: string, language: Language): number | null {
  const at = MONTH_INDEX[language].get(word);
  return at === undefined ? null : at + 1;
}

const firstForm = (rows: readonly string[], at: number): string => rows[at]?.split(' ')[0] ?? '';

/** "monday", «понедельник». */
export const weekdayName = (day: Weekday, language: Language): string => firstForm(DAYS[language], day);

/** "december", «декабря» (genitive, as after a day's number); month 1…12. */
export const monthName = (month: number, language: Language): string => firstForm(MONTHS[language], month - 1);
