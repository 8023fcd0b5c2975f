import t from 'tap';
import { answeredCall, startRig, until } from './rig.js';

const ENDED = { event: 'ended', reason: 'caller-hung-up' };

t.test('an incoming call rings, says who calls, is answered, and ends with the lines of the manual', async (t) => {
  const rig = await startRig(t);
  const { at, client, events } = rig;
  await at.command('AT+CLIP=1;+CLCC=1');
  await client.request({ op: 'dial', from: '+447700900123' });
  await at.line(/RING/);
  t.equal(await at.line(/\+CLIP/), '+CLIP: "+447700900123",145,,,"",0');
  await at.line(/RING/);
  t.same((await at.command('AT+CLCC')).at(-2), '+CLCC: 1,1,4,0,0,"+447700900123",145');
  const answer = await at.command('ATA');
  t.ok(answer.includes('VOICE CALL: BEGIN'), 'BEGIN before OK in this profile');
  t.equal(answer.at(-1), 'OK');
  await until(() => events.some(({ event }) => event === 'answered'), 'the answer');
  await client.request({ op: 'hang-up' });
  t.match(await at.line(/\+CLCC/), /^\+CLCC: 1,1,0,/);
  t.match(await at.line(/\+CLCC/), /^\+CLCC: 1,1,6,/);
  t.match(await at.line(/VOICE CALL: END/), /^VOICE CALL: END: \d{6}$/);
  await at.line(/NO CARRIER/);
  t.same(await at.command('AT+CLCC'), ['OK']);
  t.same(await at.command('AT+CEER'), ['+CEER: Network ended call', 'OK']);
  await until(() => events.some((event) => event.event === 'ended'), 'the end');
  t.match(events.at(-1), ENDED);
});

t.test('a withheld number has an empty +CLIP with its validity', async (t) => {
  const { at, client } = await startRig(t);
  await at.command('AT+CLIP=1');
  await client.request({ op: 'dial', from: null });
  t.equal(await at.line(/\+CLIP/), '+CLIP: "",128,,,"",1');
});

t.test('a caller who gives up is a missed call on a 12-hour clock, and the next call has a higher id', async (t) => {
  const { at, client } = await startRig(t);
  await client.request({ op: 'dial', from: '07712345678' });
  await at.line(/RING/);
  await client.request({ op: 'hang-up' });
  t.match(await at.line(/MISSED_CALL/), /^MISSED_CALL: (0[1-9]|1[0-2]):[0-5]\d[AP]M 07712345678$/);
  at.unread = '';
  await at.command('AT');
  at.port.write('ATA\r');
  await at.line(/NO CARRIER/);
  t.same(await client.request({ op: 'dial', from: '07712345678' }), { id: 2 });
});

t.test('a caller who hangs up in the same moment as ATA leaves NO CARRIER and no call', async (t) => {
  const { at, client, events, simulator } = await startRig(t);
  await client.request({ op: 'dial', from: null });
  await at.line(/RING/);
  at.port.write('ATA\r');
  await until(() => simulator.device.modem.exchange.find('answering'), 'ATA under way');
  await client.request({ op: 'hang-up' });
  await at.line(/NO CARRIER/);
  t.match(
    events.find(({ event }) => event === 'ended'),
    ENDED,
  );
  t.notOk(events.some(({ event }) => event === 'answered'));
  t.same((await at.command('AT+CPAS')).slice(-2), ['+CPAS: 0', 'OK']);
});

t.test('CHUP rejects a ringing call and hangs up an answered one', async (t) => {
  const rig = await startRig(t);
  const { at, client, events } = rig;
  await client.request({ op: 'dial', from: null });
  await at.line(/RING/);
  t.equal((await at.command('AT+CHUP')).at(-1), 'OK');
  await until(() => events.some((event) => event.event === 'ended' && event.reason === 'rejected'), 'the rejection');
  await answeredCall(rig);
  await at.command('AT+CHUP');
  await at.line(/VOICE CALL: END: \d{6}/);
  await until(() => events.some((event) => event.event === 'ended' && event.reason === 'hung-up'), 'the end');
  t.equal((await at.command('AT+CHUP')).at(-1), 'OK', 'without a call too');
});

t.test('a second caller is refused as the network does, and the first call goes on', async (t) => {
  const rig = await startRig(t);
  await answeredCall(rig);
  await t.rejects(rig.client.request({ op: 'dial', from: '07712345678' }), { message: 'busy' });
  t.match(await rig.at.command('AT+CLCC'), ['+CLCC: 1,1,0,0,0,"+447700900123",145', 'OK']);
});

t.test('unsolicited lines come on both AT ports until CATR says otherwise', async (t) => {
  const { at, client, simulator } = await startRig(t);
  await client.request({ op: 'dial', from: null });
  await at.line(/RING/);
  t.match(simulator.device.transcripts.at2.text(), /RING/);
  const before = simulator.device.transcripts.at2.text();
  await at.command('AT+CATR=3');
  await at.line(/RING/);
  t.equal(simulator.device.transcripts.at2.text(), before);
});
