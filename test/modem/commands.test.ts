import { test } from 'tap';
import { answerOf, nameOf } from '../../daemon/modem/commands.js';

test('an answer is told from what is said unasked by the grammar of the running command', async (t) => {
  const belongs = (command: string, line: string) => answerOf(command)?.test(line) ?? false;
  t.ok(belongs('AT+CLIP?', '+CLIP: 1,1'));
  t.notOk(belongs('AT+CLIP?', '+CLIP: "0751",129,,,"",0'));
  t.ok(belongs('AT+CREG?', '+CREG: 2,1,"1A2B","0C3D"'));
  t.ok(belongs('AT+CREG?', '+CREG: 0,1'));
  t.notOk(belongs('AT+CREG?', '+CREG: 1'));
  t.notOk(belongs('AT+CREG?', '+CREG: 1,"1A2B","0C3D"'));
  t.notOk(belongs('AT+CREG=2', '+CREG: 2'));
  t.ok(belongs('AT+CLCC', '+CLCC: 1,1,0,0,0'));
  t.notOk(belongs('AT+CLCC', '+CLCC: 1,1,6,0,0'), 'stat 6 comes only unasked');
  t.ok(belongs('AT+CCWA=1,2', '+CCWA: 1,1'));
  t.notOk(belongs('AT+CCWA=1,2', '+CCWA: "0751",129,1'));
  t.ok(belongs('AT+CUSD?', '+CUSD: 1'));
  t.notOk(belongs('AT+CUSD=1,"*100#",15', '+CUSD: 0,"x",15'));
  t.ok(belongs('AT+CICCID', '+ICCID: 8944'));
  t.ok(belongs('AT+CGSN', '861234567890123'));
  t.notOk(belongs('AT+CSQ', '+CNUM: "","1",129'), 'no answer falls to another command');
});

test('the name of a command holds none of its parameters', async (t) => {
  t.same(['ATD0751;', 'AT+CPIN="1234"', 'AT+CMGS=20', 'ATE0', 'ATA'].map(nameOf), [
    'ATD',
    'AT+CPIN',
    'AT+CMGS',
    'ATE',
    'ATA',
  ]);
});
