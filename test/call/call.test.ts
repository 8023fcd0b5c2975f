import { test } from 'tap';
import { SecretaryError } from '../../daemon/base/errors.js';
import type { CallState } from '../../daemon/call/call-machine.js';
import { BLOCKED, Phone } from '../fakes/phone.js';
import { CALLER, GREETING, NOTICE, virtualTime } from '../fakes/talk.js';

/** Talking, hanging up, closing the voice path and finishing the recording, each with its budget. */
const UNWIND_MS = 1500 + 12_000 + 12_000 + 5000;

test('from the ring to the freed line', async (t) => {
  const phone = await new Phone(virtualTime(t)).connected();
  await phone.says('where are you');
  await phone.pass(4000);
  await phone.says('thank you goodbye');
  await phone.until('idle');
  t.same(phone.line.asked, ['answer', 'openVoice', 'hangUp', 'closeVoice']);
  t.match(phone.last, {
    facts: { from: CALLER, direction: 'in', answeredAfterMs: 5100, endReason: 'goodbye', rungs: ['faq', 'phrase'] },
    outcome: { kind: 'answered', summary: 'Questions answered: 1' },
    turns: [
      { path: 'greeting', spoken: `${NOTICE} ${GREETING}` },
      { heard: 'where are you', spoken: 'We are at 12 Mill Lane.' },
      { heard: 'thank you goodbye', spoken: phone.texts.goodbye },
    ],
  });
  t.match(phone.last?.facts.recording, /\/recordings\/.*\.wav/);
  t.ok(phone.session.stopped);
  t.equal(phone.clock.waiting, 0, 'no timer is left');
  t.equal(phone.desk.callsHandled, 1);
});

test('a call is written down as it happens, and what the caller said before it is answered', async (t) => {
  const phone = await new Phone(virtualTime(t)).connected();
  await phone.says('where are you');
  await phone.pass(1000);
  t.same(phone.journal.written, ['start', 'event screening', 'event answering', 'event connected', 'turn 0', 'turn 1']);
  await phone.pass(2000);
  phone.ends();
  await phone.until('idle');
  t.same(phone.journal.written.slice(-4), ['turn 1', 'event wrapping-up', 'finish', 'event done']);
});

test('who watches is told of each step, with the id of the call', async (t) => {
  const phone = await new Phone(virtualTime(t)).connected();
  await phone.says('where are you');
  await phone.pass(3000);
  phone.ends();
  await phone.until('idle');
  const types = phone.told.map(({ type }) => type);
  t.same(types.slice(0, 2), ['ringing', 'connected']);
  t.equal(types.at(-1), 'ended');
  for (const type of ['heard-partial', 'speaking', 'turn'] as const) t.ok(types.includes(type), type);
  t.equal(new Set(phone.told.map((event) => 'callId' in event && event.callId)).size, 1);
});

test('a blocked number is rejected without a word', async (t) => {
  const phone = new Phone(virtualTime(t));
  phone.rings(BLOCKED);
  await phone.until('idle');
  t.same(phone.line.asked, ['hangUp', 'closeVoice']);
  t.match(phone.last, { facts: { endReason: 'blocked' }, outcome: { kind: 'spam' }, turns: [] });
});

for (const [state, reason] of [
  ['screening', 'caller-gave-up'],
  ['answering', 'caller-gave-up'],
  ['connected', 'caller-hung-up'],
] as const satisfies readonly (readonly [CallState, string])[]) {
  test(`a caller who is gone while the call is ${state} leaves a record and a free line`, async (t) => {
    const phone = await new Phone(virtualTime(t)).rendered();
    phone.rings();
    await phone.until(state);
    await phone.pass(40);
    if (state === 'connected') phone.ends(reason);
    else phone.misses();
    const tookMs = await phone.until('idle');
    t.ok(tookMs <= 2000, `${tookMs} ms`);
    t.match(phone.last, { facts: { endReason: reason }, outcome: { kind: 'abandoned' } });
    t.notOk(phone.line.asked.includes('hangUp'), 'there is nothing to hang up');
    t.equal(phone.clock.waiting, 0, 'no timer is left');
    t.ok(phone.media.sessions.every((session) => session.stopped));
  });
}

test('a call that ends while it is being ended ends once', async (t) => {
  const phone = await new Phone(virtualTime(t)).connected();
  await phone.says('goodbye');
  await phone.until('ending');
  phone.ends();
  phone.ends('again');
  phone.desk.current?.hangUp('once more');
  await phone.until('idle');
  t.equal(phone.journal.finished.length, 1);
  t.equal(phone.last?.facts.endReason, 'goodbye');
});

test('the modem is lost in a call: the record says so, and its last words are in it', async (t) => {
  const phone = await new Phone(virtualTime(t)).connected();
  phone.stt.willHear('my name is john smith');
  phone.session.callerSays(2000);
  await phone.pass(900);
  phone.line.goesWrong('closeVoice', new SecretaryError('port-gone', 'no modem'));
  phone.ends('modem-lost');
  await phone.until('idle');
  t.match(phone.last, { facts: { endReason: 'modem-lost' }, turns: [{}, { heard: 'my name is john smith' }] });
});

for (const [name, wrong, endReason] of [
  [
    'is gone in the moment of the answer',
    (phone: Phone) => phone.line.goesWrong('answer', new SecretaryError('refused', 'no call')),
    'caller-gone',
  ],
  [
    'cannot be heard because the voice path never opens',
    (phone: Phone) => phone.line.goesWrong('openVoice', new SecretaryError('modem-error', 'CPCMREG: ERROR')),
    'no-voice',
  ],
  ['cannot be heard because there is no voice port', (phone: Phone) => void (phone.line.voicePort = null), 'no-voice'],
  [
    'cannot be heard because the voice port cannot be had',
    (phone: Phone) => void (phone.media.opens = new SecretaryError('busy', 'somebody has it')),
    'no-voice',
  ],
  [
    'cannot be heard because the voice port never opens',
    (phone: Phone) => void (phone.media.opens = 'never'),
    'no-voice',
  ],
] as const) {
  test(`a caller who ${name} is hung up on, and the line is free`, async (t) => {
    const phone = await new Phone(virtualTime(t)).rendered();
    wrong(phone);
    phone.rings();
    await phone.until('answering');
    const tookMs = await phone.until('idle');
    t.ok(tookMs <= 15_000, `${tookMs} ms`);
    t.match(phone.last, { facts: { endReason } });
    t.ok(phone.line.asked.includes('hangUp'));
    t.equal(phone.clock.waiting, 0);
  });
}

test('a caller who gives up while the voice port is being opened frees the line at once', async (t) => {
  const phone = await new Phone(virtualTime(t)).rendered();
  phone.media.opens = 'never';
  phone.rings();
  await phone.until('answering');
  await phone.pass(200);
  phone.ends();
  t.ok((await phone.until('idle')) <= 1000);
});

test('a session that opens after its caller has gone is closed', async (t) => {
  const phone = await new Phone(virtualTime(t)).rendered();
  phone.media.opens = 'late';
  phone.rings();
  await phone.until('answering');
  await phone.pass(200);
  phone.ends();
  await phone.until('idle');
  await phone.pass(10_000);
  t.equal(phone.media.sessions.length, 1);
  t.ok(phone.session.stopped);
  t.equal(phone.clock.waiting, 0);
});

for (const step of ['hangUp', 'closeVoice'] as const) {
  test(`a ${step} that is never confirmed keeps the line no longer than its budget`, async (t) => {
    const phone = await new Phone(virtualTime(t)).connected();
    phone.line.goesWrong(step, 'hangs');
    phone.desk.current?.hangUp('test');
    const tookMs = await phone.until('idle');
    t.ok(tookMs <= UNWIND_MS, `${tookMs} ms`);
    t.ok(phone.desk.healthy);
    t.equal(phone.journal.finished.length, 1);
  });
}

test('everything that ends a call hangs at once: the line is free within the sum of the budgets', async (t) => {
  const phone = await new Phone(virtualTime(t)).connected();
  phone.line.goesWrong('hangUp', 'hangs');
  phone.line.goesWrong('closeVoice', 'hangs');
  phone.stt.finalMs = Number.POSITIVE_INFINITY;
  phone.session.stop = () => new Promise(() => undefined);
  phone.session.callerSays(60_000);
  await phone.pass(500);
  phone.desk.current?.hangUp('test');
  const tookMs = await phone.until('idle');
  t.ok(tookMs <= UNWIND_MS, `${tookMs} ms`);
  t.match(phone.last, { facts: { endReason: 'test', recording: '' } });
});

for (const entry of ['', 'start', 'event', 'turn', 'take', 'finish']) {
  test(`a disk that is full at ${entry === '' ? 'every step' : entry} ends no call`, async (t) => {
    const phone = await new Phone(virtualTime(t)).rendered();
    phone.journal.full = entry;
    phone.rings();
    await phone.until('connected');
    await phone.pass(4000);
    await phone.says('can i leave a message');
    await phone.pass(6000);
    await phone.says('my name is john smith and my bicycle has a broken chain');
    await phone.pass(12_000);
    await phone.says('yes');
    await phone.pass(6000);
    await phone.says('goodbye');
    await phone.until('idle');
    const said = phone.told.flatMap((event) => (event.type === 'turn' && event.turn.spoken) || []);
    t.match(said, [/recorded/, phone.texts.askMessage, /John Smith/, phone.texts.messageTaken, phone.texts.goodbye]);
    t.match(phone.told.at(-1), { type: 'ended', outcome: { kind: 'message', name: 'John Smith' } });
    t.match(phone.told.at(-1), { endReason: 'goodbye' });
  });
}

test('a slow disk delays no call for long, and the record is still in order', async (t) => {
  const phone = new Phone(virtualTime(t));
  phone.journal.takesMs = 150;
  await phone.connected();
  await phone.says('where are you');
  await phone.pass(4000);
  phone.ends();
  await phone.until('idle');
  await phone.pass(1000);
  t.same(phone.journal.written.slice(-2), ['finish', 'event done']);
  t.match(phone.last?.turns, [{ path: 'greeting' }, { heard: 'where are you', spoken: 'We are at 12 Mill Lane.' }]);
});

test('the stages on record add up to the dead air that was heard', async (t) => {
  const phone = await new Phone(virtualTime(t)).connected();
  phone.stt.finalMs = 120;
  phone.voice.delayMs = 260;
  await phone.says('where are you');
  const endOfSpeech = phone.session.nowSample();
  await phone.pass(4000);
  phone.ends();
  await phone.until('idle');
  const { timing } = phone.last!.turns[1]!;
  const { deadAirMs, ...stages } = timing;
  const sum = Object.values(stages).reduce((a, b) => a + b, 0);
  t.ok(Math.abs(sum - deadAirMs) < 0.01);
  const heardAt = phone.session.sounded.find(({ atSample }) => atSample > endOfSpeech)!.atSample;
  t.ok(Math.abs((heardAt - endOfSpeech) / 8 - deadAirMs) <= 20, 'to the frame');
});

test('keys reach the conversation, and before there is one they are nobody’s', async (t) => {
  const phone = await new Phone(virtualTime(t)).rendered();
  phone.line.events.publish({ type: 'dtmf', key: '2' });
  phone.rings();
  phone.line.events.publish({ type: 'dtmf', key: '2' });
  await phone.until('connected');
  await phone.pass(4000);
  phone.line.events.publish({ type: 'dtmf', key: '2' });
  await phone.pass(3000);
  phone.ends();
  await phone.until('idle');
  t.match(phone.last, { turns: [{}, { heard: '2', spoken: 'We are at 12 Mill Lane.' }], facts: { rungs: ['keys'] } });
});

test('a conversation that cannot be put together ends the call instead of the desk', async (t) => {
  const phone = await new Phone(virtualTime(t)).rendered();
  phone.stt.open = () => {
    throw new SecretaryError('model-missing', 'no ear');
  };
  phone.rings();
  await phone.until('connected', 6000).catch(() => undefined);
  await phone.until('idle');
  t.match(phone.last, { facts: { endReason: 'no-voice' } });
});

for (const { name, port, states, told } of [
  { name: 'takes nothing more', port: '/fake/pcm', states: ['wedged'], told: true },
  { name: 'took nothing for a while', port: '/fake/pcm', states: ['wedged', 'flowing'], told: false },
  { name: 'brought nothing at the end', port: '/fake/pcm', states: ['stalled'], told: false },
  { name: 'is a sound card that hangs', port: 'alsa:hw:1,hw:1', states: ['wedged'], told: false },
] as const) {
  test(`a voice path that ${name} is ${told ? 'told' : 'not told'} to the modem`, async (t) => {
    const phone = new Phone(virtualTime(t));
    phone.line.voicePort = port;
    await phone.connected();
    for (const state of states) phone.session.events.publish({ type: 'path', state });
    phone.ends();
    await phone.until('idle');
    t.equal(phone.line.asked.includes('voiceFailed'), told);
  });
}

test('a voice path that stays dead ends the call, and is told to the modem', async (t) => {
  const phone = await new Phone(virtualTime(t)).connected();
  phone.session.events.publish({ type: 'path', state: 'stalled' });
  await phone.until('idle');
  t.match(phone.last, { facts: { endReason: 'voice-lost' } });
  t.same(phone.line.asked.slice(2), ['voiceFailed', 'hangUp', 'closeVoice']);
});
