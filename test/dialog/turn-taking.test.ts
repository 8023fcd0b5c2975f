import { test } from 'tap';
import { time } from '../../daemon/base/time.js';
import { GREETING, NOTICE, Talk, virtualTime } from '../fakes/talk.js';

test('notice and greeting are heard, then a question is answered within the wait', async (t) => {
  const talk = await new Talk(virtualTime(t)).greeted();
  t.same(talk.spoken, [`${NOTICE} ${GREETING}`]);
  t.equal(await talk.asks('where are you'), 'We are at 12 Mill Lane.');
  t.match(talk.lastTurn, { heard: 'where are you', path: 'faq', evidence: ['address'], interrupted: false });
  t.ok((talk.lastTurn?.timing.deadAirMs ?? 999) < 400, `dead air is the pause: ${talk.lastTurn?.timing.deadAirMs} ms`);
});

test('an answer is prepared behind the gate: slow synthesis costs only what the wait does not cover', async (t) => {
  const talk = await new Talk(virtualTime(t)).greeted();
  talk.voice.delayMs = 150;
  await talk.asks('where are you');
  t.ok((talk.lastTurn?.timing.deadAirMs ?? 999) < 400, `${talk.lastTurn?.timing.deadAirMs} ms`);
});

for (const [how, act] of [
  ['a key', (talk: Talk) => talk.conversation.key('2')],
  ['words', (talk: Talk) => void talk.startSaying('where are you')],
] as const) {
  test(`${how} while the answer waits for the disk: what comes then is heard, and it alone`, async (t) => {
    const disk = { takesMs: 0 };
    const talk = await new Talk(virtualTime(t), { take: () => time.sleep(disk.takesMs) }).greeted();
    await talk.asks('can i leave a message');
    disk.takesMs = 1500;
    await talk.says('my name is john smith and my bicycle has a broken chain');
    await talk.until('speaking');
    act(talk);
    await talk.when(() => talk.turns[3]?.said != null);
    await talk.pass(3000);
    t.match(talk.turns.slice(2), [
      { heard: /john smith/, spoken: '' },
      { said: /12 Mill Lane/, interrupted: false },
    ]);
    t.match(talk.taken, [{ name: 'John Smith' }]);
  });
}

test('a caller who goes on within the wait is not answered in between, and both parts are one question', async (t) => {
  const talk = await new Talk(virtualTime(t)).greeted();
  const before = talk.media.sounded.length;
  await talk.says('my bicycle has');
  await talk.until('ending-turn');
  await talk.pass(100);
  t.equal(talk.media.sounded.length, before);
  await talk.asks('where are you');
  t.equal(talk.turns[1]?.heard, 'my bicycle has where are you');
  t.equal(talk.turns.length, 2);
});

test('a model that answers the first part is dropped unheard when the caller goes on', async (t) => {
  const talk = await new Talk(virtualTime(t)).greeted();
  talk.llm.willSay('Never to be heard.', 'Second answer.');
  await talk.says('do you have');
  await talk.until('ending-turn');
  await talk.pass(200);
  await talk.asks('red ones for my little daughter');
  t.equal(talk.lastTurn?.said, 'Second answer.');
  t.notMatch(talk.spoken.join(' '), /Never/);
});

test('a caller who begins in the moment when the assistant ends is heard, and so is the answer', async (t) => {
  const clock = virtualTime(t);
  for (const beforeEndMs of [160, 120, 80, 60, 40, 20, 0, -20]) {
    const talk = await new Talk(clock).greeted();
    await talk.says('when are you open');
    await talk.until('speaking');
    const sound = await talk.soundOf(talk.answer);
    await talk.pass(sound.length / 8 - beforeEndMs);
    talk.startSaying('where are you');
    await talk.when(() => talk.turns[2]?.said != null);
    t.match(talk.turns[2], { heard: 'where are you', spoken: 'We are at 12 Mill Lane.' }, `${beforeEndMs} ms`);
    await talk.hangsUp();
    await talk.media.stop();
  }
});

for (const quietMs of [60, 300, 400, 440]) {
  test(`a caller who begins ${quietMs} ms after the last words, which are being stored, is heard`, async (t) => {
    const disk = { takesMs: 0 };
    const take = () => time.sleep(disk.takesMs);
    const talk = await new Talk(virtualTime(t), { refused: ['invented'], take, llmMsPerWord: 200 }).greeted();
    disk.takesMs = 500;
    talk.llm.willSay('We do have bells, but this is invented.');
    await talk.says('tell me about your bells');
    await talk.until('speaking');
    await talk.quietFor(quietMs);
    t.equal(talk.conversation.state, 'speaking');
    talk.startSaying('where are you');
    await talk.when(() => talk.turns[2]?.said != null);
    t.match(talk.turns[1], { said: `We do have bells, ${talk.texts.willFindOut} ${talk.texts.offerMessage}` });
    t.match(talk.turns[2], { heard: 'where are you', spoken: 'We are at 12 Mill Lane.' });
  });
}

test('a word behind a cough is heard though the recogniser still judges the cough', async (t) => {
  const talk = await new Talk(virtualTime(t)).greeted();
  talk.stt.finalMs = 700;
  await talk.coughs(200);
  await talk.until('ending-turn');
  talk.startSaying('hello');
  await talk.when(() => talk.turns[1]?.said != null);
  t.match(talk.turns[1], { heard: 'hello', said: talk.texts.howCanIHelp });
  t.equal(talk.turns.length, 2);
});

test('two prompts into the silence, each another one, then a goodbye', async (t) => {
  const talk = await new Talk(virtualTime(t)).greeted();
  await talk.when(() => talk.ended !== null, 60_000);
  const { areYouThere, stillThere, silentGoodbye } = talk.texts;
  t.same(talk.spoken.slice(1), [areYouThere, stillThere, silentGoodbye]);
  t.equal(talk.ended, 'caller-silent');
  t.equal(talk.clock.waiting, 1, 'the clock of the voice path alone');
});

test('a word in between starts the silence anew', async (t) => {
  const talk = await new Talk(virtualTime(t)).greeted();
  await talk.pass(8000);
  await talk.until('listening');
  await talk.asks('where are you');
  await talk.pass(9000);
  t.equal(talk.lastTurn?.said, talk.texts.areYouThere);
});

test('the longest call ends with words, whatever the caller is doing', async (t) => {
  const talk = await new Talk(virtualTime(t), { longestMs: 10_000 }).greeted();
  talk.startSaying(Array.from({ length: 60 }, () => 'word').join(' '));
  await talk.when(() => talk.ended !== null);
  t.equal(talk.ended, 'too-long');
  t.equal(talk.lastTurn?.spoken, talk.texts.timeIsUp);
});

test('goodbye is answered and ends the call', async (t) => {
  const talk = await new Talk(virtualTime(t)).greeted();
  await talk.says('thank you goodbye');
  await talk.when(() => talk.ended !== null);
  t.equal(talk.ended, 'goodbye');
  t.equal(talk.lastTurn?.spoken, talk.texts.goodbye);
});
