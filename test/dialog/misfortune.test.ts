import { test } from 'tap';
import { CALLER, NEVER_ANSWERS, Talk, virtualTime } from '../fakes/talk.js';

/** What the caller waits for at most before hearing anything. */
const SOON_MS = 1100;

/** The dead air behind what the caller said last, as the caller hears it. */
async function deadAirMs(talk: Talk): Promise<number> {
  const [sinceMs, sounded] = [talk.nowMs - 100, talk.media.sounded.length];
  await talk.when(() => talk.media.sounded.length > sounded);
  return talk.lastSoundMs - sinceMs;
}

test('a recogniser that hangs: the caller hears within a second that something is wrong, then what keys do', async (t) => {
  const talk = await new Talk(virtualTime(t)).greeted();
  const { hearingTrouble, keysHelp } = talk.texts;
  talk.stt.finalMs = Number.POSITIVE_INFINITY;
  for (const expected of [hearingTrouble, keysHelp, keysHelp]) {
    await talk.says('where are you');
    const silentMs = await deadAirMs(talk);
    t.ok(silentMs <= SOON_MS, `${silentMs} ms`);
    await talk.until('listening');
    t.match(talk.lastTurn, { heard: '', spoken: `${talk.texts.oneMoment} ${expected}` });
  }
  talk.conversation.key('2');
  await talk.until('speaking');
  await talk.until('listening');
  t.match(talk.lastTurn, { spoken: 'We are at 12 Mill Lane.', path: 'keys' });
  talk.stt.finalMs = 0;
  t.equal(await talk.asks('where are you'), 'We are at 12 Mill Lane.');
});

test('a slow recogniser and a slow model: fillers without a long silence between, and what was said is answered', async (t) => {
  const talk = await new Talk(virtualTime(t), { llmMsPerWord: 400 }).greeted();
  talk.stt.finalMs = 1800;
  talk.llm.willSay('We have three bells.');
  await talk.says('tell me about your bells');
  const silentMs = await deadAirMs(talk);
  t.ok(silentMs <= SOON_MS, `${silentMs} ms`);
  await talk.until('listening');
  t.match(talk.lastTurn, {
    heard: 'tell me about your bells',
    spoken: `${talk.texts.oneMoment} ${talk.texts.stayOnLine} We have three bells.`,
  });
});

test('voice without words is asked for again twice in a row, then the keys are told; a cough is passed over', async (t) => {
  const talk = await new Talk(virtualTime(t)).greeted();
  await talk.coughs(300);
  await talk.pass(1000);
  t.equal(talk.turns.length, 1, 'a cough is no turn');
  for (let time = 1; time <= 2; time++) {
    await talk.coughs(1500);
    await talk.until('speaking');
    await talk.until('listening');
    t.match(talk.lastTurn, { heard: '', spoken: talk.texts.notHeard });
  }
  t.equal(talk.stt.doubts, 0);
  await talk.coughs(1500);
  await talk.until('speaking');
  await talk.until('listening');
  t.match(talk.lastTurn, { heard: '', spoken: talk.texts.keysHelp });
  t.equal(talk.stt.doubts, 1, 'the recogniser may have gone deaf');
  await talk.coughs(1500);
  await talk.pass(1000);
  t.equal(talk.turns.length, 4, 'noise is not spoken to for ever');
  await talk.asks('can i leave a message');
  await talk.coughs(1500);
  await talk.until('speaking');
  await talk.until('listening');
  t.equal(talk.lastTurn?.spoken, talk.texts.notHeard, 'in a row means in a row');
});

test('a voice that fails once is tried again: the answer comes, and a filler before it', async (t) => {
  const talk = await new Talk(virtualTime(t)).greeted();
  talk.voice.failures = 2;
  await talk.says('where are you');
  const silentMs = await deadAirMs(talk);
  t.ok(silentMs <= SOON_MS, `${silentMs} ms`);
  await talk.until('listening');
  t.match(talk.lastTurn, {
    said: 'We are at 12 Mill Lane.',
    spoken: `${talk.texts.oneMoment} We are at 12 Mill Lane.`,
    interrupted: false,
  });
});

test('a voice that fails always: what was rendered before is still said, and the call goes on', async (t) => {
  const talk = await new Talk(virtualTime(t)).greeted();
  await talk.voice.render(talk.texts.isThatRight, talk.texts.onThisNumber);
  talk.voice.failures = Number.POSITIVE_INFINITY;
  await talk.asks('can i leave a message');
  await talk.asks('my name is john smith and my bicycle has a broken chain');
  const { oneMoment, onThisNumber, isThatRight } = talk.texts;
  t.equal(talk.lastTurn?.spoken, `${oneMoment} ${onThisNumber} ${isThatRight}`);
  t.match(talk.taken.at(-1), { name: 'John Smith', reason: 'my bicycle has a broken chain' });
  await talk.until('listening');
});

test('a voice that hangs: fillers, what can be said instead, and the call goes on with rendered phrases', async (t) => {
  const talk = await new Talk(virtualTime(t)).greeted();
  const { oneMoment, stayOnLine, speakingTrouble, keysHelp } = talk.texts;
  const hours = await talk.asks('when are you open');
  await talk.voice.render(hours);
  await talk.until('listening');
  talk.voice.delayMs = Number.POSITIVE_INFINITY;
  await talk.says('where are you');
  const silentMs = await deadAirMs(talk);
  t.ok(silentMs <= SOON_MS, `${silentMs} ms`);
  const from = talk.media.sounded.length;
  await talk.until('listening');
  const heardMs = talk.media.sounded.slice(from).map(({ atSample }) => atSample / 8);
  for (const [i, atMs] of heardMs.entries()) t.ok(atMs - (heardMs[i - 1] ?? atMs) <= SOON_MS, `silent until ${atMs}`);
  const [spoken, unspoken] = [[oneMoment, stayOnLine, speakingTrouble, keysHelp], 'We are at 12 Mill Lane.'];
  t.equal(talk.lastTurn?.spoken, spoken.join(' '));
  t.equal(talk.lastTurn?.said, spoken.toSpliced(2, 0, unspoken).join(' '));
  talk.conversation.key('1');
  await talk.until('speaking');
  await talk.until('listening');
  t.match(talk.lastTurn, { path: 'keys', spoken: hours });
  talk.voice.delayMs = 0;
  t.equal(await talk.asks('where are you'), 'We are at 12 Mill Lane.');
  t.equal(talk.lastTurn?.spoken, 'We are at 12 Mill Lane.');
});

test('a voice that gives nothing: said so, and the keys are told', async (t) => {
  const talk = await new Talk(virtualTime(t)).greeted();
  talk.voice.failures = Number.POSITIVE_INFINITY;
  const { oneMoment, speakingTrouble, keysHelp } = talk.texts;
  await talk.asks('where are you');
  t.equal(talk.lastTurn?.spoken, `${oneMoment} ${speakingTrouble} ${keysHelp}`);
});

for (const recorded of [true, false]) {
  test(`a message for deaf ears is ${recorded ? 'taken as a recording' : 'not taken without one'}`, async (t) => {
    const talk = await new Talk(virtualTime(t), { recorded }).greeted();
    talk.stt.finalMs = Number.POSITIVE_INFINITY;
    await talk.says('can i leave a message');
    await talk.until('speaking');
    await talk.until('listening');
    talk.conversation.key('3');
    await talk.until('speaking');
    await talk.until('listening');
    t.equal(talk.lastTurn?.said, talk.texts.askMessage);
    talk.startSaying('john smith');
    await talk.pass(1400);
    await talk.asks('my bicycle is broken');
    await talk.until('listening');
    const { messageTaken, keysHelp, inRecording } = talk.texts;
    t.match(talk.lastTurn, recorded ? { path: 'voicemail', said: messageTaken } : { path: 'phrase', said: keysHelp });
    const message = { kind: 'message', name: null, number: CALLER, reason: inRecording, when: null };
    t.equal(talk.taken.length, recorded ? 1 : 0);
    if (recorded) t.match(talk.taken[0], message);
  });
}

test('a voice that fails before the turn is over is not heard filling', async (t) => {
  const talk = await new Talk(virtualTime(t)).greeted();
  talk.voice.failures = 1;
  const before = talk.media.sounded.length;
  await talk.says('where are you');
  await talk.pass(200);
  t.equal(talk.conversation.state, 'ending-turn');
  t.equal(talk.media.sounded.length, before);
});

test('a slow voice: a filler after 900 ms, then the answer', async (t) => {
  const talk = await new Talk(virtualTime(t)).greeted();
  talk.voice.delayMs = 2500;
  await talk.says('where are you');
  const silentMs = await deadAirMs(talk);
  t.ok(silentMs <= SOON_MS, `${silentMs} ms`);
  await talk.until('listening');
  const spoken = `${talk.texts.oneMoment} We are at 12 Mill Lane.`;
  t.match(talk.lastTurn, { said: spoken, spoken });
  talk.voice.delayMs = 0;
  t.equal(await talk.asks('can you repeat that'), 'We are at 12 Mill Lane.', 'the answer again, not the filler');
});

test('a voice that hangs at the last words does not keep the line', async (t) => {
  const talk = await new Talk(virtualTime(t)).greeted();
  talk.voice.delayMs = Number.POSITIVE_INFINITY;
  await talk.says('goodbye');
  await talk.when(() => talk.ended !== null, 30_000);
  t.equal(talk.ended, 'goodbye');
});

test('a slow model: a filler, and the answer behind it is heard and ends', async (t) => {
  const talk = await new Talk(virtualTime(t), { llmMsPerWord: 600 }).greeted();
  talk.llm.willSay('We have three bells.');
  await talk.says('tell me about your bells');
  const silentMs = await deadAirMs(talk);
  t.ok(silentMs <= SOON_MS, `${silentMs} ms`);
  await talk.until('listening');
  t.equal(talk.lastTurn?.spoken, `${talk.texts.oneMoment} We have three bells.`);
});

for (const [name, llm] of [
  ['hangs', NEVER_ANSWERS],
  ['is not there', null],
  ['fails', { preload: () => Promise.reject(new Error('gone')), generate: () => Promise.reject(new Error('gone')) }],
] as const) {
  test(`a model that ${name} leaves the question to the owner`, async (t) => {
    const talk = await new Talk(virtualTime(t), { llm }).greeted();
    await talk.asks('tell me about your bells');
    t.equal(talk.lastTurn?.said, `${talk.texts.willFindOut} ${talk.texts.offerMessage}`);
    const reason = 'tell me about your bells';
    t.same(talk.taken, [{ id: reason, kind: 'question', name: null, number: CALLER, reason, when: null }]);
    await talk.asks('yes please');
    await talk.asks('john smith');
    t.match(talk.taken.at(-1), { kind: 'callback', name: 'John Smith', reason: 'tell me about your bells' });
  });
}
