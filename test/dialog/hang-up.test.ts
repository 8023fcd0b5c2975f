import { test } from 'tap';
import { time } from '../../daemon/base/time.js';
import type { TurnState } from '../../daemon/dialog/turn-machine.js';
import { CALLER, GREETING, NEVER_ANSWERS, NOTICE, Talk, virtualTime } from '../fakes/talk.js';

/** Brings a talk that was greeted into the state; what the last turn must then tell. */
const WAYS: Readonly<Record<Exclude<TurnState, 'over'>, readonly [way: (talk: Talk) => Promise<void>, last: object]>> =
  {
    opening: [async (talk) => talk.pass(500), { path: 'greeting', said: NOTICE, interrupted: true }],
    listening: [async (talk) => talk.until('listening'), { path: 'greeting', spoken: `${NOTICE} ${GREETING}` }],
    hearing: [
      async (talk) => {
        await talk.until('listening');
        talk.startSaying('my name is john smith and i');
        await talk.pass(1000);
      },
      { heard: 'my name is john smith and i', said: '', spoken: '', heardEndMs: Number },
    ],
    'ending-turn': [
      async (talk) => {
        await talk.until('listening');
        await talk.says('where are you');
        await talk.until('ending-turn');
      },
      { heard: 'where are you', said: '', spoken: '' },
    ],
    thinking: [
      async (talk) => {
        await talk.until('listening');
        await talk.says('do you sell very old bells');
        await talk.until('thinking');
      },
      { heard: 'do you sell very old bells', said: '', spoken: '' },
    ],
    speaking: [
      async (talk) => {
        await talk.until('listening');
        await talk.says('where are you');
        await talk.until('speaking');
        await talk.pass(700);
      },
      { heard: 'where are you', path: 'faq', spoken: 'We are at', interrupted: true },
    ],
    paused: [
      async (talk) => {
        await talk.until('listening');
        await talk.says('when are you open');
        await talk.until('speaking');
        await talk.pass(700);
        talk.startSaying('uh huh but also on sundays');
        await talk.until('paused');
      },
      { heard: 'uh huh but also on sundays', said: '' },
    ],
    closing: [
      async (talk) => {
        await talk.until('listening');
        await talk.says('goodbye');
        await talk.until('closing');
        await talk.pass(700);
      },
      { heard: 'goodbye', spoken: 'Thank you', interrupted: true },
    ],
  };

for (const [state, [reach, last]] of Object.entries(WAYS)) {
  test(`a caller who hangs up while the turn is ${state} leaves a record and nothing else`, async (t) => {
    const clock = virtualTime(t);
    const talk = await new Talk(clock, { llm: NEVER_ANSWERS }).rendered();
    talk.conversation.start();
    await reach(talk);
    t.equal(talk.conversation.state, state);
    await talk.hangsUp();
    t.equal(talk.conversation.state, 'over');
    t.equal(talk.ended, 'stopped');
    t.match(talk.lastTurn, last);
    t.equal(clock.waiting, 1, 'no timer but the clock of the voice path');
    t.equal(talk.media.events.listenerCount, 0);
    const before = { turns: structuredClone(talk.turns), sounded: talk.media.sounded.length };
    await talk.pass(60_000);
    t.same(talk.turns, before.turns, 'nothing is recorded afterwards');
    t.ok(talk.media.sounded.length - before.sounded <= 1, 'nothing is said afterwards');
    const heard = talk.turns.flatMap((turn) => turn.heard ?? []);
    t.equal(new Set(heard).size, heard.length, 'no turn twice');
  });
}

test('a caller who hangs up while the message is being written has left it, and hears nothing more', async (t) => {
  const disk = { takesMs: 0 };
  const talk = await new Talk(virtualTime(t), { take: () => time.sleep(disk.takesMs) }).greeted();
  await talk.asks('can i leave a message');
  disk.takesMs = 300;
  await talk.says('my name is john smith and my bicycle has a broken chain');
  await talk.until('speaking');
  await talk.hangsUp();
  t.match(talk.taken, [{ name: 'John Smith', reason: 'my bicycle has a broken chain' }]);
  t.match(talk.lastTurn, { heard: 'my name is john smith and my bicycle has a broken chain', spoken: '' });
  t.ok(talk.lastSoundMs < talk.nowMs - 2000, 'silence since the question');
});

test('a caller who hangs up in the middle of a form has left a task', async (t) => {
  const talk = await new Talk(virtualTime(t)).greeted();
  await talk.asks('can i leave a message');
  await talk.asks('my name is john smith');
  talk.startSaying('the chain is');
  await talk.pass(400);
  await talk.hangsUp();
  t.match(talk.taken.at(-1), { kind: 'message', name: 'John Smith', number: CALLER, reason: null });
});

test('a voice path that is gone ends the conversation at once, and its last words are still taken', async (t) => {
  const talk = await new Talk(virtualTime(t)).greeted();
  talk.startSaying('my name is john smith');
  await talk.pass(800);
  talk.media.events.publish({ type: 'path', state: 'gone' });
  await talk.pass(0);
  t.equal(talk.ended, 'voice-lost');
  await talk.conversation.stop();
  t.equal(talk.lastTurn?.heard, 'my name is john smith');
});

test('a path that stays dead ends the conversation, one that comes back does not', async (t) => {
  const talk = await new Talk(virtualTime(t)).greeted();
  talk.media.events.publish({ type: 'path', state: 'stalled' });
  await talk.pass(5000);
  talk.media.events.publish({ type: 'path', state: 'flowing' });
  await talk.pass(9000);
  t.equal(talk.ended, null);
  talk.media.events.publish({ type: 'path', state: 'wedged' });
  await talk.pass(8000);
  t.equal(talk.ended, 'voice-lost');
});
