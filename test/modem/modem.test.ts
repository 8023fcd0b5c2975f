import { test } from 'tap';
import { PATHS, READY_MS, RINGS, during, inCall, ready, virtualModem } from '../fakes/virtual-modem.js';

test('a healthy modem becomes ready and says what it is', async (t) => {
  const { modem, states, fake } = await ready(t);
  t.same(states, ['opening', 'initialising', 'searching', 'ready']);
  t.match(modem.status, {
    state: 'ready',
    detail: { en: '', ru: '' },
    registration: 'home',
    technology: 'LTE',
    signalDbm: -69,
    model: 'SIMCOM_SIM7600G-H',
    firmware: 'LE20B03SIM7600M22',
    operator: 'Example',
  });
  t.equal(modem.voicePort, '/fake/pcm');
  t.equal(fake.commands[0], 'AT', 'nothing before the modem has answered AT');
});

test('one byte a read makes no difference', async (t) => {
  const virtual = virtualModem(t);
  virtual.fake.singleBytes = true;
  await virtual.clock.advance(READY_MS);
  virtual.fake.say(...RINGS);
  await virtual.clock.advance(10);
  t.equal(virtual.modem.status.state, 'ready');
  t.same(virtual.story(), ['ringing']);
});

test('settings that some firmware refuses do not fail the init; those without which no call works do', async (t) => {
  const good = virtualModem(t);
  for (const text of ['AT+DDET=1', 'AT+CSCLK=0', 'AT+CPCMBANDWIDTH=1,1']) good.fake.answer(text, ['ERROR']);
  await good.clock.advance(READY_MS);
  t.equal(good.modem.status.state, 'ready');
  good.fake.answer('AT+CLIP=1', ['ERROR']);
  good.fake.unplug();
  await good.clock.advance(30_000);
  t.equal(good.modem.status.state, 'lost');
  t.match(good.modem.status.detail.en, /AT\+CLIP: ERROR/);
});

test('without SIM, with a PIN, and when it comes', async (t) => {
  const virtual = virtualModem(t);
  virtual.fake.answer('AT+CPIN?', ['+CME ERROR: 10']);
  await virtual.clock.advance(READY_MS);
  t.match(virtual.modem.status, {
    state: 'sim-locked',
    detail: { en: 'There is no SIM card in the modem.', ru: 'В модеме нет SIM-карты.' },
  });
  virtual.fake.answer('AT+CPIN?', ['+CPIN: READY', 'OK']).say('+CPIN: READY');
  await virtual.clock.advance(READY_MS);
  t.equal(virtual.modem.status.state, 'ready');
  virtual.fake.say('+CPIN: SIM REMOVED');
  await virtual.clock.advance(10);
  t.equal(virtual.modem.status.state, 'sim-locked');
  virtual.fake.answer('AT+CPIN?', ['+CPIN: SIM PIN', 'OK']).say('+CPIN: READY');
  await virtual.clock.advance(READY_MS);
  t.match(virtual.modem.status, {
    state: 'sim-locked',
    detail: { en: /asks for its PIN/, ru: /спрашивает PIN/ },
    pinTries: 3,
  });
});

test('a SIM that is busy after boot is waited for', async (t) => {
  const virtual = virtualModem(t);
  virtual.fake.answer('AT+CPIN?', () =>
    virtual.fake.count('AT+CPIN?') < 4 ? ['+CME ERROR: SIM busy'] : ['+CPIN: READY'],
  );
  await virtual.clock.advance(READY_MS + 8000);
  t.equal(virtual.modem.status.state, 'ready');
});

test('service in either domain is service, and its loss is a search', async (t) => {
  const virtual = virtualModem(t);
  virtual.fake.answer('AT+CREG?', ['+CREG: 0,3', 'OK']);
  await virtual.clock.advance(READY_MS);
  t.equal(virtual.modem.status.state, 'ready');
  virtual.fake.say('+CEREG: 2');
  await virtual.clock.advance(10);
  t.match(virtual.modem.status, { state: 'searching', registration: 'searching' });
});

test('idle, the modem is asked at most every minute', async (t) => {
  const virtual = await ready(t);
  const before = virtual.fake.commands.length;
  await virtual.clock.advance(600_000);
  t.ok(virtual.fake.commands.length - before <= 10 * 5, `${virtual.fake.commands.length - before} commands`);
});

test('a reset is no loss, and the voice path tells its attempts', async (t) => {
  const virtual = await ready(t);
  await during(virtual, 100, virtual.modem.reset('test'));
  t.equal(virtual.modem.status.state, 'resetting');
  virtual.plug(null);
  virtual.fake.unplug();
  await virtual.clock.advance(10_000);
  t.equal(virtual.modem.status.state, 'resetting');
  virtual.plug({ atPort: '/fake/other', pcmPort: '/fake/other-pcm' });
  await virtual.clock.advance(20_000);
  t.equal(virtual.modem.status.state, 'ready');
  t.equal(virtual.modem.voicePort, '/fake/other-pcm');
});

test('what happens to the modem and its calls is told for its history', async (t) => {
  const virtual = await inCall(t);
  const told: string[] = [];
  virtual.modem.health.subscribe('test', ({ kind, detail }) => told.push(`${kind} ${JSON.stringify(detail)}`));
  virtual.fake.answer('AT+CPCMREG=1', () => (virtual.fake.count('AT+CPCMREG=1') < 3 ? ['ERROR'] : ['OK']));
  await during(virtual, 5000, virtual.modem.openVoice(new AbortController().signal));
  virtual.fake.say('UNDER-VOLTAGE WARNNING', 'UNDER-VOLTAGE WARNNING', '+CREG: 2', '+CEREG: 2');
  await virtual.clock.advance(10);
  virtual.fake.unplug();
  t.match(told, [
    /^voice-path .*"attempts":3.*"technology":"LTE"/,
    /^power .*under-voltage/,
    /^network-lost/,
    /^modem-lost .*hang-up/,
  ]);
});

test('a modem that is deaf on its first port is restarted through the second', async (t) => {
  const virtual = virtualModem(t, { ...PATHS, secondAtPort: '/fake/at2' });
  virtual.fake.answer('AT', null);
  await virtual.clock.advance(20_000);
  t.equal(virtual.modem.status.state, 'lost');
  await during(virtual, 1000, virtual.modem.reset('test'));
  t.equal(virtual.fake.count('AT+CRESET'), 1);
});

test('the time that the network told before the start is asked for once, and later ones are wanted', async (t) => {
  const virtual = virtualModem(t);
  virtual.fake.answer('AT+CCLK?', ['+CCLK: "26/11/21,12:30:35+12"', 'OK']);
  await virtual.clock.advance(READY_MS);
  t.match(
    virtual.events.filter(({ type }) => type === 'clock'),
    [{ at: '2026-11-21T12:30:35+03:00' }],
  );
  t.equal(virtual.fake.count('AT+CTZR=1'), 1);
  const unset = virtualModem(t);
  unset.fake.answer('AT+CCLK?', ['+CCLK: "80/01/06,07:09:04"', 'OK']);
  await unset.clock.advance(READY_MS);
  t.notOk(unset.events.some(({ type }) => type === 'clock'));
});
