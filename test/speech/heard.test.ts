import { assert, integer, property, string } from 'fast-check';
import t from 'tap';
import type { Language } from '../../daemon/base/language.js';
import { speechFor } from '../../daemon/speech/speech.js';

const phones: readonly (readonly [Language, string, string, string | null])[] = [
  ['en', 'GB', 'zero seven seven double zero nine hundred one two three', '+447700900123'],
  ['en', 'GB', 'my number is oh seven seven oh oh nine oh oh one two three thank you', '+447700900123'],
  ['en', 'GB', 'plus four four seven seven double oh nine double oh one two three', '+447700900123'],
  ['en', 'GB', '+44 7700 900123', '+447700900123'],
  ['en', 'US', 'two one two five five five zero one two three', '+12125550123'],
  [
    'en',
    'GB',
    'i have two bikes and my number is zero seven seven zero zero um nine zero zero one two three',
    '+447700900123',
  ],
  ['en', 'GB', 'at ten thirty', null],
  ['en', 'GB', 'i do not know it', null],
  ['ru', 'RU', 'восемь девятьсот шестнадцать сто двадцать три сорок пять шестьдесят семь', '+79161234567'],
  ['ru', 'RU', 'плюс семь девять один шесть один два три четыре пять шесть семь', '+79161234567'],
  ['ru', 'RU', 'мой номер восемь девятьсот три ноль ноль ноль двенадцать тридцать четыре', '+79030001234'],
];

t.test('dictated digits become a number that can be dialled', async (test) => {
  for (const [language, country, heard, e164] of phones)
    test.equal(speechFor(language).phone(heard, country)?.e164 ?? null, e164, heard);
});

t.test('a question holds no name', async (test) => {
  const name = (text: string, language: Language) => speechFor(language).name(text, 'unasked');
  test.equal(name('how much is it is it expensive', 'en'), null);
  test.equal(name("when i'm done", 'en'), null);
  test.equal(name('а сколько это займет времени', 'ru'), null);
  test.equal(name('сколько я должен', 'ru'), null);
  test.equal(name('здравствуйте это анна', 'ru')?.name, 'Анна');
});

t.test('what is said around a number is kept, what only announces it is not', async (test) => {
  const digits = 'oh seven seven double oh nine double oh one two three';
  const told: readonly (readonly [string, string])[] = [
    [`my phone number is ${digits}`, ''],
    [`${digits} and my chain is broken`, 'my chain is broken'],
    [`i am anna you can reach me at ${digits} thank you`, 'i am anna thank you'],
    [`please call me back on ${digits}`, 'please'],
  ];
  for (const [text, rest] of told) test.equal(speechFor('en').phone(text, 'GB')?.rest, rest, text);
  const russian = 'восемь девятьсот три ноль ноль ноль двенадцать тридцать четыре';
  test.equal(speechFor('ru').phone(`мой номер ${russian} и сломалась цепь`, 'RU')?.rest, 'сломалась цепь');
});

t.test('a number that is being dictated is told from a whole one, and from a time', async (test) => {
  const english = speechFor('en');
  for (const text of ['call me on zero seven seven', 'it is oh seven double oh nine'])
    test.ok(english.inNumber(text), text);
  for (const text of ['', 'call me', 'at ten thirty', 'i have three bikes', phones[0]?.[2] ?? ''])
    test.notOk(english.inNumber(text), text);
  test.ok(speechFor('ru').inNumber('мой номер восемь девятьсот три ноль'));
});

const names: readonly (readonly [Language, string, string | null, string])[] = [
  ['en', 'my name is john smith and my bicycle has a broken chain', 'John Smith', 'my bicycle has a broken chain'],
  ['en', 'hello this is mary from the bakery', 'Mary', 'from the bakery'],
  ['en', "hi i'm peter o'neil i would like a repair", "Peter O'Neil", 'i would like a repair'],
  ['en', 'i am looking for a new wheel', null, ''],
  ['en', 'this is about my broken bike', null, ''],
  ['en', 'i am not sure', null, ''],
  ['en', "it's expensive", null, ''],
  ['en', 'this is john smith', 'John Smith', ''],
  ['en', 'my name is john smith in my bicycle has a broken chain', 'John Smith', 'my bicycle has a broken chain'],
  ['en', "my name's tom i'm calling about the contract", 'Tom', "i'm calling about the contract"],
  ['en', 'my name is not anna but emma stone', 'Emma Stone', ''],
  ['en', "it's under the name of miller", 'Miller', "it's"],
  ['en', 'when are you open', null, ''],
  ['ru', 'меня зовут иван петров и у меня сломалась цепь', 'Иван Петров', 'у меня сломалась цепь'],
  ['ru', 'здравствуйте это анна из пекарни', 'Анна', 'из пекарни'],
  ['ru', 'я хочу записаться на завтра', null, ''],
  ['ru', 'это срочно', null, ''],
  ['ru', 'это дорого', null, ''],
  ['ru', 'добрый день это пётр', 'Петр', ''],
];

t.test('a caller who gives a name and a reason in one breath has given both', async (test) => {
  for (const [language, heard, name, rest] of names) {
    const found = speechFor(language).name(heard, 'unasked');
    test.equal(found?.name ?? null, name, heard);
    if (found !== null) test.equal(found.rest, rest, heard);
  }
  test.equal(speechFor('en').bareName('john smith'), 'John Smith');
  test.equal(speechFor('en').name("it's anna", 'asked')?.name, 'Anna');
  test.match(speechFor('ru').name('виктор кузнецов мне нужны колодки', 'asked'), {
    name: 'Виктор Кузнецов',
    rest: 'мне нужны колодки',
  });
  test.equal(speechFor('en').name('the wheel is broken', 'asked'), null);
  test.equal(speechFor('en').name("it's tomorrow at ten", 'asked'), null);
  test.equal(speechFor('en').name('should i bring anything', 'asked'), null);
  test.equal(speechFor('en').name('no i do not want to tell you', 'asked'), null);
  for (const [language, text] of [
    ['en', "i'll wait"],
    ['en', 'around four'],
    ['en', 'half past'],
    ['ru', 'где-то после обеда'],
    ['ru', 'часов в пять'],
  ] as const)
    test.equal(speechFor(language).bareName(text), null, text);
});

t.test('a name that is known gives way to nothing weaker than "my name is"', async (test) => {
  const anew = (text: string, language: Language) => speechFor(language).name(text, 'anew')?.name ?? null;
  test.equal(anew('no my name is jon smythe', 'en'), 'Jon Smythe');
  test.equal(anew("hello it's anna", 'en'), null);
  test.equal(anew('меня зовут не ольга а полина', 'ru'), 'Полина');
  test.equal(anew('да это анна', 'ru'), null);
  test.equal(speechFor('en').bareName('what do you mean'), null);
});

// Saturday 21 November 2026, 09:00 UTC.
const now = Date.UTC(2026, 10, 21, 9);
const range = [{ fromMinute: 540, toMinute: 1080 }];
const hours = [range, range, range, range, range, [{ fromMinute: 600, toMinute: 840 }], []];
const at = (clock: string | null) => (clock === null ? null : Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3)));

const moments: readonly (readonly [Language, string, string | null, string | null])[] = [
  ['en', 'i would like to make an appointment for tomorrow at ten', '2026-11-22', '10:00'],
  ['en', 'tomorrow have ten', '2026-11-22', '10:00'],
  ['en', 'on monday at five', '2026-11-23', '17:00'],
  ['en', 'at five in the morning', null, '05:00'],
  ['en', 'half past two', null, '14:30'],
  ['en', 'a quarter to nine on friday', '2026-11-27', '08:45'],
  ['en', 'ten thirty', null, '10:30'],
  ['en', 'at nine oh five', null, '09:05'],
  ['en', "three o'clock today", '2026-11-21', '15:00'],
  ['en', 'next friday', '2026-11-27', null],
  ['en', 'the day after tomorrow at noon', '2026-11-23', '12:00'],
  ['en', 'the twenty fifth', '2026-11-25', null],
  ['en', 'december the twenty fifth at four', '2026-12-25', '16:00'],
  ['en', 'the second of january', '2027-01-02', null],
  ['en', 'in three days', '2026-11-24', null],
  ['en', 'in a week at eleven', '2026-11-28', '11:00'],
  ['en', 'tomorrow in the afternoon', '2026-11-22', null],
  ['en', 'on tuesday between two and four', '2026-11-24', '14:00'],
  ['en', 'at 14:30', null, '14:30'],
  ['ru', 'завтра в пять вечера', '2026-11-22', '17:00'],
  ['ru', 'завтра в три часа дня', '2026-11-22', '15:00'],
  ['ru', 'завтра в пятнадцать часов', '2026-11-22', '15:00'],
  ['ru', 'в час дня', null, '13:00'],
  ['ru', 'к пяти вечера', null, '17:00'],
  ['ru', 'на завтра на десять тридцать', '2026-11-22', '10:30'],
  ['ru', 'двадцать пятого ноября в десять утра', '2026-11-25', '10:00'],
  ['ru', 'в пятницу в полтретьего', '2026-11-27', '14:30'],
  ['ru', 'в следующий вторник в девять', '2026-11-24', '09:00'],
  ['ru', 'в понедельник после обеда', '2026-11-23', null],
  ['ru', 'без четверти пять', null, '16:45'],
  ['ru', 'в половине третьего', null, '14:30'],
  ['ru', 'двадцать пятого', '2026-11-25', null],
  ['ru', 'на двадцать пятое число', '2026-11-25', null],
  ['ru', 'послезавтра в полдень', '2026-11-23', '12:00'],
  ['ru', 'через три дня', '2026-11-24', null],
  ['ru', 'через неделю в десять', '2026-11-28', '10:00'],
  ['ru', 'в среду в пять', '2026-11-25', '17:00'],
  ['ru', 'десять минут третьего', null, '14:10'],
  ['ru', 'завтра утром', '2026-11-22', null],
];

t.test('days and times are understood as people say them', async (test) => {
  for (const [language, heard, date, clock] of moments) {
    const [best] = speechFor(language).moments(heard, { now, timezone: 'Europe/London', hours });
    test.strictSame({ date: best?.date, time: best?.timeMinute }, { date, time: at(clock) }, heard);
  }
});

t.test('a sentence without a day or a time has none', async (test) => {
  const context = { now, timezone: 'Europe/London', hours };
  for (const heard of ['my bicycle has a broken chain', 'how much is a puncture repair', 'one of my two bikes', ''])
    test.strictSame(speechFor('en').moments(heard, context), [], heard);
  for (const heard of ['у меня сломался велосипед', 'сколько стоит ремонт'])
    test.strictSame(speechFor('ru').moments(heard, context), [], heard);
});

t.test('an hour that may be either half of the day gives both, the open one first', async (test) => {
  const found = speechFor('en').moments('monday at eight', { now, timezone: 'Europe/London', hours });
  test.strictSame(
    found.map((moment) => moment.timeMinute),
    [480, 1200],
  );
  test.match(
    speechFor('en').moments('please tomorrow afternoon or tuesday', { now, timezone: 'Europe/London', hours }),
    [{ half: 'afternoon', rest: 'please or tuesday' }],
  );
});

t.test('what a time is said as is heard as that time', async (test) => {
  assert(
    property(integer({ min: 61, max: 1379 }), (minute) => {
      const written = `${Math.floor(minute / 60)}:${String(minute % 60).padStart(2, '0')}`;
      for (const language of ['en', 'ru'] as const) {
        const speech = speechFor(language);
        const said = speech.normalise(language === 'en' ? `at ${written}` : `в ${written}`);
        const heard = speech.moments(said.replaceAll('.', ''), { now, timezone: 'UTC', hours: null });
        test.ok(
          heard.some((moment) => moment.timeMinute === minute),
          `${written}: ${said}`,
        );
      }
    }),
  );
});

t.test('nothing that is heard throws', async (test) => {
  const context = { now, timezone: 'Europe/London', hours };
  for (const language of ['en', 'ru'] as const) {
    const speech = speechFor(language);
    const listen = (text: string) => {
      speech.name(text, 'unasked');
      speech.bareName(text);
      speech.phone(text, 'GB');
      speech.moments(text, context);
    };
    assert(property(string({ unit: 'binary' }), (text) => listen(text)));
    for (const unit of ['one ', '1', 'my name is ', 'double ', 'половина ', '\u202e', 'at '])
      test.doesNotThrow(() => listen(unit.repeat(100_000 / unit.length)), unit);
  }
});
