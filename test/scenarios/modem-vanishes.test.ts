import { test } from 'tap';
import { PATHS, READY_MS, virtualModem } from '../fakes/virtual-modem.js';

const signal = new AbortController().signal;

test('unplugged in a call: the call ends as modem-lost, and the modem comes back by itself', async (t) => {
  const { fake, modem, clock, plug, story } = virtualModem(t);
  await clock.advance(READY_MS);
  fake.answer('ATA', ['OK', 'VOICE CALL: BEGIN']).say('RING', '+CLIP: "0751",129');
  await clock.advance(10);
  const answered = modem.answer(signal);
  await clock.advance(10);
  await answered;
  let stateAtEnd = '';
  modem.events.subscribe('test', ({ type }) => type === 'ended' && (stateAtEnd = modem.status.state));
  plug(null);
  fake.unplug();
  t.same(story(), ['ringing', 'answered', 'ended:modem-lost']);
  t.equal(stateAtEnd, 'lost', 'whoever hears the end already sees why');
  t.equal(modem.voicePort, null);
  await t.resolves(modem.hangUp(), 'there is nothing to hang up any more');
  await t.rejects(modem.answer(signal), { code: 'port-gone' });
  await clock.advance(20_000);
  t.equal(modem.status.state, 'absent');
  plug({ atPort: '/fake/ttyUSB7', pcmPort: '/fake/ttyUSB9' });
  await clock.advance(30_000);
  t.equal(modem.status.state, 'ready');
  t.equal(modem.voicePort, '/fake/ttyUSB9', 'numbers change with every enumeration');
});

test('unplugged at any moment of the init and of an answer, it is ready again a minute later', async (t) => {
  const { fake, modem, clock, events } = virtualModem(t);
  await clock.advance(READY_MS);
  for (let moment = 0; moment < 60; moment++) {
    const from = events.length;
    fake.say('RING', '+CLIP: "0751",129');
    await clock.advance(10);
    const answer = modem.answer(signal).catch(() => undefined);
    await clock.advance(moment * 5);
    fake.unplug();
    await answer;
    await clock.advance(2000 + moment * 100);
    fake.unplug();
    await clock.advance(90_000);
    t.equal(modem.status.state, 'ready', `moment ${moment}`);
    const ends = events.slice(from).filter(({ type }) => type === 'ended' || type === 'missed');
    t.equal(ends.length, 1, `moment ${moment}: one end`);
  }
});

test('a port that flaps is opened ever more seldom, up to once a minute', async (t) => {
  const { fake, clock } = virtualModem(t);
  fake.answer('AT', () => {
    fake.unplug();
    return null;
  });
  await clock.advance(600_000);
  t.ok(fake.opened >= 10 && fake.opened <= 16, `opened ${fake.opened} times in ten minutes`);
});

test('a held port is said to be held, and taken when it is free', async (t) => {
  const { fake, modem, clock } = virtualModem(t);
  fake.refuses = 'Resource temporarily unavailable, Cannot lock port';
  await clock.advance(5000);
  t.match(modem.status, { state: 'lost', detail: { en: /Cannot lock port/ } });
  fake.refuses = null;
  await clock.advance(30_000);
  t.equal(modem.status.state, 'ready');
});

test('a modem that stops answering is opened anew', async (t) => {
  const { fake, modem, clock, story, states } = virtualModem(t);
  await clock.advance(READY_MS);
  for (const command of ['AT', 'AT+CLCC', 'AT+CPIN?']) fake.answer(command, null);
  fake.say('RING', '+CLIP: "0751",129');
  await clock.advance(40_000);
  t.ok(states.includes('lost'));
  t.same(story(), ['ringing', 'ended:modem-lost']);
  fake.answer('AT', ['OK']).answer('AT+CLCC', ['OK']).answer('AT+CPIN?', ['+CPIN: READY', 'OK']);
  await clock.advance(60_000);
  t.equal(modem.status.state, 'ready');
  t.ok(fake.opened > 1);
});

test('a modem that is not there yet is noticed when it is plugged in', async (t) => {
  const { modem, clock, plug, states } = virtualModem(t, null);
  await clock.advance(60_000);
  t.same(states, []);
  t.equal(modem.status.detail.en, 'No modem is plugged in.');
  plug(PATHS);
  await clock.advance(30_000);
  t.equal(modem.status.state, 'ready');
});
