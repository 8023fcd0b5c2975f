import { readFileSync } from 'node:fs';
import t from 'tap';
import { formatBusiness, parseBusiness, sampleBusinessPath } from '../../daemon/store/business-file.js';

const HEAD = 'name: A\nlanguage: en\ntimezone: Europe/London\n';

/** The example of ../shared/commands.md, letter by letter. */
const EXAMPLE = `name: Sunrise Bicycle Workshop
language: en                       # en | ru
timezone: Europe/London
hours: { mon-fri: "09:00-18:00", sat: "10:00-14:00" }
holidays: [ { date: 2026-12-25, name: Christmas } ]
address: 12 Mill Lane
services: [ { name: puncture repair, price: 10, currency: GBP, minutes: 30 } ]
faq: [ { question: How long does a repair take?, also: [ When will my bike be ready? ], answer: Repairs take two days. } ]
contacts: [ { name: Anna Miller, number: "+447700900123", group: vip } ]      # vip | known | blocked
owner: { name: Peter, number: "+447700900001" }
`;

const WEEKDAY = [{ fromMinute: 540, toMinute: 1080 }];
const SUNRISE = {
  name: 'Sunrise Bicycle Workshop',
  language: 'en',
  timezone: 'Europe/London',
  country: 'GB',
  hours: [WEEKDAY, WEEKDAY, WEEKDAY, WEEKDAY, WEEKDAY, [{ fromMinute: 600, toMinute: 840 }], []],
  holidays: [{ date: '2026-12-25', name: 'Christmas' }],
  address: '12 Mill Lane',
  services: [{ name: 'puncture repair', price: 10, currency: 'GBP', minutes: 30 }],
  faq: [
    {
      question: 'How long does a repair take?',
      also: ['When will my bike be ready?'],
      answer: 'Repairs take two days.',
    },
  ],
  contacts: [{ name: 'Anna Miller', number: '+447700900123', group: 'vip' }],
  owner: { name: 'Peter', number: '+447700900001' },
};

t.test('the example of the contract is read as it is meant', async (test) => {
  test.same(parseBusiness(EXAMPLE), { business: SUNRISE, faults: [], notes: [] });
});

t.test('the samples that ship are without fault and hold what the contract names', async (test) => {
  for (const language of ['en', 'ru'] as const) {
    const reading = parseBusiness(readFileSync(sampleBusinessPath(language), 'utf8'));
    test.same(reading.faults, []);
    test.same(reading.notes, []);
    test.equal(reading.business?.language, language);
    if (language === 'en') {
      test.match(reading.business, { ...SUNRISE, faq: Object.assign([], [{ answer: 'Repairs take two days.' }]) });
    }
  }
});

t.test('a file needs no more than a name, a language and a time zone', async (test) => {
  test.same(parseBusiness(HEAD).business, {
    name: 'A',
    language: 'en',
    timezone: 'Europe/London',
    country: 'GB',
    hours: null,
    address: null,
    owner: null,
    holidays: [],
    services: [],
    faq: [],
    contacts: [],
  });
  test.same(parseBusiness(`${HEAD}hours:\nfaq:\nowner:\naddress:\n`).business, parseBusiness(HEAD).business);
});

t.test('what looks like a number, a date or a truth value to YAML stays what the owner wrote', async (test) => {
  const { business } = parseBusiness(`${HEAD.replace('A', '1984')}owner: { name: no, number: +447700900001 }
faq: [ { question: 007, answer: yes } ]
address: >
  12 Mill
  Lane
`);
  test.match(business, { name: '1984', owner: { name: 'no', number: '+447700900001' }, address: '12 Mill Lane' });
  test.same(business?.faq, [{ question: '007', also: [], answer: 'yes' }]);
});

t.test(
  'numbers without a country belong to the country of the file, of its time zone, or of its language',
  async (test) => {
    const number = (head: string, text: string) =>
      parseBusiness(`name: A\n${head}\nowner: { name: P, number: "${text}" }`).business?.owner?.number;
    test.equal(number('language: en\ntimezone: Europe/London', '07700 900001'), '+447700900001');
    test.equal(number('language: ru\ntimezone: Europe/Moscow', '8 (916) 000-00-01'), '+79160000001');
    test.equal(number('language: ru\ntimezone: Europe/Tallinn', '5123 4567'), '+37251234567');
    test.equal(number('language: en\ntimezone: UTC', '07700 900001'), '+447700900001');
    test.equal(number('language: ru\ntimezone: UTC', '89160000001'), '+79160000001');
    test.equal(number('language: ru\ntimezone: Europe/Moscow\ncountry: kz', '8 701 123 45 67'), '+77011234567');
  },
);

t.test('what is there twice is left out and noted', async (test) => {
  const { business, notes } = parseBusiness(`${HEAD}services:
  - { name: Wash }
  - { name: wash, price: 3, currency: eur }
contacts:
  - { name: Anna, number: "07700 900123", group: vip }
  - { name: Bob, number: "+447700900123", group: blocked }
`);
  test.same(business?.services.length, 1);
  test.same(business?.contacts, [{ name: 'Anna', number: '+447700900123', group: 'vip' }]);
  test.same(notes, [
    'line 6, services.2: left out, it is there twice',
    'line 9, contacts.2: left out, it is there twice',
  ]);
});

/** What is wrong, and all that is said about it. */
const NONSENSE: ReadonlyArray<readonly [file: string, ...faults: string[]]> = [
  ['', 'line 1: expected fields with values, got null'],
  ['- a', 'line 1: expected fields with values, got ["a"]'],
  ['name: A\nlanguage: en', 'line 1, timezone: expected a time zone such as "Europe/London", got nothing'],
  ['name: A\ntimezone: Europe/London\nlanguage: fr', 'line 3, language: expected "en" or "ru", got "fr"'],
  [
    'name: A\nlanguage: en\ntimezone: "+03:00"',
    'line 3, timezone: expected a time zone such as "Europe/London", got "+03:00"',
  ],
  [
    `${HEAD}hours:\n  mon-fri: 9 to 5\n  someday: closed\n  sat: 10:00-09:00\n  sun: 25:00-26:00`,
    'line 5, hours.mon-fri: expected "HH:MM-HH:MM", more of them after a comma, or "closed", got "9 to 5"',
    'line 6, hours.someday: expected days such as "mon-fri", "sat" or "mon,wed", got "closed"',
    'line 7, hours.sat: expected "HH:MM-HH:MM", more of them after a comma, or "closed", got "10:00-09:00"',
    'line 8, hours.sun: expected "HH:MM-HH:MM", more of them after a comma, or "closed", got "25:00-26:00"',
  ],
  [`${HEAD}hours: { mon-fri: closed, wed: closed }`, 'line 4, hours.wed: expected each day once, got "closed"'],
  [
    `${HEAD}hours: { mon: [ "09:00-10:00" ] }`,
    'line 4, hours.mon: expected "HH:MM-HH:MM", more of them after a comma, or "closed", got ["09:00-10:00"]',
  ],
  [
    `${HEAD}holidays: [ { date: 2026-02-30, name: X } ]`,
    'line 4, holidays.1.date: expected a date "YYYY-MM-DD", got "2026-02-30"',
  ],
  [
    `${HEAD}services:\n  - { name: a, price: ten, currency: GBP }\n  - { name: b, price: 5 }\n  - { name: c, currency: XXQ, minutes: 1.5 }\n  - wash`,
    'line 5, services.1.price: expected a price such as 10 or 9.50, got "ten"',
    'line 6, services.2.currency: expected a currency of ISO 4217 such as "GBP", got nothing',
    'line 7, services.3.currency: expected a currency of ISO 4217 such as "GBP", got "XXQ"',
    'line 7, services.3.minutes: expected whole minutes, 1 to 99999, got "1.5"',
    'line 8, services.4: expected fields with values, got "wash"',
  ],
  [
    `${HEAD}contacts: [ { name: B, number: "12", groop: vip } ]`,
    'line 4, contacts.1.number: expected a telephone number such as "+447700900123", got "12"',
    'line 4, contacts.1.group: expected "vip", "known" or "blocked", got nothing',
    'line 4, contacts.1.groop: unknown, did you mean group?',
  ],
  [`${HEAD}adress: here`, 'line 4, adress: unknown, did you mean address?'],
  [
    `${HEAD}__proto__: { admin: true }`,
    'line 4, __proto__: unknown, expected one of name, language, timezone, country, address, hours, holidays, services, faq, contacts, owner',
  ],
  [`${HEAD}faq: How long?`, 'line 4, faq: expected a list, got "How long?"'],
  [`${HEAD}address: "a\\0b"`, String.raw`line 4, address: expected text of at most 300 letters, got "a\u0000b"`],
  [`${HEAD}name: B`, 'line 4, name: expected once, got it twice'],
  [`${HEAD}? [ a ]\n: b`, 'line 4: expected a name before the colon'],
  [`${HEAD}address: &a here\nowner: { name: *a }`, 'line 5: expected a value, got the reference *a'],
  [`name: "A`, 'line 1: Missing closing "quote'],
  ['x'.repeat(1_000_001), 'line 1: expected at most 1 MB'],
];

t.test('nonsense is refused with line, field, what was expected and what was there, all at once', async (test) => {
  for (const [file, ...faults] of NONSENSE) {
    test.same(parseBusiness(file), { business: null, faults, notes: [] }, JSON.stringify(file.slice(0, 80)));
  }
});

t.test('a file made to choke the reader is refused', async (test) => {
  const bombs = [
    `a: &a [x,x]\nb: &b [*a,*a]\nc: [*b,*b]`,
    '['.repeat(20_000),
    '[{a: '.repeat(3000),
    Array.from({ length: 20_000 }, (_, i) => `k${i}: x`).join('\n'),
    `services:\n${'  - x\n'.repeat(20_000)}`,
    '\u0000\uFFFD'.repeat(1000),
    '%YAML 9.9\n--- !!js/function x',
  ];
  for (const bomb of bombs) {
    const { business, faults } = parseBusiness(bomb);
    test.equal(business, null);
    test.ok(faults.length > 0 && faults.length <= 51, bomb.slice(0, 20));
  }
});

t.test('an export is the shortest file that says the same', async (test) => {
  const { business } = parseBusiness(EXAMPLE);
  const text = formatBusiness(business!);
  test.match(text, 'mon-fri: 09:00-18:00\n  sat: 10:00-14:00\n');
  test.match(text, 'number: "+447700900001"');
  test.same(parseBusiness(text).business, business);
});
