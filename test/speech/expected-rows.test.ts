import { test } from 'tap';
import type { Language } from '../../daemon/base/language.js';
import { expectedRows } from '../../daemon/speech/expected-rows.js';
import { speechFor } from '../../daemon/speech/speech.js';

/** Each pair of neighbours must stand in some row, or the recogniser stumbles at that joint. */
const ANSWERS: Readonly<Record<Language, Readonly<Record<'number' | 'when', readonly string[]>>>> = {
  en: {
    number: [
      'oh seven seven double oh nine hundred one two three',
      'plus four four seven seven zero zero',
      'my number is oh two oh triple five',
    ],
    when: [
      'on monday at half past ten',
      'tomorrow afternoon',
      'the twenty first of november at nine thirty',
      "next friday the third of december at ten o'clock",
      'december the fifth',
      'at ten in the morning',
      'in two weeks',
    ],
  },
  ru: {
    number: ['восемь девятьсот двенадцать триста сорок пять шестьдесят семь', 'плюс семь девятьсот три ноль ноль'],
    when: ['в следующую среду в десять утра', 'завтра в пятнадцать тридцать', 'двадцать первого ноября в десять часов'],
  },
};

const pairs = (row: string): readonly string[] => {
  const words = row.split(' ');
  return words.slice(1).map((word, i) => `${words[i]} ${word}`);
};

for (const [language, answers] of Object.entries(ANSWERS) as [Language, (typeof ANSWERS)[Language]][]) {
  test(`what callers answer is made of the expected rows (${language})`, async (t) => {
    for (const kind of ['number', 'when'] as const) {
      const rows = expectedRows(language)[kind];
      t.equal(new Set(rows).size, rows.length, 'no row twice');
      const words = new Set(rows.flatMap((row) => row.split(' ')));
      for (const answer of answers[kind])
        for (const word of answer.split(' ')) t.ok(words.has(word), `${kind}: "${word}" of "${answer}"`);
      const joints = new Set(rows.flatMap(pairs));
      const missing = answers[kind].flatMap(pairs).filter((pair) => !joints.has(pair));
      t.ok(missing.length <= 0.15 * answers[kind].flatMap(pairs).length, missing.join(', '));
    }
  });
}

test('each row is lower case without signs, as a recogniser spells it', async (t) => {
  for (const language of ['en', 'ru'] as const)
    for (const row of Object.values(expectedRows(language)).flat()) t.match(row, /^[a-zа-яё' ]+$/u);
  t.same(speechFor('en').rows, expectedRows('en'));
});
