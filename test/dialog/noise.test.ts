import { test } from 'tap';
import { GREETING, NOTICE, Talk, virtualTime } from '../fakes/talk.js';

/** Voice detection stays on for the rest of the call, whatever is said in it. */
const noisy = (talk: Talk) => talk.media.callerSays(600_000);

test('noise that never ends: asked about once after 8 s, then waited out as silence', async (t) => {
  const talk = await new Talk(virtualTime(t)).greeted();
  const sinceMs = talk.nowMs;
  noisy(talk);
  await talk.until('speaking');
  t.ok(talk.nowMs - sinceMs >= 8000 && talk.nowMs - sinceMs < 9000, `${talk.nowMs - sinceMs} ms`);
  await talk.when(() => talk.ended !== null, 120_000);
  const { hearingTrouble, areYouThere, stillThere, silentGoodbye } = talk.texts;
  t.same(talk.spoken.slice(1), [hearingTrouble, areYouThere, stillThere, silentGoodbye]);
  t.equal(talk.ended, 'caller-silent');
});

test('in noise a turn ends where its words end, and the next begins with words: each is answered', async (t) => {
  const talk = await new Talk(virtualTime(t)).greeted();
  talk.stt.willHear('where are you');
  noisy(talk);
  await talk.when(() => talk.turns[1]?.said != null);
  t.match(talk.turns[1], { heard: 'where are you', spoken: 'We are at 12 Mill Lane.' });
  await talk.until('listening');
  await talk.pass(3000);
  talk.stt.willHear('how long does a repair take');
  await talk.when(() => talk.turns[2]?.said != null);
  t.match(talk.turns[2], { heard: 'how long does a repair take', spoken: 'Repairs take two days.' });
  t.equal(talk.turns.length, 3, 'nobody was asked whether he is there');
});

test('noise that begins within the wait for the end of a question does not hold up its answer for long', async (t) => {
  const talk = await new Talk(virtualTime(t)).greeted();
  await talk.says('my bicycle has');
  await talk.until('ending-turn');
  const sinceMs = talk.nowMs;
  noisy(talk);
  await talk.until('speaking');
  t.ok(talk.nowMs - sinceMs < 4500, `${talk.nowMs - sinceMs} ms`);
  t.equal(talk.turns[1]?.heard, 'my bicycle has');
});

test('in noise words break into an answer; a single one, which may be the noise, does not', async (t) => {
  const talk = await new Talk(virtualTime(t)).greeted();
  talk.stt.willHear('when are you open');
  noisy(talk);
  await talk.until('speaking');
  talk.stt.willHear('the');
  await talk.pass(700);
  t.equal(talk.conversation.state, 'speaking');
  await talk.until('listening');
  t.match(talk.turns[1], { heard: 'when are you open', interrupted: false });
  const other = await new Talk(talk.clock).greeted();
  other.stt.willHear('when are you open');
  noisy(other);
  await other.until('speaking');
  await other.pass(400);
  other.stt.willHear('where are you');
  await other.when(() => other.turns[2]?.said != null);
  t.match(other.turns.slice(1), [{ interrupted: true }, { heard: 'where are you', said: 'We are at 12 Mill Lane.' }]);
});

test('noise from the first moment on loses no greeting', async (t) => {
  const talk = await new Talk(virtualTime(t)).rendered();
  talk.conversation.start();
  noisy(talk);
  await talk.until('hearing');
  t.match(talk.turns, [{ path: 'greeting', spoken: `${NOTICE} ${GREETING}`, interrupted: false }]);
  talk.stt.willHear('where are you');
  await talk.when(() => talk.turns[1]?.said != null);
  t.match(talk.turns[1], { heard: 'where are you', said: 'We are at 12 Mill Lane.' });
});

test('noise that comes and goes does not keep the line for ever', async (t) => {
  const talk = await new Talk(virtualTime(t)).greeted();
  for (let burst = 0; burst < 60 && talk.ended === null; burst++) {
    await talk.coughs(1500);
    await talk.pass(1500);
  }
  t.equal(talk.ended, 'caller-silent');
  t.equal(talk.spoken.filter((said) => said === talk.texts.notHeard).length, 2);
});

test('a radio that never pauses is answered after 45 s', async (t) => {
  const talk = await new Talk(virtualTime(t)).greeted();
  talk.llm.willSay('That is good to know.');
  const talking = Array.from({ length: 400 }, (_, i) => `word${i}`).join(' ');
  talk.stt.willHear(talking, talking, talking);
  noisy(talk);
  await talk.when(() => talk.turns[1]?.said != null, 60_000);
  t.ok((talk.turns[1]?.heardEndMs ?? 0) - (talk.turns[1]?.heardStartMs ?? 0) < 46_000);
});
