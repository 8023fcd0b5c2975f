import { toCardinal, toOrdinal } from 'n2words/en-GB';
import { DateTime } from 'luxon';
import { monthName, weekdayName } from '../base/calendar-words.js';
import { digitByDigit, type Sayings, wholeAndHundredths } from './sayings.js';

const LONGEST_NUMBER = 15;

const CURRENCIES: Readonly<Record<string, readonly [one: string, many: string, subOne: string, subMany: string]>> = {
  GBP: ['pound', 'pounds', 'penny', 'pence'],
  USD: ['dollar', 'dollars', 'cent', 'cents'],
  EUR: ['euro', 'euros', 'cent', 'cents'],
  RUB: ['ruble', 'rubles', 'kopeck', 'kopecks'],
};

const UNITS: Readonly<Record<string, readonly [one: string, many: string]>> = {
  min: ['minute', 'minutes'],
  mins: ['minute', 'minutes'],
  h: ['hour', 'hours'],
  hr: ['hour', 'hours'],
  hrs: ['hour', 'hours'],
  sec: ['second', 'seconds'],
  km: ['kilometre', 'kilometres'],
  m: ['metre', 'metres'],
  cm: ['centimetre', 'centimetres'],
  mm: ['millimetre', 'millimetres'],
  kg: ['kilogram', 'kilograms'],
  g: ['gram', 'grams'],
  l: ['litre', 'litres'],
  '°c': ['degree', 'degrees'],
  '°': ['degree', 'degrees'],
};

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);
const cardinal = (value: number): string => toCardinal(value);

function number(digits: string): string {
  const [whole = '0', fraction] = digits.split('.');
  if (whole.length > LONGEST_NUMBER) return digitByDigit(whole, (digit) => cardinal(Number(digit)));
  const said = cardinal(Number(whole));
  return fraction === undefined ? said : `${said} point ${digitByDigit(fraction, (digit) => cardinal(Number(digit)))}`;
}

function time(minute: number): string {
  if (minute === 720) return 'noon';
  if (minute % 1440 === 0) return 'midnight';
  const hour = Math.floor(minute / 60) % 24;
  const past = minute % 60;
  const minutes = past === 0 ? '' : past < 10 ? ` oh ${cardinal(past)}` : ` ${cardinal(past)}`;
  return `${cardinal(hour % 12 === 0 ? 12 : hour % 12)}${minutes} ${hour < 12 ? 'a.m.' : 'p.m.'}`;
}

const dayOfMonth = (day: number, month: number): string =>
  `the ${toOrdinal(day)} of ${capital(monthName(month, 'en'))}`;

function date(iso: string): string {
  const day = DateTime.fromISO(iso, { zone: 'utc' });
  return `${capital(weekdayName(day.weekday - 1, 'en'))} ${dayOfMonth(day.day, day.month)}`;
}

function money(digits: string, currency: string): string {
  const names = CURRENCIES[currency];
  if (names === undefined) return number(digits);
  const [whole, hundredths] = wholeAndHundredths(digits);
  const parts: string[] = [];
  if (whole > 0 || hundredths === 0) parts.push(`${cardinal(whole)} ${names[whole === 1 ? 0 : 1]}`);
  if (hundredths > 0) parts.push(`${cardinal(hundredths)} ${names[hundredths === 1 ? 2 : 3]}`);
  return parts.join(' and ');
}

function phone(groups: readonly string[], international: boolean): string {
  const said = groups.map((group) => digitByDigit(group, (digit) => cardinal(Number(digit)))).join(', ');
  return international ? `plus ${said}` : said;
}

function unit(digits: string, sign: string): string | null {
  const names = UNITS[sign.toLowerCase()];
  return names === undefined ? null : `${number(digits)} ${names[digits === '1' ? 0 : 1]}`;
}

export const englishSayings: Sayings = {
  number,
  ordinal: (value) => toOrdinal(value),
  time,
  timeRange: (from, to) => `${time(from)} to ${time(to)}`,
  date,
  dayOfMonth,
  money,
  phone,
  percent: (digits) => `${number(digits)} percent`,
  unit,
  signs: { at: ' at ', dot: ' dot ', dash: ' dash ', slash: ' slash ' },
  and: 'and',
  plus: 'plus',
  minus: 'minus',
  numberSign: 'number',
  abbreviations: [
    [/\be\.g\./gi, 'for example'],
    [/\bi\.e\./gi, 'that is'],
    [/\betc\./gi, 'and so on'],
    [/\bmrs\./gi, 'missus'],
    [/\bmr\./gi, 'mister'],
    [/\bms\./gi, 'miz'],
    [/\bdr\.(?= \p{Lu})/giu, 'doctor'],
    [/\bno\.(?= ?\d)/gi, 'number'],
    [/\bapprox\./gi, 'about'],
    [/\bst\.(?= \p{Lu})/giu, 'saint'],
    [/\bst\./gi, 'street'],
    [/\brd\./gi, 'road'],
    [/\bave\./gi, 'avenue'],
    [/\bltd\./gi, 'limited'],
  ],
};
