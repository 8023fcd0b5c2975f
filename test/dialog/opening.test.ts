import { test } from 'tap';
import { GREETING, NOTICE, Talk, virtualTime } from '../fakes/talk.js';

test('a caller who speaks over the notice hears it to its end, and then an answer instead of a greeting', async (t) => {
  const talk = await new Talk(virtualTime(t)).rendered();
  talk.conversation.start();
  await talk.pass(100);
  talk.startSaying('where are you');
  await talk.when(() => talk.turns[1]?.said != null);
  t.match(talk.turns, [
    { path: 'greeting', spoken: NOTICE, interrupted: false },
    { heard: 'where are you', spoken: 'We are at 12 Mill Lane.' },
  ]);
});

test('a caller who is still speaking when the notice ends is heard to the end', async (t) => {
  const talk = await new Talk(virtualTime(t)).rendered();
  talk.conversation.start();
  await talk.pass(100);
  talk.stt.willHear('hello where are you');
  talk.media.callerSays(300);
  await talk.pass(800);
  talk.media.callerSays(2500);
  await talk.until('hearing');
  await talk.pass(1500);
  t.equal(talk.conversation.state, 'hearing');
  await talk.when(() => talk.turns[1]?.heard != null);
  t.match(talk.turns[1], { heard: 'hello where are you', heardEndMs: 3400 });
});

test('a box that has rendered nothing yet: greeting behind notice without a gap', async (t) => {
  const talk = new Talk(virtualTime(t));
  talk.voice.delayMs = 900;
  talk.conversation.start();
  await talk.until('listening');
  t.match(talk.turns, [{ path: 'greeting', spoken: `${NOTICE} ${GREETING}` }]);
  const places = talk.media.sounded.map(({ atSample }) => atSample);
  const gap = Math.max(...places.map((place, i) => place - (places[i - 1] ?? place)));
  t.ok(gap <= 320, `${gap} samples`);
});

test('a greeting that is not wanted any more leaves no trace', async (t) => {
  const talk = new Talk(virtualTime(t));
  talk.voice.delayMs = 900;
  talk.conversation.start();
  await talk.pass(1200);
  await talk.hangsUp();
  const { length } = talk.media.sounded;
  await talk.pass(5000);
  t.equal(talk.media.sounded.length, length);
  t.match(talk.turns, [{ path: 'greeting', interrupted: true }]);
});

test('a cough over the notice loses no greeting', async (t) => {
  const talk = await new Talk(virtualTime(t)).rendered();
  talk.conversation.start();
  await talk.pass(100);
  await talk.coughs(300);
  await talk.until('listening');
  t.match(talk.turns, [{ path: 'greeting', spoken: `${NOTICE} ${GREETING}` }]);
});

test('words over the greeting are a turn', async (t) => {
  const talk = await new Talk(virtualTime(t)).rendered();
  talk.conversation.start();
  await talk.until('speaking');
  await talk.pass(600);
  await talk.says('where are you');
  await talk.when(() => talk.turns[1]?.said != null);
  t.match(talk.turns, [{ path: 'greeting', interrupted: true }, { heard: 'where are you' }]);
});
