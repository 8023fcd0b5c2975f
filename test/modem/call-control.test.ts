import { test } from 'tap';
import { READY_MS, RINGS, during, inCall, ready, virtualModem } from '../fakes/virtual-modem.js';

const signal = new AbortController().signal;

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

test('a list that was asked for before the second caller gave up does not bring him back', async (t) => {
  const virtual = await inCall(t);
  const line = '+CLCC: 1,1,0,0,0,"07511772308",129';
  virtual.fake.answer('AT+CLCC', () => {
    virtual.fake.answer('AT+CLCC', [line, 'OK']);
    return [line, '+CLCC: 2,1,6,0,0,"0999",129', 'MISSED_CALL: 11:01AM 0999', '+CLCC: 2,1,5,0,0,"0999",129', 'OK'];
  });
  virtual.fake.say('+CCWA: "0999",129,1');
  await virtual.clock.advance(20_000);
  t.same(virtual.story(), ['ringing', 'answered', 'waiting', 'missed']);
  virtual.fake.say('+CCWA: "0999",129,1');
  await virtual.clock.advance(10);
  t.equal(virtual.story().at(-1), 'waiting', 'he rings again');
});

test('a MISSED_CALL that comes when the next caller rings already is about the one before', async (t) => {
  const virtual = await ready(t);
  virtual.fake.answer('ATA', ['NO CARRIER']).say(...RINGS);
  await virtual.clock.advance(10);
  await during(virtual, 10, virtual.modem.answer(new AbortController().signal)).catch(() => undefined);
  virtual.fake.say('RING', 'MISSED_CALL: 11:01AM 07511772308');
  await virtual.clock.advance(100);
  t.same(virtual.story(), ['ringing', 'missed']);
  virtual.fake.say('+CLIP: "0999",129,,,"",0');
  await virtual.clock.advance(10);
  t.same(virtual.events.at(-1), { type: 'ringing', number: '0999' });
});

test('the last lines of a caller who outran ATA come late: they neither end the next call nor count twice', async (t) => {
  const virtual = await ready(t);
  virtual.fake.answer('ATA', ['NO CARRIER']).say(...RINGS);
  await virtual.clock.advance(10);
  await during(virtual, 10, virtual.modem.answer(new AbortController().signal)).catch(() => undefined);
  virtual.fake.answer('ATA', ['OK', 'VOICE CALL: BEGIN']).say('RING', '+CLCC: 1,1,6,0,0,"07511772308",129');
  await virtual.clock.advance(10);
  t.same(virtual.story(), ['ringing', 'missed'], 'the one that rings has no number yet');
  virtual.fake.say('+CLIP: "0999",129,,,"",0');
  await virtual.clock.advance(10);
  await during(virtual, 2000, virtual.modem.answer(new AbortController().signal));
  virtual.fake.say('MISSED_CALL: 11:01AM 07511772308');
  await virtual.clock.advance(10);
  t.same(virtual.story(), ['ringing', 'missed', 'ringing', 'answered']);
});

test('a MISSED_CALL said twice is one missed call, whoever hangs up in between', async (t) => {
  const virtual = await inCall(t);
  virtual.fake.say('+CCWA: "0999",129,1', 'MISSED_CALL: 11:01AM 0999', 'VOICE CALL: END: 000008');
  await virtual.clock.advance(10);
  virtual.fake.say('MISSED_CALL: 11:01AM 0999');
  await virtual.clock.advance(10);
  t.same(virtual.story(), ['ringing', 'answered', 'waiting', 'missed', 'ended:remote']);
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

test('a caller who waited behind a ghost and was ended with it is a missed one', async (t) => {
  const { fake, clock, events } = virtualModem(t);
  fake.answer('AT+CLCC', () => {
    if (fake.count('AT+CHUP') > 0) return ['OK'];
    return ['+CLCC: 1,1,0,0,0,"0751",129', '+CLCC: 2,1,5,0,0,"0999",129', 'OK'];
  });
  fake.answer('AT+CHUP', ['OK', '+CLCC: 1,1,6,0,0,"0751",129', '+CLCC: 2,1,6,0,0,"0999",129', 'NO CARRIER']);
  await clock.advance(READY_MS);
  t.same(
    events.filter(({ type }) => type === 'missed'),
    [{ type: 'missed', number: '0999' }],
  );
});

test('nobody can have answered a call that nobody was told of: BEGIN and a list that say so mean another call', async (t) => {
  const virtual = await ready(t);
  virtual.fake.say('RING', 'VOICE CALL: BEGIN', '+CLCC: 3,1,0,0,0,"",128');
  await virtual.clock.advance(10);
  t.same(virtual.story(), []);
  virtual.fake.say('MISSED_CALL: 07:16PM 07511772308');
  await virtual.clock.advance(10);
  t.same(virtual.story(), ['missed']);
});

test('a call whose every line was lost is found and ended within a minute or two', async (t) => {
  const { fake, clock } = await ready(t);
  fake.answer('AT+CLCC', ['+CLCC: 3,1,0,0,0,"07511772308",129', 'OK']).answer('AT+CHUP', () => {
    fake.answer('AT+CLCC', ['OK']);
    return ['OK'];
  });
  await clock.advance(90_000);
  t.equal(fake.count('AT+CHUP'), 1);
});

test('BEGIN came too early, then the caller gave up: his MISSED_CALL is not a second call', async (t) => {
  const virtual = await ready(t);
  virtual.fake.say(...RINGS);
  await virtual.clock.advance(10);
  virtual.fake.say('VOICE CALL: BEGIN', '+CLCC: 3,1,6,0,0,"07511772308",129', 'MISSED_CALL: 07:16PM 07511772308');
  await virtual.clock.advance(10);
  t.same(virtual.story(), ['ringing', 'answered', 'ended:remote']);
});

test('a caller who gives up before he was told of keeps the number that only the list named', async (t) => {
  const { fake, clock, events } = await ready(t);
  fake.say('RING', '+CLCC: 3,1,6,0,0,"07511772308",129');
  await clock.advance(10);
  t.same(events.at(-1), { type: 'missed', number: '07511772308' });
});
