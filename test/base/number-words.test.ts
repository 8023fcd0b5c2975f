import { assert, integer, oneof, property } from 'fast-check';
import { toCardinal as toEnglish, toOrdinal as toEnglishOrdinal } from 'n2words/en-GB';
import { toCardinal as toRussian, toOrdinal as toRussianOrdinal } from 'n2words/ru-RU';
import t from 'tap';
import { wordsOf } from '../../daemon/base/language.js';
import { numeralAt } from '../../daemon/base/number-words.js';

t.test('every number that can be said is understood again, in both languages', async (test) => {
  const number = oneof(integer({ min: 0, max: 999_999_999 }), integer({ min: 0, max: 2100 }));
  assert(
    property(number, (value) => {
      for (const [said, language] of [
        [toEnglish(value), 'en'],
        [toRussian(value), 'ru'],
        [toRussian(value, { gender: 'feminine' }), 'ru'],
      ] as const) {
        const words = wordsOf(said);
        test.strictSame(numeralAt(words, 0, language), { value, ordinal: false, length: words.length }, said);
      }
    }),
    { numRuns: 300 },
  );
});

t.test('days of the month are understood as ordinals', async (test) => {
  for (let day = 1; day <= 31; day++) {
    test.match(numeralAt(wordsOf(toEnglishOrdinal(day)), 0, 'en'), { value: day, ordinal: true });
    const words = wordsOf(toRussianOrdinal(day));
    test.match(numeralAt(words, 0, 'ru'), { value: day, ordinal: true });
  }
  test.match(numeralAt(['двадцать', 'пятого'], 0, 'ru'), { value: 25, ordinal: true, length: 2 });
  test.match(numeralAt(['третьего'], 0, 'ru'), { value: 3, ordinal: true });
});

t.test('two numbers said after each other are two numbers', async (test) => {
  test.match(numeralAt(wordsOf('ten thirty'), 0, 'en'), { value: 10, length: 1 });
  test.match(numeralAt(wordsOf('twenty twenty six'), 0, 'en'), { value: 20, length: 1 });
  test.match(numeralAt(wordsOf('nine and ten'), 0, 'en'), { value: 9, length: 1 });
  test.match(numeralAt(wordsOf('десять тридцать'), 0, 'ru'), { value: 10, length: 1 });
  test.equal(numeralAt(wordsOf('and ten'), 0, 'en'), null);
  test.equal(numeralAt(wordsOf('chain'), 0, 'en'), null);
});
