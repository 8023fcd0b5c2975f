import { monthName, weekdayName } from '../base/calendar-words.js';
import type { Language } from '../base/language.js';
import { englishSayings } from './english.js';
import { russianSayings } from './russian.js';

/** Short rows of words as they follow each other in an answer, for a recogniser that hears nothing else: it puts them
 *  together to longer ones. Pairs teach it what may follow; single words made it stop or guess at every joint. */
export interface ExpectedRows {
  /** A dictated telephone number. */
  readonly number: readonly string[];
  /** A day, a time or both. */
  readonly when: readonly string[];
}

const upTo = (from: number, to: number): readonly number[] => Array.from({ length: to - from + 1 }, (_, i) => from + i);
/** Each head with each tail. */
const joined = (heads: readonly string[], tails: readonly string[]): readonly string[] =>
  heads.flatMap((head) => tails.map((tail) => `${head} ${tail}`));
const words = (text: string): readonly string[] => text.split(' ');

const WEEKDAYS = upTo(0, 6);
const MONTHS = upTo(1, 12);

const enCardinal = (value: number): string => englishSayings.number(String(value), '');

function englishNumber(): readonly string[] {
  const spelled = upTo(0, 9).map(enCardinal);
  const digits = ['oh', ...spelled];
  const repeats = ['double', 'triple'];
  return [
    ...joined([...digits, ...repeats], digits),
    ...joined(digits, repeats),
    ...joined(spelled, ['hundred']),
    ...joined(['hundred', 'plus', 'is'], digits),
    ...[...upTo(10, 19), ...upTo(2, 9).map((tens) => 10 * tens)].map(enCardinal),
    'my number is',
    'the number is',
    'it is',
  ];
}

function englishWhen(): readonly string[] {
  const ordinals = upTo(1, 31).map((day) => englishSayings.ordinal(day, '').replace('-', ' '));
  const days = WEEKDAYS.map((day) => weekdayName(day, 'en'));
  const months = MONTHS.map((month) => monthName(month, 'en'));
  const hours = upTo(1, 12).map(enCardinal);
  const clocks = [
    ...joined(['half past', 'quarter past', 'quarter to', 'five past', 'ten past', 'twenty past'], hours),
    ...joined(['five to', 'ten to', 'twenty to'], hours),
    ...joined(hours, ["o'clock", 'fifteen', 'thirty', 'forty five']),
  ];
  const halves = words('morning afternoon evening');
  return [
    ...joined(['on', 'next', 'this'], days),
    ...joined([...days, 'tomorrow'], ['at', 'the', ...halves]),
    ...joined(joined(['the'], ordinals), ['of', 'at']),
    ...joined(['of', 'the'], months),
    ...joined(months, ['the', 'at']),
    ...joined(['at', 'a'], clocks),
    ...joined(['at'], hours),
    ...joined(hours, [...joined(['in the'], halves), 'a m', 'p m', 'on']),
    ...joined(joined(['in'], hours), ['days', 'weeks']),
    ...words('today tonight'),
    'today at',
    'this afternoon',
    'the day after tomorrow',
    'at noon',
    'in a week',
    'next week',
  ];
}

const RU_DAYS = words('понедельник вторник среду четверг пятницу субботу воскресенье');

const ruCardinal = (value: number): string => russianSayings.number(String(value), '');

function russianNumber(): readonly string[] {
  const spoken = [...upTo(0, 20), ...upTo(3, 9).map((tens) => 10 * tens), ...upTo(1, 9).map((n) => 100 * n)].map(
    ruCardinal,
  );
  return [...joined(spoken, spoken), ...joined(['плюс'], spoken), 'мой номер', 'номер'];
}

function russianWhen(): readonly string[] {
  const ordinals = upTo(1, 31).map((day) => russianSayings.ordinal(day, 'го'));
  const months = MONTHS.map((month) => monthName(month, 'ru'));
  const hours = upTo(1, 23).map(ruCardinal);
  const halves = words('утра дня вечера');
  return [
    ...joined(['в', 'на', 'в следующий', 'в следующую', 'в этот', 'в эту'], RU_DAYS),
    ...joined([...RU_DAYS, 'завтра', 'сегодня', 'послезавтра'], ['в', 'утром', 'днём', 'вечером', 'после обеда']),
    ...joined(ordinals, [...months, 'числа', 'в']),
    ...joined(months, ['в']),
    ...joined(['в', 'на', 'к', 'после'], hours),
    ...joined(hours, ['часов', 'часа', 'ноль ноль', 'пятнадцать', 'тридцать', ...halves]),
    ...joined(['часов', 'часа'], [...halves, 'тридцать']),
    ...joined(
      ['в половине', 'половина'],
      upTo(1, 12).map((hour) => russianSayings.ordinal(hour, 'го')),
    ),
    'в час дня',
    'в полдень',
    'через неделю',
    'на следующей неделе',
    'через два дня',
    'через три дня',
  ];
}

const ROWS: Readonly<Record<Language, ExpectedRows>> = {
  en: { number: englishNumber(), when: englishWhen() },
  ru: { number: russianNumber(), when: russianWhen() },
};

/** Made once; a recogniser takes 1 ms for either list. */
export const expectedRows = (language: Language): ExpectedRows => ROWS[language];
