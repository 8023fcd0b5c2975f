import t from 'tap';
import type { DialResult, Dialling } from '../../daemon/modem/line.js';
import { during, inCall, ready, type VirtualModem } from '../fakes/virtual-modem.js';

const NUMBER = '+447700900123';
const ATD = `ATD${NUMBER};`;

/** Dials, lets each of the bursts come a second after the one before, and returns what came of it. */
async function dial(
  virtual: VirtualModem,
  bursts: readonly (readonly string[])[],
  dialling: Partial<Dialling> = {},
): Promise<DialResult> {
  virtual.fake.answer(ATD, () => {
    for (const [index, burst] of bursts.entries()) virtual.fake.sayAfter(1000 * (index + 1), ...burst);
    return ['OK'];
  });
  const work = virtual.modem.dial({ number: NUMBER, ...dialling }, new AbortController().signal);
  return during(virtual, 1000 * bursts.length + 500, work);
}

const DIALLING = '+CLCC: 3,0,2,0,0,"+447700900123",145';
const ALERTING = '+CLCC: 3,0,3,0,0,"+447700900123",145';
const UP = '+CLCC: 3,0,0,0,0,"+447700900123",145';

t.test('a call that rings and is answered', async (t) => {
  const virtual = await ready(t);
  let rang = 0;
  const bursts = [[DIALLING], [ALERTING], [ALERTING], ['VOICE CALL: BEGIN', UP]];
  t.same(await dial(virtual, bursts, { onRinging: () => rang++ }), { result: 'answered', certain: true });
  t.equal(rang, 1);
  t.same(virtual.story(), ['answered']);
});

t.test('BEGIN before anything rang is believed, but noted as uncertain', async (t) => {
  const virtual = await ready(t);
  t.same(await dial(virtual, [[DIALLING], ['VOICE CALL: BEGIN']]), { result: 'answered', certain: false });
});

t.test('busy, in its own word or only by its cause', async (t) => {
  const virtual = await ready(t);
  virtual.fake.answer('AT+CEER', ['+CEER: User busy', 'OK']);
  t.same(await dial(virtual, [[DIALLING], ['BUSY']]), { result: 'busy', cause: 'User busy' });
  virtual.fake.answer('AT+CLCC', ['OK']);
  t.same(await dial(virtual, [[DIALLING], ['NO CARRIER']]), { result: 'busy', cause: 'User busy' });
  virtual.fake.answer('AT+CEER', ['ERROR']);
  t.same(await dial(virtual, [['BUSY']]), { result: 'busy', cause: 'busy' });
});

t.test('nobody answers: by the network, or by our own patience', async (t) => {
  const virtual = await ready(t);
  virtual.fake.answer('AT+CEER', ['+CEER: User alerting, no answer', 'OK']);
  t.match(await dial(virtual, [[ALERTING], ['NO ANSWER']]), { result: 'no-answer' });
  virtual.fake.answer('AT+CLCC', [ALERTING, 'OK']).answer('AT+CHUP', () => {
    virtual.fake.answer('AT+CLCC', ['OK']);
    return ['OK'];
  });
  virtual.fake.answer(ATD, ['OK', ALERTING]);
  virtual.fake.answer('AT+CLCC', () =>
    virtual.fake.count(ATD) > 1 && virtual.fake.count('AT+CHUP') === 0 ? [ALERTING, 'OK'] : ['OK'],
  );
  const work = virtual.modem.dial({ number: NUMBER }, new AbortController().signal);
  t.match(await during(virtual, 80_000, work), { result: 'no-answer' });
  t.equal(virtual.fake.count('AT+CHUP'), 1);
});

t.test('what cannot be reached fails with its cause', async (t) => {
  const virtual = await ready(t);
  virtual.fake.answer('AT+CEER', ['+CEER: Unassigned/unallocated number', 'OK']);
  t.same(await dial(virtual, [[DIALLING], ['NO CARRIER']]), {
    result: 'failed',
    cause: 'Unassigned/unallocated number',
  });
  virtual.fake.answer(ATD, ['+CME ERROR: 30']).answer('AT+CEER', ['ERROR']);
  const work = virtual.modem.dial({ number: NUMBER }, new AbortController().signal);
  t.same(await during(virtual, 500, work), { result: 'failed', cause: '+CME ERROR: 30' });
});

t.test('a NO CARRIER that is not final does not end the call', async (t) => {
  const virtual = await ready(t);
  virtual.fake.answer('AT+CLCC', () => (virtual.fake.count(ATD) > 0 ? [ALERTING, 'OK'] : ['OK']));
  const bursts = [[DIALLING], ['NO CARRIER'], [ALERTING], ['VOICE CALL: BEGIN', UP]];
  t.same(await dial(virtual, bursts), { result: 'answered', certain: true });
});

t.test('without a network, with a call, or with what is no number, nothing is dialled', async (t) => {
  const virtual = await ready(t);
  const { signal } = new AbortController();
  for (const number of ['', '1', '*100#', '+7 916', '112;', '##002#'])
    await t.rejects(virtual.modem.dial({ number }, signal), { code: 'bad-input' }, number);
  virtual.fake.say('+CREG: 2', '+CEREG: 2');
  await virtual.clock.advance(10);
  await t.rejects(virtual.modem.dial({ number: NUMBER }, signal), { code: 'refused' });
  const busy = await inCall(t);
  busy.fake.answer('AT+CLCC', ['+CLCC: 1,1,0,0,0', 'OK']);
  await t.rejects(during(busy, 500, busy.modem.dial({ number: NUMBER }, signal)), { code: 'busy' });
  t.notOk([...virtual.fake.commands, ...busy.fake.commands].some((command) => command.startsWith('ATD')));
});

t.test('a call that is given up is hung up, and one whose modem vanishes ends as that', async (t) => {
  const virtual = await ready(t);
  const stop = new AbortController();
  virtual.fake.answer(ATD, ['OK', ALERTING]);
  const work = virtual.modem.dial({ number: NUMBER }, stop.signal);
  await virtual.clock.advance(2000);
  stop.abort();
  await t.rejects(during(virtual, 3000, work), { code: 'aborted' });
  t.equal(virtual.fake.count('AT+CHUP'), 1);
  const gone = virtual.modem.dial({ number: NUMBER }, new AbortController().signal);
  gone.catch(() => undefined);
  await virtual.clock.advance(2000);
  virtual.fake.unplug();
  await t.rejects(during(virtual, 100, gone), { code: 'port-gone' });
});

t.test('keys go into a call that is up, and nothing else does', async (t) => {
  const virtual = await inCall(t);
  await during(virtual, 500, virtual.modem.sendKeys('12#'));
  t.equal(virtual.fake.commands.at(-1), 'AT+VTS="1,2,#"');
  for (const keys of ['', '1;', '"', '1'.repeat(30)])
    await t.rejects(virtual.modem.sendKeys(keys), { code: 'bad-input' });
  const idle = await ready(t);
  await t.rejects(idle.modem.sendKeys('1'), { code: 'refused' });
});
