import t from 'tap';
import { startRig, until } from './rig.js';

t.test('every command of the recommended init has a sane answer with the literals of the manual', async (t) => {
  const { at } = await startRig(t);
  const expected: readonly (readonly [string, ...RegExp[]])[] = [
    ['AT'],
    ['ATV1'],
    ['ATQ0'],
    ['AT+CMEE=1'],
    ['AT+CPIN?', /^\+CPIN: READY$/],
    [
      'ATI',
      /^Manufacturer: SIMCOM INCORPORATED$/,
      /^Model: SIMCOM_SIM7600G-H$/,
      /^Revision: /,
      /^IMEI: \d{15}$/,
      /^\+GCAP: /,
    ],
    ['AT+CGMR', /^\+CGMR: LE20B03SIM7600M22$/],
    ['AT+CSUB', /^\+CSUB: /],
    ['AT+CGSN', /^\d{15}$/],
    ['AT+CICCID', /^\+ICCID: \d{19,20}$/],
    ['AT+CIMI', /^\d{15}$/],
    ['AT+CUSBPIDSWITCH?', /^\+CUSBPIDSWITCH: 9001$/],
    ['AT+CLCC'],
    ['AT+CATR=3'],
    ['AT+CVHU=0'],
    ['AT+CRC=0'],
    ['AT+CLIP=1'],
    ['AT+CLIP?', /^\+CLIP: 1,1$/],
    ['AT+CLCC=1'],
    ['AT+COLP=0'],
    ['AT+CSSN=1,1'],
    ['AT+CCWA=1'],
    ['ATS0=0'],
    ['AT+CSCLK=0'],
    ['AT+CREG=2'],
    ['AT+CREG?', /^\+CREG: 2,1,[0-9A-F]+,[0-9A-F]+$/],
    ['AT+CEREG=2'],
    ['AT+CEREG?', /^\+CEREG: 2,1,[0-9A-F]+,[0-9A-F]+,7$/],
    ['AT+CNSMOD=1'],
    ['AT+CNSMOD?', /^\+CNSMOD: 1,8$/],
    ['AT+AUTOCSQ=1,1'],
    ['AT+CSQ', /^\+CSQ: \d+,99$/],
    ['AT+COPS?', /^\+COPS: 0,0,"[^"]+",7$/],
    ['AT+CTZU=1'],
    ['AT+CCLK?', /^\+CCLK: "\d\d\/\d\d\/\d\d,\d\d:\d\d:\d\d\+00"$/],
    ['AT+CPCMFRM?', /^\+CPCMFRM: 0$/],
    ['AT+CPCMBANDWIDTH=1,1'],
    ['AT+CPCMBANDWIDTH?', /^\+CPCMBANDWIDTH: 1,1$/],
    ['AT+CMICGAIN=3'],
    ['AT+COUTGAIN=8'],
    ['AT+CLVL=4'],
    ['AT+DDET=1'],
    ['AT+CMGF=0'],
    ['AT+CSMS=0', /^\+CSMS: 1,1,1$/],
    ['AT+CPMS="SM","SM","SM"', /^\+CPMS: \d+,\d+,\d+,\d+,\d+,\d+$/],
    ['AT+CNMI=2,1,0,2,0'],
    ['AT+CSCS="IRA"'],
    ['AT+CSCA?', /^\+CSCA: "\+\d+",145$/],
    ['AT+CMGL=4'],
  ];
  for (const [command, ...lines] of expected) {
    const answer = await at.command(command);
    t.equal(answer.at(-1), 'OK', command);
    t.equal(answer.length, lines.length + 1, `${command}: number of lines in ${answer.join(' | ')}`);
    for (const [at, line] of lines.entries()) t.match(answer[at], line, command);
  }
});

t.test('what the modem does not know or does not take is an error in the form that CMEE asks for', async (t) => {
  const { at, simulator } = await startRig(t);
  t.same(await at.command('AT+NOSUCH=1'), ['ERROR']);
  t.same(await at.command('AT+CNMI=2,1,0,1,0'), ['ERROR'], 'ds=1 needs mode 1');
  t.same(await at.command('AT+CLVL=100'), ['ERROR']);
  t.same(await at.command('AT+CECM=0'), ['ERROR'], 'only in a call');
  simulator.device.modem.sim.remove();
  t.same(await at.command('AT+CPIN?'), ['ERROR']);
  await at.command('AT+CMEE=1');
  t.same(await at.command('AT+CPIN?'), ['+CME ERROR: 10']);
  await at.command('AT+CMEE=2');
  t.same(await at.command('AT+CPIN?'), ['+CME ERROR: SIM not inserted']);
});

t.test('echo is on until ATE0, and again after a reset', async (t) => {
  const { at } = await startRig(t);
  t.same(await at.command('AT+CMEE?'), ['+CMEE: 0', 'OK']);
  await at.command('ATE1');
  t.same(await at.command('AT+CMEE?'), ['AT+CMEE?', '+CMEE: 0', 'OK']);
});

t.test('one line may hold several commands, small letters, a backspace, a line feed and noise before AT', async (t) => {
  const { at } = await startRig(t);
  t.same(await at.command('ate0v1;+cmee=1;+cmee?'), ['+CMEE: 1', 'OK']);
  t.same(await at.command('\x1b\x00xxAT+CMEX\bE?'), ['+CMEE: 1', 'OK']);
  t.same(await at.command('\nAT+CLCC=1;+NOSUCH;+CLCC=0'), ['ERROR']);
  t.same(await at.command('AT+CPCMREG=0;+CLIP?'), ['+CLIP: 0,1', 'OK']);
});

t.test('A/ repeats the last line without a CR', async (t) => {
  const { at } = await startRig(t);
  await at.command('AT+CMEE?');
  at.port.write('A/');
  t.equal(await at.line(/\+CMEE/), '+CMEE: 0');
});

t.test('a second line typed while a command runs waits for its turn', async (t) => {
  const { at } = await startRig(t);
  at.port.write('AT+CGSN\rAT+CSUB\rAT+CMEE?\r');
  const answers = await until(() => (at.poll().match(/OK/g)?.length === 3 ? at.unread : undefined), 'three answers');
  t.match(answers, /\d{15}[^]*OK[^]*\+CSUB[^]*OK[^]*\+CMEE: 0[^]*OK/);
});

t.test('a line longer than the buffer, and a line that is no command, wedge nothing', async (t) => {
  const { at } = await startRig(t);
  at.port.write(`${'x'.repeat(3000)}\r`);
  at.port.write('hello\r\r\r');
  t.same(await at.command('AT'), ['OK']);
});

t.test('a list of operators takes long, and the first letter typed ends it', async (t) => {
  const rig = await startRig(t);
  const { at } = rig;
  at.port.write('AT+COPS=?\r');
  await rig.simulator.device.modem.pace.sleep(2000);
  at.port.write('A');
  await at.line(/ERROR/);
  t.same(await at.command('AT+CMEE?'), ['+CMEE: 0', 'OK'], 'the letter is lost, the next line is not');
});

t.test('with COLP=1 dialling reports who answered, and typing ends it', async (t) => {
  const rig = await startRig(t);
  const { at, client } = rig;
  await at.command('AT+COLP=1');
  t.match(await at.command('ATD07700900123;'), ['VOICE CALL: BEGIN', '+COLP: "07700900123",129,,,', 'OK']);
  await at.command('AT+CHUP');
  await at.line(/NO CARRIER/);
  await client.request({ op: 'callee', behaviour: 'no-answer', afterMs: 60_000 });
  at.port.write('ATD07700900123;\r');
  await rig.simulator.device.modem.pace.sleep(2000);
  at.port.write(' ');
  await at.line(/NO CARRIER/);
  t.same(await at.command('AT+CLCC'), ['OK']);
});
