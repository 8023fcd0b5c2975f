import t from 'tap';
import { askConsole, refusalOf } from '../../daemon/modem/console.js';
import { during, inCall, ready } from '../fakes/virtual-modem.js';

t.test('what writes, dials, restarts, flashes or locks is refused with a reason', async (t) => {
  const dangers = [
    'ATD+79161234567;',
    'atd*100#;',
    'AT D 112;',
    'AT&F',
    'AT&W',
    'ATZ',
    'ATE1',
    'ATA',
    'ATH',
    'A/',
    '+++',
    'AT+CHUP',
    'AT+CRESET',
    'AT+CPOF',
    'AT+CFUN=0',
    'AT+CFUN=1,1',
    'AT+CUSBPIDSWITCH=9011,1,1',
    'AT+CNMP=38',
    'AT+CMGD=1,4',
    'AT+CMGD=,4',
    'AT+CMGS=23',
    'AT+CMGL=4',
    'AT+CMGR=1',
    'AT+CPIN="1234"',
    'AT+CLCK="SC",0,"1234"',
    'AT+CCFC=0,3,"+79161234567"',
    'AT+CUSD=1,"*100#"',
    'AT+VTS=1',
    'AT+EGMR=1,7,"123456789012345"',
    'AT+CFTRANRX="E:/x.wav",100',
    'AT+CPCMFRM=1',
    'AT+CNMI=2,2,0,0,0',
    'AT+CRSM=176,28486,0,0,17',
    'AT+COPS=?',
    'AT+COPS=1,2,"25001"',
    'AT+NEWTHING=5',
    'AT+CSQ;+CPOF',
    'AT+CSQ\rAT+CPOF',
    'AT+CSQ\x1A',
    'hello',
    '',
    `AT+${'X'.repeat(300)}?`,
  ];
  for (const command of dangers) t.ok(refusalOf(command), JSON.stringify(command));
  t.match(refusalOf('ATD112;'), /secretary modem dial/);
});

t.test('what only asks passes', async (t) => {
  const questions = [
    'AT',
    'ATI',
    'AT+CSQ',
    'AT+CPSI?',
    'AT+CGMR',
    'AT+CGSN',
    'AT+CEER',
    'AT+CLCC',
    'AT+CUSBPIDSWITCH?',
    'AT+CNMP?',
    'AT+CPIN?',
    'AT+SPIC',
    'AT+CCFC=?',
    'at+cops?',
    'AT+CLVL=3',
  ];
  for (const command of questions) t.equal(refusalOf(command), null, command);
});

t.test('an answer comes with its lines, a test command too', async (t) => {
  const virtual = await ready(t);
  virtual.fake
    .answer('AT+CPSI?', ['+CPSI: LTE,Online,460-11,0x775C', 'OK'])
    .answer('AT+CREG=?', ['+CREG: (0-2)', 'OK'])
    .answer('AT+CBC', ['ERROR']);
  const ask = (text: string) => during(virtual, 100, askConsole(virtual.modem.link, text));
  t.match(await ask('AT+CPSI?'), { lines: ['+CPSI: LTE,Online,460-11,0x775C'], final: { ok: true } });
  t.match(await ask('AT+CREG=?'), { lines: ['+CREG: (0-2)'] });
  t.match(await ask('AT+CBC'), { lines: [], final: { ok: false, text: 'ERROR' } });
});

t.test('a ring between question and answer is heard all the same', async (t) => {
  const virtual = await ready(t);
  virtual.fake.answer('ATI', ['Model: SIMCOM_SIM7600G-H', 'RING', '+CLIP: "0751",129', 'OK']);
  await during(virtual, 100, askConsole(virtual.modem.link, 'ATI'));
  t.same(virtual.story(), ['ringing']);
});

t.test('while a call has the line nothing is asked', async (t) => {
  const virtual = await inCall(t);
  await t.rejects(askConsole(virtual.modem.link, 'AT+CSQ'), { code: 'refused', message: /a call has the line/ });
});
