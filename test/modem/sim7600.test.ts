import { test } from 'tap';
import { type Test, type VirtualModem, during, inCall } from '../fakes/virtual-modem.js';

const signal = new AbortController().signal;

/** A call that the modem's list confirms, too. */
async function heldCall(t: Test): Promise<VirtualModem> {
  const virtual = await inCall(t);
  virtual.fake.answer('AT+CLCC', ['+CLCC: 1,1,0,0,0,"07511772308",129', 'OK']);
  return virtual;
}

const openVoice = (virtual: VirtualModem, ms: number) => during(virtual, ms, virtual.modem.openVoice(signal));

test('the voice path is up at the first attempt, after a tenth of a second', async (t) => {
  const virtual = await heldCall(t);
  const path = await openVoice(virtual, 1000);
  t.equal(path.attempts, 1);
  t.ok(path.afterMs >= 100 && path.afterMs < 300);
});

test('a refused voice path is released once, and tried every second', async (t) => {
  const virtual = await heldCall(t);
  virtual.fake.answer('AT+CPCMREG=1', () => (virtual.fake.count('AT+CPCMREG=1') < 4 ? ['ERROR'] : ['OK']));
  const path = await openVoice(virtual, 12_000);
  t.equal(path.attempts, 4);
  t.ok(path.afterMs > 3000 && path.afterMs < 4000, `${path.afterMs} ms`);
  t.equal(virtual.fake.count('AT+CPCMREG=0,1'), 1);
});

test('an OK that the read-back contradicts is not believed, and not reset', async (t) => {
  const virtual = await heldCall(t);
  virtual.fake.answer('AT+CPCMREG?', () => [virtual.fake.count('AT+CPCMREG?') < 3 ? '+CPCMREG:0' : '+CPCMREG:1', 'OK']);
  t.equal((await openVoice(virtual, 12_000)).attempts, 3);
  t.equal(virtual.fake.count('AT+CPCMREG=0,1'), 0);
});

test('after twelve seconds the voice path is given up', async (t) => {
  const virtual = await heldCall(t);
  virtual.fake.answer('AT+CPCMREG=1', ['ERROR']);
  await t.rejects(openVoice(virtual, 12_100), { code: 'modem-error' });
});

test('a wait for the voice path can be aborted', async (t) => {
  const virtual = await heldCall(t);
  virtual.fake.answer('AT+CPCMREG=1', ['ERROR']);
  const controller = new AbortController();
  const path = virtual.modem.openVoice(controller.signal);
  path.catch(() => undefined);
  await virtual.clock.advance(1500);
  controller.abort();
  await t.rejects(path, { code: 'aborted' });
});

test('a caller who is gone gets no voice path', async (t) => {
  const virtual = await heldCall(t);
  virtual.fake.answer('AT+CPCMREG=1', ['ERROR']);
  const path = virtual.modem.openVoice(signal);
  path.catch(() => undefined);
  await virtual.clock.advance(1500);
  virtual.fake.say('VOICE CALL: END: 000001', 'NO CARRIER');
  await virtual.clock.advance(1500);
  await t.rejects(path, { code: 'refused' });
});

test('closing the voice path never rejects', async (t) => {
  const virtual = await heldCall(t);
  virtual.fake.answer('AT+CPCMREG=0,1', ['ERROR']);
  const closed = virtual.modem.closeVoice();
  await virtual.clock.advance(100);
  await t.resolves(closed);
  virtual.fake.unplug();
  await t.resolves(virtual.modem.closeVoice());
});
