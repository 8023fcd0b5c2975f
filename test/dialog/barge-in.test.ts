import { test } from 'tap';
import { FRAME_SAMPLES } from '../../daemon/base/pcm.js';
import { Talk, virtualTime } from '../fakes/talk.js';

test('words over the assistant stop it within two frames, and only what was played is history', async (t) => {
  const talk = await new Talk(virtualTime(t)).greeted();
  await talk.says('when are you open');
  await talk.until('speaking');
  await talk.pass(1500);
  talk.startSaying('and where are you');
  await talk.until('hearing');
  const decidedMs = talk.nowMs;
  await talk.until('speaking');
  const answerMs = talk.nowMs;
  const after = talk.media.sounded.filter(({ atSample }) => atSample > decidedMs * 8 && atSample < answerMs * 8);
  t.ok(after.length <= 2, `${after.length} frames after the decision`);
  await talk.until('listening');
  const [, cut, next] = talk.turns;
  t.equal(cut?.interrupted, true);
  t.ok((cut?.said ?? '').startsWith(cut?.spoken ?? '-'), 'a beginning of what was decided on');
  t.not(cut?.spoken, '');
  t.not(cut?.spoken, cut?.said);
  t.match(next, { heard: 'and where are you', said: /Mill Lane/ });
});

for (const [name, ms] of [
  ['a click', 80],
  ['a cough', 300],
  ['a door that slams', 900],
  ['a lorry passing by', 1800],
  ['noise that never ends', 60_000],
] as const) {
  test(`${name} over the assistant: it goes on from the very sample`, async (t) => {
    const talk = await new Talk(virtualTime(t)).greeted();
    await talk.says('when are you open');
    await talk.until('speaking');
    const from = talk.media.sounded.length;
    await talk.pass(1000);
    talk.stt.willHear('');
    talk.media.callerSays(ms);
    await talk.until('listening');
    const said = talk.turns[1]?.said ?? '';
    t.match(talk.turns, [{}, { spoken: said, interrupted: false }], 'no turn of its own');
    const heard = talk.media.sounded.slice(from).flatMap(({ samples }) => Array.from(samples));
    const sound = await talk.soundOf(said);
    t.ok(isWithFadesOnly(heard, sound), 'every sample once, and nothing else but a fade');
  });
}

/** Every part is heard in order; where the voice was held, at most 8 ms of it are heard twice, fading. */
function isWithFadesOnly(heard: readonly number[], sound: readonly number[]): boolean {
  let at = 0;
  let strange = 0;
  for (const sample of heard) {
    if (sample === sound[at]) at++;
    else strange++;
  }
  return at === sound.length && strange <= 2 * FRAME_SAMPLES;
}

test('a cough is over before the recogniser has judged it: the assistant still goes on', async (t) => {
  const talk = await new Talk(virtualTime(t)).greeted();
  talk.stt.finalMs = 400;
  await talk.says('when are you open');
  await talk.until('speaking');
  await talk.pass(1000);
  await talk.coughs(300);
  await talk.until('listening');
  t.equal(talk.turns.length, 2);
  t.equal(talk.lastTurn?.spoken, talk.lastTurn?.said);
});

test('words right behind a cough take the turn though the cough is still being judged', async (t) => {
  const talk = await new Talk(virtualTime(t)).greeted();
  talk.stt.finalMs = 300;
  await talk.says('when are you open');
  await talk.until('speaking');
  await talk.pass(1000);
  await talk.coughs(200);
  await talk.pass(220);
  talk.startSaying('where are you');
  await talk.when(() => talk.turns[2]?.said != null);
  t.match(talk.turns[2], { heard: 'where are you', said: /Mill Lane/ });
});

test('uh-huh over the assistant is no interruption', async (t) => {
  const talk = await new Talk(virtualTime(t)).greeted();
  await talk.says('when are you open');
  await talk.until('speaking');
  await talk.pass(1000);
  await talk.says('uh huh');
  await talk.until('listening');
  t.equal(talk.turns.length, 2);
  t.equal(talk.lastTurn?.spoken, talk.lastTurn?.said);
});

test('a yes that is said twice is one yes: "Yes." … "That is right."', async (t) => {
  const talk = await new Talk(virtualTime(t)).greeted();
  await talk.asks('can i leave a message');
  await talk.asks('my name is john smith and my bicycle has a broken chain');
  await talk.says('yes');
  await talk.until('speaking');
  await talk.says('that is right');
  await talk.until('listening');
  t.equal(talk.lastTurn?.said, talk.texts.messageTaken);
  t.equal(talk.lastTurn?.interrupted, false);
  const { deadAirMs = Number.NaN } = talk.lastTurn?.timing ?? {};
  t.ok(deadAirMs >= 0 && deadAirMs < 400, `the second one ends the turn: ${deadAirMs} ms`);
});
