import { toCardinal, toOrdinal } from 'n2words/ru-RU';
import { DateTime } from 'luxon';
import { monthName, weekdayName } from '../base/calendar-words.js';
import { digitByDigit, type Sayings, wholeAndHundredths } from './sayings.js';

const LONGEST_NUMBER = 15;

type Gender = 'masculine' | 'feminine';
/** Один рубль, два рубля, пять рублей. */
type Forms = readonly [one: string, few: string, many: string];
interface Counted {
  readonly forms: Forms;
  readonly gender: Gender;
}

const counted = (gender: Gender, ...forms: [string, string, string]): Counted => ({ forms, gender });
const KOPECK = counted('feminine', 'копейка', 'копейки', 'копеек');
const CENT = counted('masculine', 'цент', 'цента', 'центов');

const CURRENCIES: Readonly<Record<string, readonly [Counted, Counted]>> = {
  RUB: [counted('masculine', 'рубль', 'рубля', 'рублей'), KOPECK],
  USD: [counted('masculine', 'доллар', 'доллара', 'долларов'), CENT],
  EUR: [counted('masculine', 'евро', 'евро', 'евро'), CENT],
  GBP: [counted('masculine', 'фунт', 'фунта', 'фунтов'), counted('masculine', 'пенс', 'пенса', 'пенсов')],
};

const UNITS: Readonly<Record<string, Counted>> = {
  мин: counted('feminine', 'минута', 'минуты', 'минут'),
  ч: counted('masculine', 'час', 'часа', 'часов'),
  сек: counted('feminine', 'секунда', 'секунды', 'секунд'),
  км: counted('masculine', 'километр', 'километра', 'километров'),
  м: counted('masculine', 'метр', 'метра', 'метров'),
  см: counted('masculine', 'сантиметр', 'сантиметра', 'сантиметров'),
  мм: counted('masculine', 'миллиметр', 'миллиметра', 'миллиметров'),
  кг: counted('masculine', 'килограмм', 'килограмма', 'килограммов'),
  г: counted('masculine', 'грамм', 'грамма', 'граммов'),
  л: counted('masculine', 'литр', 'литра', 'литров'),
  '°c': counted('masculine', 'градус', 'градуса', 'градусов'),
  '°': counted('masculine', 'градус', 'градуса', 'градусов'),
  '%': counted('masculine', 'процент', 'процента', 'процентов'),
};

/** Nouns before which one and two are feminine: «две минуты». */
const FEMININE_NEXT = /^(?:минут|секунд|недел|копе[ей]|тысяч|штук|работ|услуг|позици|стран|дверь|двер|машин)/;

/** Words of a cardinal in the genitive, where adding «и» for «ь» is not the rule. */
const GENITIVE: Readonly<Record<string, string>> = {
  ноль: 'нуля',
  один: 'одного',
  одна: 'одной',
  два: 'двух',
  две: 'двух',
  три: 'трёх',
  четыре: 'четырёх',
  восемь: 'восьми',
  сорок: 'сорока',
  пятьдесят: 'пятидесяти',
};
/** After these a time stands in the genitive: «с девяти до восемнадцати». */
const GENITIVE_AFTER = new Set(['с', 'со', 'от', 'до', 'после', 'около', 'позже', 'раньше', 'позднее']);

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);
/** «Тысяча пятьсот», as people say it, not «одна тысяча пятьсот». */
const cardinal = (value: number, gender: Gender = 'masculine'): string =>
  toCardinal(value, { gender }).replace(/^одна тысяча/, 'тысяча');
const genitive = (said: string): string =>
  said
    .split(' ')
    .map((word) => GENITIVE[word] ?? word.replace(/ь$/, 'и'))
    .join(' ');

/** The form of a noun after a whole number; a fraction takes the «few» form: «две целых … минуты». */
export function pluralOf(value: number, forms: Forms): string {
  if (!Number.isInteger(value)) return forms[1];
  const last = value % 10;
  const lastTwo = value % 100;
  if (last === 1 && lastTwo !== 11) return forms[0];
  return last >= 2 && last <= 4 && (lastTwo < 12 || lastTwo > 14) ? forms[1] : forms[2];
}

function number(digits: string, next: string): string {
  const [whole = '0', fraction] = digits.split('.');
  if (whole.length > LONGEST_NUMBER) return digitByDigit(whole, (digit) => cardinal(Number(digit)));
  const said = cardinal(Number(whole), FEMININE_NEXT.test(next) ? 'feminine' : 'masculine');
  if (fraction === undefined) return said;
  return fraction === '5'
    ? `${said} с половиной`
    : `${said} и ${digitByDigit(fraction, (digit) => cardinal(Number(digit)))}`;
}

const count = (value: number, thing: Counted): string =>
  `${cardinal(value, thing.gender)} ${pluralOf(value, thing.forms)}`;

function time(minute: number, before: string): string {
  const hour = Math.floor(minute / 60) % 24;
  const past = minute % 60;
  const minutes = past === 0 ? '' : past < 10 ? ` ноль ${cardinal(past)}` : ` ${cardinal(past)}`;
  const bare = `${hour === 0 && minute > 0 && past === 0 ? 'двадцать четыре' : cardinal(hour)}${minutes}`;
  return GENITIVE_AFTER.has(before) ? genitive(bare) : bare;
}

/** «с» is said only where the text does not say it already. */
const timeRange = (from: number, to: number, before: string): string =>
  `${before === 'с' ? '' : 'с '}${time(from, 'с')} до ${time(to, 'до')}`;

function ordinal(value: number, ending: string): string {
  const said = toOrdinal(value);
  const oblique = said.endsWith('третий') ? said.replace(/ий$/, 'ь') : said.replace(/(?:ый|ой|ий)$/, '');
  const soft = oblique.endsWith('ь');
  if (ending === 'го') return `${oblique}${soft ? 'его' : 'ого'}`;
  if (ending === 'му') return `${oblique}${soft ? 'ему' : 'ому'}`;
  if (ending === 'е') return `${oblique}${soft ? 'е' : 'ое'}`;
  if (ending === 'я') return `${oblique}${soft ? 'я' : 'ая'}`;
  return said;
}

const dayOfMonth = (day: number, month: number): string => `${ordinal(day, 'го')} ${monthName(month, 'ru')}`;

function date(iso: string): string {
  const day = DateTime.fromISO(iso, { zone: 'utc' });
  return `${capital(weekdayName(day.weekday - 1, 'ru'))}, ${dayOfMonth(day.day, day.month)}`;
}

function money(digits: string, currency: string): string {
  const [main, sub] = CURRENCIES[currency] ?? [];
  if (main === undefined || sub === undefined) return number(digits, '');
  const [whole, hundredths] = wholeAndHundredths(digits);
  const parts: string[] = [];
  if (whole > 0 || hundredths === 0) parts.push(count(whole, main));
  if (hundredths > 0) parts.push(count(hundredths, sub));
  return parts.join(' ');
}

/** A Russian number is said in groups, as it is written; only a leading zero is said by itself. */
function phoneGroup(group: string): string {
  const zeros = /^0*/.exec(group)?.[0].length ?? 0;
  const rest = group.slice(zeros);
  return [...Array.from({ length: zeros }, () => 'ноль'), ...(rest === '' ? [] : [cardinal(Number(rest))])].join(' ');
}

function phone(groups: readonly string[], international: boolean): string {
  const said = groups.map(phoneGroup).join(', ');
  return international ? `плюс ${said}` : said;
}

function unit(digits: string, sign: string): string | null {
  const thing = UNITS[sign.toLowerCase()];
  if (thing === undefined) return null;
  return `${number(digits, thing.forms[0])} ${pluralOf(Number(digits), thing.forms)}`;
}

export const russianSayings: Sayings = {
  number,
  ordinal,
  time,
  timeRange,
  date,
  dayOfMonth,
  money,
  phone,
  percent: (digits) => unit(digits, '%') ?? digits,
  unit,
  signs: { at: ' собака ', dot: ' точка ', dash: ' дефис ', slash: ' слэш ' },
  and: 'и',
  plus: 'плюс',
  minus: 'минус',
  numberSign: 'номер',
  abbreviations: [
    [/(?<!\p{L})т\. ?е\./giu, 'то есть'],
    [/(?<!\p{L})т\. ?к\./giu, 'так как'],
    [/(?<!\p{L})и т\. ?д\./giu, 'и так далее'],
    [/(?<!\p{L})и т\. ?п\./giu, 'и тому подобное'],
    [/(?<!\p{L})ул\./giu, 'улица'],
    [/(?<!\p{L})пр-т\.?(?!\p{L})/giu, 'проспект'],
    [/(?<!\p{L})просп\./giu, 'проспект'],
    [/(?<!\p{L})пер\./giu, 'переулок'],
    [/(?<!\p{L})пл\./giu, 'площадь'],
    [/(?<!\p{L})д\.(?= ?\d)/giu, 'дом'],
    [/(?<!\p{L})кв\.(?= ?\d)/giu, 'квартира'],
    [/(?<!\p{L})корп\.(?= ?\d)/giu, 'корпус'],
    [/(?<!\p{L})стр\.(?= ?\d)/giu, 'строение'],
    [/(?<!\p{L})г\.(?= \p{Lu})/gu, 'город'],
    [/(?<!\p{L})тел\./giu, 'телефон'],
  ],
};
