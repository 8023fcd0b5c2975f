import { test } from 'tap';
import type { Language } from '../../daemon/base/language.js';
import { isWholeAnswer } from '../../daemon/dialog/acts.js';
import { endPointMs, type Expectation, type Pause, PauseHabit } from '../../daemon/dialog/end-pointing.js';
import { textsOf } from '../../daemon/dialog/texts/texts.js';

const pause = (text: string, more: Partial<Pause> = {}): Pause => ({
  text,
  expecting: 'anything',
  complete: false,
  extensible: false,
  inNumber: false,
  answered: false,
  continues: textsOf('en').continues,
  habitMs: 0,
  ...more,
});

const ELEVEN_DIGITS = 'oh two oh seven nine four six oh oh oh oh';

/** What was said, what is known of it, and how long the caller's silence must last. */
const POLICY: readonly (readonly [text: string, more: Partial<Pause>, waitMs: number])[] = [
  ['when are you open on sunday', { complete: true }, 200],
  ['when are you open', { complete: true, extensible: true }, 320],
  ['where are you', { complete: true }, 200],
  ['a blue one', { expecting: 'yes-no' }, 380],
  ['well it is a', { expecting: 'yes-no' }, 1300],
  ['the blue one please do', { expecting: 'yes-no' }, 1300],
  ['yes call me on oh seven seven', { expecting: 'yes-no', inNumber: true }, 1500],
  ['yes it is', { expecting: 'yes-no', answered: true }, 380],
  ['yes it is', { answered: true }, 480],
  ['yes i would like one of those', { expecting: 'yes-no' }, 480],
  ['when are you open', { complete: true, expecting: 'number' }, 200],
  ['my bicycle is broken', {}, 480],
  ['a puncture', {}, 650],
  ['i have a problem with', {}, 1300],
  ['i would like to', {}, 1300],
  ['um', {}, 1300],
  ['oh two oh seven', { expecting: 'number' }, 1500],
  [ELEVEN_DIGITS, { expecting: 'number' }, 480],
  ['john smith', { expecting: 'name' }, 650],
  ['my name is john', { expecting: 'name' }, 480],
  ['the chain is broken', { expecting: 'reason' }, 480],
  ['tomorrow', { expecting: 'when' }, 650],
  ['', {}, 650],
];

test('the wait follows from what was said', async (t) => {
  for (const [text, more, waitMs] of POLICY) t.equal(endPointMs(pause(text, more)), waitMs, `"${text}"`);
});

/** The answers to a yes-no question as they are classified, and how long silence must last after each. */
const ANSWERS: Readonly<Record<Language, readonly (readonly [text: string, waitMs: number])[]>> = {
  en: [
    ['yes', 380],
    ['yeah', 380],
    ['no', 380],
    ['yes it is', 380],
    ['yeah i am', 380],
    ['yes we do', 380],
    ['yes please you can', 380],
    ['that is right', 380],
    ['no it is not', 380],
    ["no it isn't", 380],
    ['no i really do not think so', 380],
    ['no i really do not want anything more today', 380],
    ['yes i think it is all correct', 380],
    ['yes that is', 1300],
    ['no it is', 1300],
    ['yes i would like to', 1300],
    ['yes and', 1300],
    ['no but my', 1300],
    ['no my name is', 1300],
    ['no i want to ask something else', 480],
    ['no but do you sell bells', 480],
    ['no my name is jon', 480],
    ['yes my bicycle has a broken chain', 480],
  ],
  ru: [
    ['да', 380],
    ['нет', 380],
    ['да это я', 380],
    ['да конечно это мы', 380],
    ['да всё верно', 380],
    ['нет всё неправильно', 380],
    ['нет мне сейчас уже не надо', 380],
    ['нет у меня больше нет вопросов', 380],
    ['нет наверное на сегодня достаточно', 380],
    ['да это', 1300],
    ['да и', 1300],
    ['нет потому что', 1300],
    ['нет я', 1300],
    ['нет я хочу спросить другое', 480],
    ['нет а сколько стоит ремонт', 480],
    ['нет меня зовут иван петров', 480],
    ['да у меня сломался велосипед', 480],
  ],
};

for (const [language, answers] of Object.entries(ANSWERS) as [Language, (typeof ANSWERS)[Language]][]) {
  test(`a whole answer is taken soon, one that lacks its end is waited for (${language})`, async (t) => {
    const texts = textsOf(language);
    const { continues } = texts;
    for (const [text, waitMs] of answers) {
      const answered = isWholeAnswer(text, texts);
      t.equal(endPointMs(pause(text, { expecting: 'yes-no', answered, continues })), waitMs, `"${text}"`);
    }
  });
}

test('Russian words after which people go on are waited for too', async (t) => {
  const continues = textsOf('ru').continues;
  t.equal(endPointMs(pause('у меня сломался велосипед и', { continues })), 1300);
  t.equal(endPointMs(pause('у меня сломался велосипед', { continues })), 480);
});

test('a caller who pauses long is given half as much again, but never more than 1.1 s', async (t) => {
  t.equal(endPointMs(pause('the chain is broken', { habitMs: 200 })), 480, 'short pauses shorten nothing');
  t.equal(endPointMs(pause('the chain is broken', { habitMs: 600 })), 900);
  t.equal(endPointMs(pause('the chain is broken', { habitMs: 5000 })), 1100);
  t.equal(endPointMs(pause('when are you open', { habitMs: 5000, complete: true })), 200, 'a whole question is whole');
});

test('no turn ever waits longer than 1.5 s', async (t) => {
  const expectations: readonly Expectation[] = ['anything', 'yes-no', 'name', 'number', 'reason', 'when'];
  for (const expecting of expectations)
    for (const text of ['', 'and', 'yes', 'one two three', 'a b c d e f g h i j k l'])
      for (const complete of [true, false])
        t.ok(endPointMs(pause(text, { expecting, complete, habitMs: 60_000 })) <= 1500, `${expecting} "${text}"`);
});

test('the habit follows the pauses, the latest most', async (t) => {
  const habit = new PauseHabit();
  t.equal(habit.meanMs, 0);
  habit.resumedAfter(500);
  t.equal(habit.meanMs, 500);
  habit.resumedAfter(1000);
  t.equal(habit.meanMs, 700);
});
