import * as fc from 'fast-check';
import type { Business } from '../../daemon/store/business.js';
import type { Interval } from '../../daemon/store/hours.js';

/** Text as the file's reader leaves it: one line, no control characters, composed letters. */
const words = (longest: number) =>
  fc
    .string({ unit: 'grapheme', minLength: 1, maxLength: longest })
    .map((text) =>
      text
        .toWellFormed()
        .normalize('NFC')
        .replaceAll(/\p{Cc}/gu, '')
        .replaceAll(/\s+/gu, ' ')
        .trim(),
    )
    .filter((text) => text !== '' && text.length <= longest);

const number = fc.integer({ min: 0, max: 999_999 }).map((n) => `+447700${String(n).padStart(6, '0')}`);

const day = fc
  .uniqueArray(fc.integer({ min: 0, max: 1440 }), { maxLength: 6 })
  .map((minutes) => minutes.sort((a, b) => a - b))
  .map((minutes) =>
    Array.from({ length: Math.floor(minutes.length / 2) }, (_, i): Interval => {
      const [fromMinute = 0, toMinute = 0] = minutes.slice(2 * i, 2 * i + 2);
      return { fromMinute, toMinute };
    }),
  );

const service = fc.record({
  name: words(100),
  price: fc.integer({ min: 0, max: 10_000_000 }).map((cents) => cents / 100),
  currency: fc.constantFrom('GBP', 'RUB', 'EUR'),
  minutes: fc.option(fc.integer({ min: 1, max: 99_999 })),
});

const holiday = fc.record({
  date: fc
    .date({ min: new Date('2020-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, 10)),
  name: words(100),
});

const lower = ({ name }: { name: string }) => name.toLowerCase();

/** Any business that a file could hold. */
export const anyBusiness: fc.Arbitrary<Business> = fc.record({
  name: words(100),
  language: fc.constantFrom('en', 'ru'),
  timezone: fc.constantFrom('Europe/London', 'Europe/Moscow', 'UTC'),
  country: fc.constantFrom('GB', 'RU', 'US'),
  address: fc.option(words(300)),
  hours: fc.option(fc.tuple(day, day, day, day, day, day, day)),
  holidays: fc
    .uniqueArray(holiday, { selector: ({ date }) => date, maxLength: 5 })
    .map((list) => list.sort((a, b) => (a.date < b.date ? -1 : 1))),
  services: fc.uniqueArray(
    fc.oneof(
      service,
      service.map((each) => ({ ...each, price: null, currency: null })),
    ),
    {
      selector: lower,
      maxLength: 5,
    },
  ),
  faq: fc.uniqueArray(
    fc.record({ question: words(300), also: fc.array(words(300), { maxLength: 3 }), answer: words(1000) }),
    { selector: ({ question }) => question.toLowerCase(), maxLength: 5 },
  ),
  contacts: fc.uniqueArray(fc.record({ name: words(100), number, group: fc.constantFrom('vip', 'known', 'blocked') }), {
    selector: (contact) => contact.number,
    maxLength: 5,
  }),
  owner: fc.option(fc.record({ name: words(100), number })),
});
