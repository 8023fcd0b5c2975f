/** An opening, in minutes since midnight of the business's own day; `toMinute` is 1440 at most. */
export interface Interval {
  readonly fromMinute: number;
  readonly toMinute: number;
}

/** Seven days, Monday first; no interval means closed. */
export type Week = readonly (readonly Interval[])[];

const DAYS = [
  ['mon', 'monday', 'пн', 'понедельник'],
  ['tue', 'tuesday', 'вт', 'вторник'],
  ['wed', 'wednesday', 'ср', 'среда'],
  ['thu', 'thursday', 'чт', 'четверг'],
  ['fri', 'friday', 'пт', 'пятница'],
  ['sat', 'saturday', 'сб', 'суббота'],
  ['sun', 'sunday', 'вс', 'воскресенье'],
] as const;

const CLOSED = ['closed', 'закрыто', 'выходной'];

export const EXPECTED_DAYS = 'days such as "mon-fri", "sat" or "mon,wed"';
export const EXPECTED_HOURS = '"HH:MM-HH:MM", more of them after a comma, or "closed"';

/** Days of the week, 0 is Monday: "mon-fri", "sat", "mon,wed", full names, Russian too. Undefined when it is none. */
export function parseDays(text: string): number[] | undefined {
  const days: number[] = [];
  for (const part of text.toLowerCase().split(',')) {
    const ends = part.split(/[-–—]/).map((word) => dayOf(word.trim()));
    const [first, last] = [ends[0], ends.at(-1)];
    if (first === undefined || last === undefined || ends.length > 2) return undefined;
    for (let day = first; ; day = (day + 1) % 7) {
      days.push(day);
      if (day === last) break;
    }
  }
  return days;
}

function dayOf(word: string): number | undefined {
  const day = DAYS.findIndex((names) => names.some((name) => name === word));
  return day === -1 ? undefined : day;
}

/** "09:00-13:00, 14:00-18:00" or "closed". Undefined when it is neither, or when the intervals overlap. */
export function parseIntervals(text: string): Interval[] | undefined {
  const words = text.trim().toLowerCase();
  if (CLOSED.includes(words)) return [];
  const intervals: Interval[] = [];
  for (const part of words.split(',')) {
    const match = /^(\d{1,2}):([0-5]\d)\s*[-–—]\s*(\d{1,2}):([0-5]\d)$/.exec(part.trim());
    if (match === null) return undefined;
    const [fromHour = 0, fromMinutes = 0, toHour = 0, toMinutes = 0] = match.slice(1).map(Number);
    const interval = { fromMinute: fromHour * 60 + fromMinutes, toMinute: toHour * 60 + toMinutes };
    if (interval.fromMinute >= interval.toMinute || interval.toMinute > 1440) return undefined;
    intervals.push(interval);
  }
  intervals.sort((a, b) => a.fromMinute - b.fromMinute);
  const overlap = intervals.some(({ fromMinute }, i) => fromMinute < (intervals[i - 1]?.toMinute ?? 0));
  return overlap ? undefined : intervals;
}

/** The shortest way to write a week: equal days in a row share a line, closed days are left out. */
export function formatWeek(week: Week): Record<string, string> {
  const lines: Record<string, string> = {};
  for (let first = 0; first < DAYS.length; ) {
    const text = formatIntervals(week[first] ?? []);
    let last = first;
    while (last + 1 < DAYS.length && formatIntervals(week[last + 1] ?? []) === text) last++;
    const days = first === last ? shortName(first) : `${shortName(first)}-${shortName(last)}`;
    if (text !== '') lines[days] = text;
    first = last + 1;
  }
  return Object.keys(lines).length === 0 ? { 'mon-sun': 'closed' } : lines;
}

const shortName = (day: number): string => DAYS[day]?.[0] ?? '';

function formatIntervals(intervals: readonly Interval[]): string {
  return intervals
    .map(({ fromMinute, toMinute }) => `${formatMinute(fromMinute)}-${formatMinute(toMinute)}`)
    .join(', ');
}

function formatMinute(minute: number): string {
  const two = (value: number) => String(value).padStart(2, '0');
  return `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
}
