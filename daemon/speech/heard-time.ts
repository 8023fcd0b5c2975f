import type { Language } from '../base/language.js';
import { numeralAt } from '../base/number-words.js';

export type Half = 'morning' | 'afternoon' | 'evening' | 'night';

/** A time of day as heard; `minute` null when only a part of the day was named. */
export interface HeardTime {
  readonly minute: number | null;
  readonly half: Half | null;
  /** Noon, midnight, 24-hour times: no other half of the day is possible. */
  readonly exact: boolean;
  /** False for a bare number, which is a time only where one is expected. */
  readonly sure: boolean;
  readonly length: number;
}

interface ClockWords {
  readonly relativeDays: readonly (readonly [phrase: readonly string[], days: number, half: Half | null])[];
  readonly ahead: string;
  readonly articles: ReadonlySet<string>;
  readonly dayUnits: ReadonlyMap<string, number>;
  readonly next: ReadonlySet<string>;
  readonly coming: ReadonlySet<string>;
  /** In front of a time: "at", «в», «к». */
  readonly before: ReadonlySet<string>;
  readonly hourWords: ReadonlySet<string>;
  readonly minuteWords: ReadonlySet<string>;
  readonly halves: readonly (readonly [phrase: readonly string[], half: Half])[];
  readonly fixed: ReadonlyMap<string, number>;
}

const words = (text: string): readonly string[] => text.split(' ');
const set = (text: string): ReadonlySet<string> => new Set(words(text));

/** Words of days and clocks; longer phrases first, as the first that fits is taken. */
export const clockWords: Readonly<Record<Language, ClockWords>> = {
  en: {
    relativeDays: [
      [words('the day after tomorrow'), 2, null],
      [words('day after tomorrow'), 2, null],
      [words('tomorrow'), 1, null],
      [words('today'), 0, null],
      [words('tonight'), 0, 'evening'],
      [words('this morning'), 0, 'morning'],
      [words('this afternoon'), 0, 'afternoon'],
      [words('this evening'), 0, 'evening'],
    ],
    ahead: 'in',
    articles: set('a an one'),
    dayUnits: new Map([
      ['day', 1],
      ['days', 1],
      ['week', 7],
      ['weeks', 7],
    ]),
    next: set('next'),
    coming: set('this coming on'),
    before: set('at by around about after before from until till between'),
    hourWords: set("o'clock oclock"),
    minuteWords: set('minutes minute'),
    halves: [
      [words('in the morning'), 'morning'],
      [words('in the afternoon'), 'afternoon'],
      [words('in the evening'), 'evening'],
      [words('at night'), 'night'],
      [words('morning'), 'morning'],
      [words('afternoon'), 'afternoon'],
      [words('evening'), 'evening'],
      [words('a m'), 'morning'],
      [words('p m'), 'afternoon'],
      [words('am'), 'morning'],
      [words('pm'), 'afternoon'],
    ],
    fixed: new Map([
      ['noon', 720],
      ['midday', 720],
      ['midnight', 0],
    ]),
  },
  ru: {
    relativeDays: [
      [words('послезавтра'), 2, null],
      [words('завтра'), 1, null],
      [words('сегодня'), 0, null],
    ],
    ahead: 'через',
    articles: set('один одну'),
    dayUnits: new Map([
      ['день', 1],
      ['дня', 1],
      ['дней', 1],
      ['неделю', 7],
      ['недели', 7],
      ['недель', 7],
    ]),
    next: set('следующий следующую следующее следующей следующего'),
    coming: set('этот эту это ближайший ближайшую ближайшее будущий будущую'),
    before: set('в во к ко на с со до после около от'),
    hourWords: set('час часа часов часам часу'),
    minuteWords: set('минут минуты минута минуту'),
    halves: [
      [words('после обеда'), 'afternoon'],
      [words('до обеда'), 'morning'],
      [words('утра'), 'morning'],
      [words('утром'), 'morning'],
      [words('с утра'), 'morning'],
      [words('дня'), 'afternoon'],
      [words('днем'), 'afternoon'],
      [words('вечера'), 'evening'],
      [words('вечером'), 'evening'],
      [words('ночи'), 'night'],
      [words('ночью'), 'night'],
    ],
    fixed: new Map([
      ['полдень', 720],
      ['полночь', 0],
    ]),
  },
};

interface Clock {
  readonly minute: number;
  readonly length: number;
  /** "half past", "o'clock", «полтретьего»: nothing but a time is said like this. */
  readonly sure: boolean;
}

/** The time that begins at that word, its preposition and part of the day included; null when none does. */
export function timeAt(said: readonly string[], at: number, language: Language): HeardTime | null {
  const clock = clockWords[language];
  const preposition = clock.before.has(said[at] ?? '') ? 1 : 0;
  const start = at + preposition;
  const fixed = clock.fixed.get(said[start] ?? '');
  if (fixed !== undefined) return { minute: fixed, half: null, exact: true, sure: true, length: preposition + 1 };
  const found = language === 'en' ? englishClock(said, start) : russianClock(said, start, preposition === 1);
  if (found === null) {
    const part = halfAt(said, at, language);
    return part === null ? null : { minute: null, half: part.half, exact: false, sure: true, length: part.length };
  }
  const end = start + found.length;
  const part = halfAt(said, end, language);
  return {
    minute: found.minute,
    half: part?.half ?? null,
    exact: false,
    sure: found.sure || preposition === 1 || part !== null,
    length: end + (part?.length ?? 0) - at,
  };
}

function halfAt(said: readonly string[], at: number, language: Language): { half: Half; length: number } | null {
  for (const [phrase, half] of clockWords[language].halves)
    if (phrase.every((word, i) => said[at + i] === word)) return { half, length: phrase.length };
  return null;
}

/** A cardinal within the bounds that stands at that word. */
function cardinalAt(
  said: readonly string[],
  at: number,
  most: number,
  language: Language,
): { value: number; length: number } | null {
  const numeral = numeralAt(said, at, language);
  return numeral === null || numeral.ordinal || numeral.value > most ? null : numeral;
}

function englishClock(said: readonly string[], at: number): Clock | null {
  const half = said[at] === 'half' ? cardinalAt(said, at + 1, 12, 'en') : null;
  // "Half ten" is 10:30.
  if (half !== null) return { minute: half.value * 60 + 30, length: 1 + half.length, sure: true };
  const quantity =
    said[at] === 'half'
      ? { value: 30, length: 1 }
      : said[at] === 'quarter' || (said[at] === 'a' && said[at + 1] === 'quarter')
        ? { value: 15, length: said[at] === 'a' ? 2 : 1 }
        : cardinalAt(said, at, 59, 'en');
  if (quantity === null) return null;
  let next = at + quantity.length;
  if (clockWords.en.minuteWords.has(said[next] ?? '')) next++;
  const relation = said[next];
  if (relation === 'past' || relation === 'to') {
    const hour = cardinalAt(said, next + 1, 12, 'en');
    if (hour === null) return null;
    const minute = relation === 'past' ? hour.value * 60 + quantity.value : hour.value * 60 - quantity.value;
    return { minute, length: next + 1 + hour.length - at, sure: true };
  }
  return said[at] === 'half' || said[at] === 'a' || said[at] === 'quarter' ? null : plainClock(said, at, 'en');
}

/** "ten", "ten thirty", "nine oh five", "ten o'clock", «десять часов тридцать минут». */
function plainClock(said: readonly string[], at: number, language: Language): Clock | null {
  const clock = clockWords[language];
  const hour = cardinalAt(said, at, 24, language);
  if (hour === null) return null;
  let end = at + hour.length;
  const hourWord = clock.hourWords.has(said[end] ?? '');
  if (hourWord) end++;
  const zero = said[end] === 'oh' || said[end] === 'o' || said[end] === 'ноль' || said[end] === 'zero' ? 1 : 0;
  const minutes = cardinalAt(said, end + zero, 59, language);
  if (minutes === null) return { minute: hour.value * 60, length: end - at, sure: hourWord };
  end += zero + minutes.length;
  if (clock.minuteWords.has(said[end] ?? '')) end++;
  return { minute: hour.value * 60 + minutes.value, length: end - at, sure: hourWord };
}

const HALF_HOUR_STEMS = /^пол(?=\p{L}{3})/u;

function russianClock(said: readonly string[], at: number, prepositional: boolean): Clock | null {
  const first = said[at] ?? '';
  // «в час дня»: one o'clock has no number in it.
  if (first === 'час' && (prepositional || halfAt(said, at + 1, 'ru') !== null))
    return { minute: 60, length: 1, sure: true };
  if (first === 'без') return withoutClock(said, at);
  if (first === 'пол' || first === 'половина' || first === 'половине' || first === 'половину')
    return shifted(intoHour(said, at + 1, { minutes: 30, used: 1 }), 1);
  const glued = HALF_HOUR_STEMS.test(first) ? [first.slice(3), ...said.slice(at + 1, at + 2)] : null;
  if (glued !== null) return intoHour(glued, 0, { minutes: 30, used: 1 });
  if (first === 'четверть') return shifted(intoHour(said, at + 1, { minutes: 15, used: 1 }), 1);
  const minutes = cardinalAt(said, at, 59, 'ru');
  if (minutes !== null && clockWords.ru.minuteWords.has(said[at + minutes.length] ?? ''))
    return shifted(intoHour(said, at + minutes.length + 1, { minutes: minutes.value, used: 1 }), minutes.length + 1);
  return plainClock(said, at, 'ru');
}

const shifted = (clock: Clock | null, by: number): Clock | null =>
  clock === null ? null : { ...clock, length: clock.length + by };

/** Minutes into the hour that an ordinal counts: «полтретьего» is 2:30. */
function intoHour(said: readonly string[], at: number, part: { minutes: number; used: number }): Clock | null {
  const hour = numeralAt(said, at, 'ru');
  if (hour === null || !hour.ordinal || hour.value < 1 || hour.value > 12) return null;
  return {
    minute: ((hour.value + 11) % 12) * 60 + part.minutes + (hour.value === 1 ? 720 : 0),
    length: hour.length,
    sure: true,
  };
}

/** «без четверти пять», «без десяти пять». */
function withoutClock(said: readonly string[], at: number): Clock | null {
  const minutes = said[at + 1] === 'четверти' ? { value: 15, length: 1 } : cardinalAt(said, at + 1, 30, 'ru');
  if (minutes === null) return null;
  let start = at + 1 + minutes.length;
  if (clockWords.ru.minuteWords.has(said[start] ?? '')) start++;
  const one = said[start] === 'час' ? { value: 1, length: 1 } : cardinalAt(said, start, 12, 'ru');
  if (one === null) return null;
  return {
    minute: (one.value === 1 ? 13 : one.value) * 60 - minutes.value,
    length: start + one.length - at,
    sure: true,
  };
}
