import { z } from 'zod';
import { isCountry, toE164 } from '../base/phone.js';
import { EXPECTED_DAYS, EXPECTED_HOURS, type Interval, parseDays, parseIntervals } from './hours.js';

/** A value of the file, which is always text; `expected` are the words for the owner when it cannot be read. */
function read<T>(expected: string, convert: (text: string) => T | undefined) {
  return z.string({ error: expected }).transform((text, context) => {
    const value = convert(text);
    if (value !== undefined) return value;
    context.addIssue({ code: 'custom', message: expected });
    return z.NEVER;
  });
}

/** One line of text as it will be spoken; a folded YAML text becomes one line. */
function words(longest: number) {
  return read(`text of at most ${longest} letters`, (raw) => {
    const text = raw.toWellFormed().normalize('NFC').replaceAll(/\s+/gu, ' ').trim();
    return text === '' || text.length > longest || /\p{Cc}/u.test(text) ? undefined : text;
  });
}

/** A field with nothing behind its colon is a field that was left out. */
const orAbsent = <S extends z.ZodType>(schema: S) =>
  z.preprocess((value) => (value === '' ? undefined : value), schema.optional());

const orNull = <S extends z.ZodType>(schema: S) => orAbsent(schema).transform((value) => value ?? null);

const list = <S extends z.ZodType>(item: S) =>
  orAbsent(z.array(item, { error: 'a list' })).transform((items) => items ?? []);

/** An object; the message of an unknown field is the list of those that are known. */
const pairs = <S extends z.ZodRawShape>(shape: S) =>
  z.strictObject(shape, {
    error: ({ code }) => (code === 'unrecognized_keys' ? Object.keys(shape).join(' ') : 'fields with values'),
  });

export const languageField = read('"en" or "ru"', (text) => (text === 'en' || text === 'ru' ? text : undefined));

/** Intl takes offsets such as "+03:00" too, but those know no summer time. */
function isTimezone(text: string): boolean {
  try {
    Intl.DateTimeFormat('en', { timeZone: text });
    return /^[A-Za-z]/.test(text);
  } catch {
    return false;
  }
}

export const timezoneField = read('a time zone such as "Europe/London"', (text) =>
  isTimezone(text) ? text : undefined,
);

export const countryField = read('two letters of ISO 3166 such as "GB"', (text) =>
  isCountry(text) ? text.toUpperCase() : undefined,
);

const date = read('a date "YYYY-MM-DD"', (text) => {
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.valueOf()) && day.toISOString().slice(0, 10) === text ? text : undefined;
});

const price = read('a price such as 10 or 9.50', (text) =>
  /^\d{1,9}(?:[.,]\d{1,2})?$/.test(text) ? Number(text.replace(',', '.')) : undefined,
);

const currencies = new Set(Intl.supportedValuesOf('currency'));
const CURRENCY = 'a currency of ISO 4217 such as "GBP"';
const currency = read(CURRENCY, (text) => (currencies.has(text.toUpperCase()) ? text.toUpperCase() : undefined));

const minutes = read('whole minutes, 1 to 99999', (text) => (/^[1-9]\d{0,4}$/.test(text) ? Number(text) : undefined));

const group = read('"vip", "known" or "blocked"', (text) =>
  text === 'vip' || text === 'known' || text === 'blocked' ? text : undefined,
);

const hours = z.record(z.string(), z.unknown(), { error: 'days with hours' }).transform((lines, context) => {
  const week: (Interval[] | undefined)[] = Array.from({ length: 7 });
  for (const [key, value] of Object.entries(lines)) {
    const fault = (message: string) => context.addIssue({ code: 'custom', message, path: [key] });
    const days = parseDays(key);
    const intervals = typeof value === 'string' ? parseIntervals(value) : undefined;
    if (days === undefined) fault(EXPECTED_DAYS);
    if (intervals === undefined) fault(EXPECTED_HOURS);
    if (days?.some((day) => week[day] !== undefined)) fault('each day once');
    for (const day of days ?? []) week[day] = intervals ?? [];
  }
  return week.map((day) => day ?? []);
});

const service = pairs({ name: words(100), price: orNull(price), currency: orNull(currency), minutes: orNull(minutes) });

/** The file of ../shared/commands.md. `country` decides how numbers without a country code are read. */
export function businessSchema(country: string) {
  const number = read('a telephone number such as "+447700900123"', (text) => toE164(text, country) ?? undefined);
  return pairs({
    name: words(100),
    language: languageField,
    timezone: timezoneField,
    country: orAbsent(countryField),
    address: orNull(words(300)),
    hours: orNull(hours),
    holidays: list(pairs({ date, name: words(100) })),
    services: list(
      service.refine((value) => value.price === null || value.currency !== null, {
        path: ['currency'],
        error: CURRENCY,
      }),
    ),
    faq: list(pairs({ question: words(300), also: list(words(300)), answer: words(1000) })),
    contacts: list(pairs({ name: words(100), number, group })),
    owner: orNull(pairs({ name: words(100), number })),
  });
}
