import t from 'tap';
import { deliverPdus } from '../../daemon/simulator/sms-pdu.js';
import { type HostAt, startRig, until } from './rig.js';

/** SMS-SUBMIT to +447700900001, 8-bit "hi", with a status report asked for: TPDU of 15 octets. */
const SUBMIT = '0021000C91447700090010000002E834';
const SUBMIT_OCTETS = SUBMIT.length / 2 - 1;

async function send(at: HostAt, pdu: string, octets: number, end = '\x1a'): Promise<string[]> {
  at.port.write(`AT+CMGS=${octets}\r`);
  await until(() => at.poll().endsWith('\r\n> '), 'the prompt');
  at.unread = '';
  at.port.write(`${pdu}${end}`);
  await until(() => /\r\n(OK|\+CMS ERROR: \d+|ERROR)\r\n/.test(at.poll()), 'the result');
  const lines = at.unread.split(/[\r\n]+/).filter((line) => line !== '');
  at.unread = '';
  return lines;
}

t.test('a message is stored and told, read marks it as read, deleted it is gone', async (t) => {
  const { at, client } = await startRig(t);
  await at.command('AT+CMEE=1;+CPMS="SM","SM","SM";+CNMI=2,1,0,2,0');
  await client.request({ op: 'sms', from: '+447700900123', text: 'Hello' });
  t.equal(await at.line(/\+CMTI/), '+CMTI: "SM",0');
  t.same(await at.command('AT+CPMS?'), ['+CPMS: "SM",1,50,"SM",1,50,"SM",1,50', 'OK']);
  const [head, pdu] = await at.command('AT+CMGR=0');
  t.match(head, /^\+CMGR: 0,,\d+$/);
  t.match(pdu, /^07917487588010F5040C914477000910320000\d{14}05C8329BFD06$/);
  t.match((await at.command('AT+CMGR=0'))[0], /^\+CMGR: 1,,\d+$/);
  t.equal((await at.command('AT+CMGL=4')).length, 3);
  t.same(await at.command('AT+CMGL=0'), ['OK']);
  t.same(await at.command('AT+CMGD=0'), ['OK']);
  t.same(await at.command('AT+CMGR=0'), ['+CMS ERROR: 321']);
});

t.test('long texts come in parts, other alphabets in UCS-2, senders may be names', (t) => {
  const at = new Date(Date.UTC(2026, 10, 21, 9, 15, 0));
  const parts = deliverPdus({ from: 'BANK', text: 'a'.repeat(161), at, reference: 7 });
  t.equal(parts.length, 2);
  t.match(parts[0], /^07917487588010F54407D0C2A07309000062111290510000A0050003070201C2E170/);
  t.match(parts[1], /050003070202/);
  const [cyrillic] = deliverPdus({ from: '900', text: 'Привет', at, reference: 7 });
  t.equal(cyrillic, '07917487588010F504038109F00008621112905100000C041F04400438043204350442');
  t.end();
});

t.test('a message is sent after its prompt, numbered, and reported', async (t) => {
  const { at, events } = await startRig(t);
  await at.command('AT+CMEE=1;+CNMI=2,1,0,2,0');
  t.same(await send(at, SUBMIT, SUBMIT_OCTETS), ['+CMGS: 0', 'OK']);
  await until(() => events.some(({ event }) => event === 'sms'), 'the message on the network');
  t.match(
    events.find(({ event }) => event === 'sms'),
    { pdu: SUBMIT, mr: 0 },
  );
  t.equal(await at.line(/\+CDSI/), '+CDSI: "SR",0');
  await at.command('AT+CPMS="SR"');
  t.match((await at.command('AT+CMGR=0'))[1], /^07917487588010F506000C914477000900\d+00$/);
  t.same(await send(at, SUBMIT, SUBMIT_OCTETS), ['+CMGS: 1', 'OK']);
});

t.test('ESC takes a message back; nonsense and a wrong length are 304', async (t) => {
  const { at } = await startRig(t);
  await at.command('AT+CMEE=1');
  t.same(await send(at, SUBMIT, SUBMIT_OCTETS, '\x1b'), ['OK']);
  t.same(await send(at, SUBMIT, 99), ['+CMS ERROR: 304']);
  t.same(await send(at, 'not hex', 4), ['+CMS ERROR: 304']);
  t.same(await at.command('AT+CMGS=x'), ['+CMS ERROR: 304']);
});

t.test('a full card keeps the rest in the network, which brings it when room was made', async (t) => {
  const { at, client, simulator } = await startRig(t);
  await at.command('AT+CNMI=2,1,0,2,0');
  await client.request({ op: 'fault', name: 'sms-backlog' });
  const { sms } = simulator.device.modem;
  t.equal(sms.store.used('SM'), 50);
  t.equal(sms.waiting, 150);
  await at.line(/\+CMTI: "SM",49/);
  t.equal((await at.command('AT+CMGL=4')).filter((line) => line.startsWith('+CMGL: ')).length, 50);
  t.equal((await at.command('AT+CMGD=1,4')).at(-1), 'OK');
  await until(() => sms.waiting === 100, 'the next fifty');
});

t.test('balance: text, UCS-2, several lines, and a session', async (t) => {
  const { at } = await startRig(t);
  await at.command('AT+CUSD=1,"*100#",15');
  await until(() => at.poll().includes('+CUSD: 0,"Balance:\r\n12.50 GBP",15\r\n'), 'two lines');
  at.unread = '';
  await at.command('AT+CUSD=1,"*101#",15');
  t.match(await at.line(/\+CUSD/), /^\+CUSD: 0,"0411[0-9A-F]+",72$/);
  await at.command('AT+CUSD=1,"*111#",15');
  await until(() => at.poll().includes('+CUSD: 1,"'), 'the menu');
  at.unread = '';
  await at.command('AT+CUSD=1,"1",15');
  t.equal(await at.line(/\+CUSD/), '+CUSD: 0,"Your balance is 12.50 GBP.",15');
  await at.command('AT+CUSD=1,"1",15');
  t.equal(await at.line(/\+CUSD/), '+CUSD: 4', 'the session is over');
});

t.test('a locked card counts tries, opens with its PIN, and after three wrong ones only with the PUK', async (t) => {
  const { at, client } = await startRig(t);
  await at.command('AT+CMEE=1');
  await client.request({ op: 'sim', to: 'locked' });
  t.same((await at.command('AT+CPIN?')).slice(-2), ['+CPIN: SIM PIN', 'OK']);
  t.same(await at.command('AT+CMGL=4'), ['+CMS ERROR: 311']);
  t.same(await at.command('AT+CPIN="0000"'), ['+CME ERROR: 16']);
  t.same(await at.command('AT+SPIC'), ['+SPIC: 2,10,0,10', 'OK']);
  t.same(await at.command('AT+CPIN="1234"'), ['OK']);
  t.equal(await at.line(/\+CPIN/), '+CPIN: READY');
  t.same((await at.command('AT+CPIN="1234"')).slice(-1), ['+CME ERROR: 3'], 'nothing to enter');
  await client.request({ op: 'sim', to: 'locked' });
  for (let n = 0; n < 3; n++) await at.command('AT+CPIN="9999"');
  t.same((await at.command('AT+CPIN?')).slice(-2), ['+CPIN: SIM PUK', 'OK']);
  t.same(await at.command('AT+CPIN="12345678","4321"'), ['OK']);
  await client.request({ op: 'sim', to: 'removed' });
  await at.line(/\+CPIN: SIM REMOVED/);
  t.same(await at.command('AT+CIMI'), ['+CME ERROR: 10']);
  await t.rejects(client.request({ op: 'dial', from: null }), { message: 'not reachable' });
});
