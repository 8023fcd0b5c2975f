import { test } from 'tap';
import type { Modem } from '../../daemon/modem/modem.js';
import { READY_MS, type VirtualModem, virtualModem } from '../fakes/virtual-modem.js';

const signal = new AbortController().signal;
const RINGS = ['RING', '+CLIP: "07511772308",129,,,"",0'];

async function ready(t: Parameters<typeof virtualModem>[0]): Promise<VirtualModem> {
  const virtual = virtualModem(t);
  await virtual.clock.advance(READY_MS);
  return virtual;
}

/** Rings, and answers with order A. */
async function inCall(t: Parameters<typeof virtualModem>[0]): Promise<VirtualModem> {
  const virtual = await ready(t);
  virtual.fake.answer('ATA', ['OK', 'VOICE CALL: BEGIN']).say(...RINGS);
  await virtual.clock.advance(10);
  const answered = virtual.modem.answer(signal);
  await virtual.clock.advance(10);
  await answered;
  return virtual;
}

async function during<T>(virtual: VirtualModem, ms: number, work: Promise<T>): Promise<T> {
  work.catch(() => undefined);
  await virtual.clock.advance(ms);
  return work;
}

test('a healthy modem becomes ready and says what it is', async (t) => {
  const { modem, states, fake } = await ready(t);
  t.same(states, ['opening', 'initialising', 'searching', 'ready']);
  t.match(modem.status, {
    state: 'ready',
    detail: '',
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
  t.match(good.modem.status.detail, /AT\+CLIP: ERROR/);
});

test('order A: OK, then BEGIN', async (t) => {
  const virtual = await inCall(t);
  t.same(
    virtual.events.filter(({ type }) => type === 'ringing'),
    [{ type: 'ringing', number: '07511772308' }],
  );
  t.same(virtual.story(), ['ringing', 'answered']);
});

test('order B: BEGIN, then OK', async (t) => {
  const virtual = await ready(t);
  virtual.fake.answer('ATA', ['VOICE CALL: BEGIN', 'OK']).say(...RINGS);
  await virtual.clock.advance(10);
  await during(virtual, 10, virtual.modem.answer(signal));
  t.same(virtual.story(), ['ringing', 'answered']);
});

test('without BEGIN the list tells that the call is up', async (t) => {
  const virtual = await ready(t);
  virtual.fake.answer('AT+CLCC', ['+CLCC: 3,1,0,0,0,"07511772308",129', 'OK']).say(...RINGS);
  await virtual.clock.advance(10);
  await during(virtual, 2000, virtual.modem.answer(signal));
  t.same(virtual.story(), ['ringing', 'answered']);
});

test('a ring without a number is told after one second, or at the second ring', async (t) => {
  const virtual = await ready(t);
  virtual.fake.say('RING');
  await virtual.clock.advance(999);
  t.same(virtual.story(), []);
  await virtual.clock.advance(1);
  t.same(virtual.story(), ['ringing']);
  virtual.fake.say(...RINGS);
  await virtual.clock.advance(10);
  t.same(virtual.story(), ['ringing'], 'once per call');
});

test('the caller is gone in the moment of ATA', async (t) => {
  const virtual = await ready(t);
  virtual.fake.answer('ATA', ['NO CARRIER']).say(...RINGS);
  await virtual.clock.advance(10);
  await t.rejects(during(virtual, 100, virtual.modem.answer(signal)), { code: 'refused' });
  t.same(virtual.story(), ['ringing', 'missed']);
});

test('an ATA that is answered with ERROR is refused when the list is empty', async (t) => {
  const virtual = await ready(t);
  virtual.fake.answer('ATA', ['ERROR']).say(...RINGS);
  await virtual.clock.advance(10);
  await t.rejects(during(virtual, 20_000, virtual.modem.answer(signal)), { code: 'refused' });
  t.same(virtual.story(), ['ringing', 'missed']);
});

test('an answer that is aborted rejects at once', async (t) => {
  const virtual = await ready(t);
  virtual.fake.answer('ATA', null).say(...RINGS);
  await virtual.clock.advance(10);
  const controller = new AbortController();
  const answer = virtual.modem.answer(controller.signal);
  controller.abort();
  await t.rejects(answer, { code: 'aborted' });
});

test('an OK that is lost after BEGIN does not hold up the voice', async (t) => {
  const virtual = await ready(t);
  virtual.fake.answer('ATA', ['VOICE CALL: BEGIN']).say(...RINGS);
  await virtual.clock.advance(10);
  await during(virtual, 10, virtual.modem.answer(signal));
  const path = await during(virtual, 4000, virtual.modem.openVoice(signal));
  t.ok(path.afterMs < 3000, `voice after ${path.afterMs} ms`);
});

test('the caller gives up: RING stops, the list is empty, nothing was said', async (t) => {
  const virtual = await ready(t);
  virtual.fake.say(...RINGS);
  await virtual.clock.advance(7000);
  t.same(virtual.story(), ['ringing']);
  await virtual.clock.advance(2000);
  t.same(virtual.story(), ['ringing', 'missed']);
});

test('a list that still holds the call keeps it ringing', async (t) => {
  const virtual = await ready(t);
  virtual.fake.answer('AT+CLCC', ['+CLCC: 1,1,4,0,0,"0751",129', 'OK']).say(...RINGS);
  await virtual.clock.advance(20_000);
  t.same(virtual.story(), ['ringing']);
});

test('fifty rings are one call', async (t) => {
  const virtual = await ready(t);
  for (let ring = 0; ring < 50; ring++) {
    virtual.fake.say(...RINGS);
    await virtual.clock.advance(5000);
  }
  t.same(virtual.story(), ['ringing']);
});

test('END and NO CARRIER end a call once', async (t) => {
  const virtual = await inCall(t);
  virtual.fake.say('+CLCC: 4,1,6,0,0,"07511772308",129', 'VOICE CALL: END: 000017', 'NO CARRIER', 'NO CARRIER');
  await virtual.clock.advance(1000);
  t.same(virtual.story(), ['ringing', 'answered', 'ended:remote']);
});

test('a NO CARRIER that the list contradicts ends nothing; one that it confirms does', async (t) => {
  const virtual = await inCall(t);
  virtual.fake.answer('AT+CLCC', ['+CLCC: 1,1,0,0,0', 'OK']).say('NO CARRIER');
  await virtual.clock.advance(100);
  t.same(virtual.story(), ['ringing', 'answered']);
  virtual.fake.answer('AT+CLCC', ['OK']).say('NO CARRIER');
  await virtual.clock.advance(100);
  t.same(virtual.story(), ['ringing', 'answered', 'ended:remote']);
});

test('a call that ends without a word is noticed by two empty lists', async (t) => {
  const virtual = await inCall(t);
  virtual.fake.answer('AT+CLCC', ['+CLCC: 1,1,0,0,0', 'OK']);
  await virtual.clock.advance(30_000);
  t.same(virtual.story(), ['ringing', 'answered']);
  virtual.fake.answer('AT+CLCC', ['OK']);
  await virtual.clock.advance(5000);
  t.same(virtual.story(), ['ringing', 'answered'], 'one may be a moment between two states');
  await virtual.clock.advance(5000);
  t.same(virtual.story(), ['ringing', 'answered', 'ended:vanished']);
});

test('hanging up ends a call as local, and is idempotent', async (t) => {
  const virtual = await inCall(t);
  virtual.fake.answer('AT+CHUP', ['OK', 'VOICE CALL: END: 000034', 'NO CARRIER']);
  await during(virtual, 500, virtual.modem.hangUp());
  await during(virtual, 500, virtual.modem.hangUp());
  t.same(virtual.story(), ['ringing', 'answered', 'ended:local']);
});

test('a rejected call is never a missed one', async (t) => {
  const virtual = await ready(t);
  virtual.fake.answer('AT+CHUP', ['OK', 'NO CARRIER', 'MISSED_CALL: 11:01AM 07511772308']).say(...RINGS);
  await virtual.clock.advance(10);
  await during(virtual, 500, virtual.modem.hangUp());
  t.same(virtual.story(), ['ringing', 'ended:local']);
});

test('CHUP is repeated while the list still holds the call', async (t) => {
  const virtual = await inCall(t);
  virtual.fake.answer('AT+CLCC', () => (virtual.fake.count('AT+CHUP') < 2 ? ['+CLCC: 1,1,0,0,0', 'OK'] : ['OK']));
  await during(virtual, 2000, virtual.modem.hangUp());
  t.equal(virtual.fake.count('AT+CHUP'), 2);
  t.same(virtual.story(), ['ringing', 'answered', 'ended:local']);
});

test('a second caller is told once and does not end the first call when he gives up', async (t) => {
  const virtual = await inCall(t);
  virtual.fake.answer('AT+CLCC', ['+CLCC: 1,1,0,0,0,"07511772308",129', '+CLCC: 2,1,5,0,0,"0999",129', 'OK']);
  for (let n = 0; n < 3; n++) {
    virtual.fake.say('+CCWA: "0999",129,1');
    await virtual.clock.advance(4000);
  }
  virtual.fake.answer('AT+CLCC', ['+CLCC: 1,1,0,0,0,"07511772308",129', 'OK']);
  virtual.fake.say('+CLCC: 2,1,6,0,0,"0999",129', 'MISSED_CALL: 11:01AM 0999');
  await virtual.clock.advance(20_000);
  t.same(virtual.story(), ['ringing', 'answered', 'waiting', 'missed']);
});

test('ghost calls at the start are hung up, a call that rings is not', async (t) => {
  const ghost = virtualModem(t);
  ghost.fake.answer('AT+CLCC', () =>
    ghost.fake.count('AT+CHUP') === 0 ? ['+CLCC: 1,1,0,0,0', '+CLCC: 2,1,1,0,0', 'OK'] : ['OK'],
  );
  await ghost.clock.advance(READY_MS);
  t.equal(ghost.fake.count('AT+CHUP'), 1);
  t.same(ghost.story(), []);
  const ringing = virtualModem(t);
  ringing.fake.answer('AT+CLCC', ['+CLCC: 1,1,4,0,0,"0751",129', 'OK']);
  await ringing.clock.advance(READY_MS);
  t.equal(ringing.fake.count('AT+CHUP'), 0);
  t.same(ringing.story(), ['ringing']);
});

test('without SIM, with a PIN, and when it comes', async (t) => {
  const virtual = virtualModem(t);
  virtual.fake.answer('AT+CPIN?', ['+CME ERROR: 10']);
  await virtual.clock.advance(READY_MS);
  t.match(virtual.modem.status, { state: 'sim-locked', detail: 'There is no SIM card in the modem.' });
  virtual.fake.answer('AT+CPIN?', ['+CPIN: READY', 'OK']).say('+CPIN: READY');
  await virtual.clock.advance(READY_MS);
  t.equal(virtual.modem.status.state, 'ready');
  virtual.fake.say('+CPIN: SIM REMOVED');
  await virtual.clock.advance(10);
  t.equal(virtual.modem.status.state, 'sim-locked');
  virtual.fake.answer('AT+CPIN?', ['+CPIN: SIM PIN', 'OK']).say('+CPIN: READY');
  await virtual.clock.advance(READY_MS);
  t.match(virtual.modem.status, { state: 'sim-locked', detail: 'The SIM card asks for its PIN.' });
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
  t.match(virtual.modem, { status: { state: 'ready' }, voicePort: '/fake/other-pcm' } as Partial<Modem>);
});
