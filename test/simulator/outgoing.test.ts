import t from 'tap';
import { startRig, until } from './rig.js';

t.test('an outgoing call is told step by step, and keys reach the far end', async (t) => {
  const { at, client, events } = await startRig(t);
  await at.command('AT+CLCC=1');
  t.same(await at.command('ATD+447700900001;'), ['OK']);
  for (const stat of [2, 3]) t.equal(await at.line(/\+CLCC/), `+CLCC: 1,0,${stat},0,0,"+447700900001",145`);
  await at.line(/VOICE CALL: BEGIN/);
  t.match(await at.line(/\+CLCC/), /^\+CLCC: 1,0,0,/);
  t.same(await at.command('AT+VTS="1,3,5"'), ['OK']);
  t.same(await at.command('AT+VTS=7,20'), ['OK']);
  await until(() => events.filter(({ event }) => event === 'key').length === 4, 'four keys');
  t.same(
    events.flatMap((event) => (event.event === 'key' ? [event.key] : [])),
    ['1', '3', '5', '7'],
  );
  await client.request({ op: 'hang-up' });
  t.match(await at.line(/VOICE CALL: END/), /END: \d{6}$/);
});

const FAILURES = [
  { behaviour: 'busy', line: /BUSY/, cause: 'User busy' },
  { behaviour: 'no-answer', line: /NO ANSWER/, cause: 'User alerting, no answer' },
  { behaviour: 'rejects', line: /NO CARRIER/, cause: 'Call rejected' },
  { behaviour: 'unobtainable', line: /NO CARRIER/, cause: 'Unassigned/unallocated number' },
] as const;

for (const { behaviour, line, cause } of FAILURES) {
  t.test(`a callee that is ${behaviour}`, async (t) => {
    const { at, client } = await startRig(t);
    await client.request({ op: 'callee', behaviour, afterMs: 1000 });
    await at.command('ATD+447700900001;');
    await at.line(line);
    t.same(await at.command('AT+CEER'), [`+CEER: ${cause}`, 'OK']);
    t.same(await at.command('AT+CLCC'), ['OK']);
  });
}

t.test('what cannot be dialled fails at once', async (t) => {
  const { at, simulator } = await startRig(t);
  await at.command('AT+CMEE=1');
  t.same(await at.command('ATDnobody;'), ['+CME ERROR: 27']);
  simulator.device.modem.network.register('searching');
  t.same((await at.command('ATD123;')).slice(-1), ['+CME ERROR: 30']);
});

t.test('a second caller can be taken, the first being held, or be refused', async (t) => {
  const { at, client } = await startRig(t);
  await at.command('AT+CCWA=1;+CHLD=?');
  await client.request({ op: 'dial', from: '+447700900123' });
  await at.line(/RING/);
  await at.command('ATA');
  await client.request({ op: 'fault', name: 'second-caller' });
  t.match(await at.line(/\+CCWA/), /^\+CCWA: "\+447700900999",145,1$/);
  await at.command('AT+CHLD=2');
  const states = (await at.command('AT+CLCC')).filter((line) => line.startsWith('+CLCC'));
  t.match(states, [/^\+CLCC: 1,1,1,/, /^\+CLCC: 2,1,0,/]);
  await at.command('AT+CHLD=1');
  t.match(
    (await at.command('AT+CLCC')).filter((line) => line.startsWith('+CLCC')),
    [/^\+CLCC: 1,1,0,/],
  );
});
