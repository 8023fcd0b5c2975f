import { assert, constantFrom, integer, property, string } from 'fast-check';
import t from 'tap';
import type { Language } from '../../daemon/base/language.js';
import { ClauseSplitter } from '../../daemon/speech/clauses.js';

function split(text: string, language: Language, size = 3): string[] {
  const splitter = new ClauseSplitter(language);
  const out: string[] = [];
  for (let at = 0; at < text.length; at += size) out.push(...splitter.push(text.slice(at, at + size)));
  return [...out, ...splitter.flush()];
}

const cases: readonly (readonly [Language, string, readonly string[]])[] = [
  [
    'en',
    'I am sorry to hear that, and I will ask. Could you wait?',
    ['I am sorry to hear that,', 'and I will ask.', 'Could you wait?'],
  ],
  [
    'en',
    'Of course, my friend, you can. Later, whole sentences, always.',
    ['Of course, my friend,', 'you can.', 'Later, whole sentences, always.'],
  ],
  ['en', 'The bicycle has a flat tyre and a broken chain.', ['The bicycle has a flat tyre', 'and a broken chain.']],
  ['en', 'It costs 10.50 pounds. Mr. Smith knows.', ['It costs 10.50 pounds.', 'Mr. Smith knows.']],
  [
    'en',
    'We close at six p.m. on Friday. We close at 6 p.m. Then we rest.',
    ['We close at six p.m. on Friday.', 'We close at 6 p.m.', 'Then we rest.'],
  ],
  ['en', 'Come at 9:30 or later. Bye', ['Come at 9:30 or later.', 'Bye']],
  ['en', 'Really?! Yes. No.', ['Really?!', 'Yes.', 'No.']],
  [
    'ru',
    'Мне очень жаль это слышать, и я спрошу. Подождёте?',
    ['Мне очень жаль это слышать,', 'и я спрошу.', 'Подождёте?'],
  ],
  ['ru', 'Мы на ул. Мельничной, д. 5. Ждём вас.', ['Мы на ул. Мельничной,', 'д. 5.', 'Ждём вас.']],
];

t.test('an answer is cut where it can be spoken, however it was cut before', async (test) => {
  for (const [language, text, clauses] of cases)
    for (const size of [1, 2, 5, 1000]) test.strictSame(split(text, language, size), clauses, `${text} by ${size}`);
});

t.test('no word is lost, added or moved', async (test) => {
  const text = string({
    unit: constantFrom('a', 'B', ' ', '.', ',', '\n', '1', ':', 'and', ' and ', 'p.m.'),
    maxLength: 400,
  });
  assert(
    property(text, integer({ min: 1, max: 9 }), (written, size) => {
      test.equal(split(written, 'en', size).join('').replaceAll(/\s/g, ''), written.replaceAll(/\s/g, ''));
    }),
  );
});

t.test('a model that never ends a sentence is spoken all the same', async (test) => {
  for (const unit of ['word ', 'endless']) {
    const clauses = split(unit.repeat(100_000 / unit.length), 'en', 50);
    test.ok(clauses.every((clause) => clause.length <= 240));
  }
});

t.test('after a flush the next answer is cut early again', async (test) => {
  const splitter = new ClauseSplitter('en');
  splitter.push('First one. Second');
  test.strictSame(splitter.flush(), ['Second']);
  test.strictSame(splitter.push('Thank you very much, dear'), ['Thank you very much,']);
});
