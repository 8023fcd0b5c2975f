import { test } from 'tap';
import { Talk, virtualTime } from '../fakes/talk.js';

async function presses(talk: Talk, keys: string, gapMs = 400): Promise<void> {
  for (const key of keys) {
    talk.conversation.key(key);
    await talk.pass(gapMs);
  }
}

/** A message is wanted from a caller who withholds the number: the next question is for it. */
async function askedForNumber(t: Parameters<typeof virtualTime>[0]): Promise<Talk> {
  const talk = await new Talk(virtualTime(t), { callerNumber: null }).greeted();
  await talk.asks('can i leave a message');
  await talk.says('my name is john smith and my bicycle has a broken chain');
  await talk.until('speaking');
  return talk;
}

test('a key over the assistant is answered at once', async (t) => {
  const talk = await new Talk(virtualTime(t)).greeted();
  await talk.says('when are you open');
  await talk.until('speaking');
  await talk.pass(800);
  talk.conversation.key('2');
  await talk.pass(100);
  await talk.until('listening');
  t.match(talk.turns, [{}, { interrupted: true }, { heard: '2', path: 'keys', spoken: 'We are at 12 Mill Lane.' }]);
});

test('a key that modem and ear report both is pressed once', async (t) => {
  const talk = await new Talk(virtualTime(t)).greeted();
  talk.conversation.key('2');
  await talk.pass(60);
  talk.media.events.publish({ type: 'dtmf', key: '2', atSample: 0 });
  await talk.until('listening');
  t.equal(talk.turns.length, 2);
});

test('a key while the caller speaks: the words said around it do not begin the next turn', async (t) => {
  const talk = await new Talk(virtualTime(t)).greeted();
  talk.startSaying('hm let me see');
  await talk.pass(500);
  talk.conversation.key('2');
  await talk.pass(2500);
  await talk.until('listening');
  await talk.asks('when are you open');
  t.equal(talk.lastTurn?.heard, 'when are you open');
});

test('the legal notice is not cut by a key; the key is answered behind it', async (t) => {
  const talk = await new Talk(virtualTime(t)).rendered();
  talk.conversation.start();
  await talk.pass(400);
  talk.conversation.key('2');
  await talk.when(() => talk.turns.length === 2);
  await talk.until('listening');
  t.match(talk.turns, [
    { path: 'greeting', spoken: 'This call is recorded.', interrupted: false },
    { heard: '2', spoken: 'We are at 12 Mill Lane.' },
  ]);
});

test('a number may be keyed while it is still being asked for', async (t) => {
  const talk = await askedForNumber(t);
  await talk.pass(300);
  await presses(talk, '02079460000#');
  t.match(talk.taken.at(-1), { name: 'John Smith', number: '+442079460000' });
});

test('a number that is keyed slowly is not cut off by a silence prompt', async (t) => {
  const talk = await askedForNumber(t);
  await talk.until('listening');
  await presses(talk, '02079460000#', 2000);
  t.match(talk.taken.at(-1), { number: '+442079460000' });
  t.notMatch(talk.spoken.join(' '), talk.texts.areYouThere);
});

test('keys of a number that was then said do not stand before the next one', async (t) => {
  const talk = await askedForNumber(t);
  await talk.until('listening');
  await presses(talk, '0207');
  await talk.asks('i do not know it');
  t.equal(talk.lastTurn?.said, talk.texts.numberNotUnderstood);
  await presses(talk, '02079460000#');
  t.match(talk.taken.at(-1), { number: '+442079460000' });
});

test('nothing but a hash is no number', async (t) => {
  const talk = await askedForNumber(t);
  await talk.until('listening');
  await presses(talk, '#');
  await talk.until('listening');
  t.equal(talk.lastTurn?.said, talk.texts.numberNotUnderstood);
});

test('every other key explains the keys; 3 and 0 take a message, star says it again', async (t) => {
  const talk = await new Talk(virtualTime(t)).greeted();
  const after = async (key: string) => {
    await presses(talk, key);
    await talk.until('listening');
    return talk.lastTurn?.said;
  };
  t.equal(await after('9'), talk.texts.keysHelp);
  t.match(await after('1'), /open Monday/);
  t.match(await after('*'), /open Monday/);
  t.equal(await after('3'), talk.texts.askMessage);
});
