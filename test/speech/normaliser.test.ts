import { assert, constantFrom, oneof, property, string } from 'fast-check';
import t from 'tap';
import type { Language } from '../../daemon/base/language.js';
import { speechFor } from '../../daemon/speech/speech.js';

const golden: Readonly<Record<Language, readonly (readonly [written: string, said: string])[]>> = {
  en: [
    ['A puncture repair costs 10 GBP.', 'A puncture repair costs ten pounds.'],
    ['It is £10.50.', 'It is ten pounds and fifty pence.'],
    ['That is $1.', 'That is one dollar.'],
    ['€1,250 or 0.99 USD', 'one thousand two hundred and fifty euros or ninety-nine cents'],
    ['Open 09:00-18:00.', 'Open nine a.m. to six p.m.'],
    ['We are open from 9:00 to 18:00', 'We are open from nine a.m. to six p.m.'],
    ['Come at 14:30, or at 9:05.', 'Come at two thirty p.m., or at nine oh five a.m.'],
    ['5 pm', 'five p.m.'],
    ['5:30 p.m. sharp', 'five thirty p.m. sharp'],
    ['Noon is 12:00', 'Noon is noon'],
    ['Closed on 2026-12-25.', 'Closed on Friday the twenty-fifth of December.'],
    ['On 25 December we rest', 'On the twenty-fifth of December we rest'],
    ['On December 25th we rest', 'On the twenty-fifth of December we rest'],
    ['Call +447700900123.', 'Call plus four four, seven seven zero zero, nine zero zero, one two three.'],
    ['Call 020 7946 0958', 'Call zero two zero, seven nine four six, zero nine five eight'],
    ['12 Mill Lane', 'twelve Mill Lane'],
    ['a 15% discount', 'a fifteen percent discount'],
    ['It takes 30 min.', 'It takes thirty minutes.'],
    ['2.5 km away', 'two point five kilometres away'],
    ['the 3rd door', 'the third door'],
    ['e.g. chains & tyres', 'for example chains and tyres'],
    ['Write to info@sunrise-bikes.co.uk', 'Write to info at sunrise dash bikes dot co dot uk'],
    ['See https://www.example.com/prices', 'See example dot com slash prices'],
    ['**Yes!** 🚲 See [our page](https://x.com).', 'Yes! See our page.'],
    ['- one\n- two', 'one. two'],
    ['and/or "quoted" \\ back', 'and or quoted back'],
    ['Mr. Smith lives in St. John St.', 'mister Smith lives in saint John street'],
    ["Don't worry…", "Don't worry."],
    ['24/7', 'twenty-four seven'],
  ],
  ru: [
    ['Ремонт стоит 500 руб.', 'Ремонт стоит пятьсот рублей'],
    ['Это 1 RUB, 2 RUB или 21,50 ₽', 'Это один рубль, два рубля или двадцать один рубль пятьдесят копеек'],
    ['1 500 руб.', 'тысяча пятьсот рублей'],
    ['0.01 RUB', 'одна копейка'],
    ['Открыто 09:00-18:00', 'Открыто с девяти до восемнадцати'],
    ['Мы работаем с 9:00 до 18:30.', 'Мы работаем с девяти до восемнадцати тридцати.'],
    ['Приходите в 14:05', 'Приходите в четырнадцать ноль пять'],
    ['Закрыто 2026-12-25.', 'Закрыто Пятница, двадцать пятого декабря.'],
    ['Ждём 25 декабря', 'Ждём двадцать пятого декабря'],
    ['25.12.2026 закрыто', 'двадцать пятого декабря закрыто'],
    ['на 25-е число, до 3-го', 'на двадцать пятое число, до третьего'],
    ['2 минуты, 1 неделя, 22 минуты', 'две минуты, одна неделя, двадцать две минуты'],
    ['30 мин.', 'тридцать минут.'],
    ['21%', 'двадцать один процент'],
    ['+79161234567', 'плюс семь, девятьсот шестнадцать, сто двадцать три, сорок пять, шестьдесят семь'],
    ['ул. Мельничная, д. 12', 'улица Мельничная, дом двенадцать'],
    ['т.е. сегодня', 'то есть сегодня'],
    ['от -5 до +3', 'от минус пять до плюс три'],
    ['Кафе №5', 'Кафе номер пять'],
  ],
};

for (const language of ['en', 'ru'] as const)
  t.test(`what is written is said in words (${language})`, async (test) => {
    const speech = speechFor(language);
    for (const [written, said] of golden[language]) test.equal(speech.normalise(written), said, written);
  });

t.test('nothing that a voice would stumble over is left, whatever comes in', async (test) => {
  const text = oneof(
    string({ unit: 'binary', maxLength: 200 }),
    string({
      unit: constantFrom('1', '9', ':', '.', ',', '-', '+', ' ', '$', '%', 'a', 'м', '\n', '*', '['),
      maxLength: 80,
    }),
  );
  for (const language of ['en', 'ru'] as const) {
    const speech = speechFor(language);
    assert(
      property(text, (written) => {
        const said = speech.normalise(written);
        test.notMatch(said, /[^\p{L}\p{M} .,!?'-]/u);
        test.notMatch(said, / {2}/);
      }),
    );
  }
});

t.test('a hundred kilobytes of anything are no more than ten times the work of ten', async (test) => {
  const hostile = [
    '1',
    '1 ',
    '1,',
    '111 ',
    '[',
    'a',
    'a.',
    '+1 ',
    '12:',
    '£1',
    '\u202e',
    '👍🏽',
    '-',
    ' ',
    '\n',
    'aaa@',
    '<a',
    '25 ',
  ];
  for (const language of ['en', 'ru'] as const)
    for (const unit of hostile) {
      const elapsed = (length: number) => {
        const text = unit.repeat(length / unit.length);
        const start = process.cpuUsage().user;
        speechFor(language).normalise(text);
        return process.cpuUsage(undefined).user - start;
      };
      elapsed(1000);
      // Ten times the text; quadratic work would be a hundred times as much (and seconds of it).
      test.ok(elapsed(100_000) < 40 * Math.max(elapsed(10_000), 5000), JSON.stringify(unit));
    }
});
