import { test } from 'tap';
import { endPointMs, type Expectation, type Pause, PauseHabit } from '../../daemon/dialog/end-pointing.js';
import { textsOf } from '../../daemon/dialog/texts/texts.js';

const pause = (text: string, more: Partial<Pause> = {}): Pause => ({
  text,
  expecting: 'anything',
  complete: false,
  extensible: false,
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
  ['yes', { expecting: 'yes-no' }, 380],
  ['yes that is', { expecting: 'yes-no' }, 1300],
  ['yes i would like one', { expecting: 'yes-no' }, 480],
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
