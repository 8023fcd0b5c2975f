import * as fc from 'fast-check';
import { test } from 'tap';
import { AtParser, type Item } from '../../../daemon/modem/parser/parser.js';
import { readUnsolicited } from '../../../daemon/modem/parser/unsolicited.js';

const told = (line: string): unknown => {
  const read = readUnsolicited(line);
  return read?.kind === 'call' ? read.signal : read?.kind === 'fact' ? read.fact : read;
};

/** Literals of sim7600.md §2 and §3, and what they mean. */
const LITERALS: readonly (readonly [string, unknown])[] = [
  ['RING', { type: 'ring' }],
  ['+CRING: VOICE', { type: 'ring' }],
  ['+CLIP: "02152063113",128,,,"gongsi",0', { type: 'caller', number: '02152063113' }],
  ['+CLIP: "07511772308",129,,,"",0', { type: 'caller', number: '07511772308' }],
  ['+CLIP: "447700900123",145,,,,0', { type: 'caller', number: '+447700900123' }],
  ['+CLIP: "",128,,,"",1', { type: 'caller', number: null }],
  ['+CLIP: "",128', { type: 'caller', number: null }],
  ['+CLIP: 1,1', null],
  ['+CLIP: "07x11",129', null],
  ['+CCWA: "79161234567",145,1', { type: 'second-caller', number: '+79161234567' }],
  ['+CCWA: 1,1', null],
  [
    '+CLCC: 4,1,6,0,0,"07511772308",129',
    { type: 'listed', call: { id: 4, direction: 'in', state: 'gone', number: '07511772308' } },
  ],
  ['+CLCC: 1,1,0,0,0', { type: 'listed', call: { id: 1, direction: 'in', state: 'active', number: null } }],
  ['+CLCC: 1,1,9,0,0', null],
  ['VOICE CALL: BEGIN', { type: 'begin' }],
  ['VOICE CALL: END: 000352', { type: 'end', lastedS: 232 }],
  ['VOICE CALL: END', { type: 'end', lastedS: null }],
  ['NO CARRIER', { type: 'cleared', cause: 'no-carrier' }],
  ['MISSED_CALL: 11:01AM 07712345678', { type: 'gave-up', number: '07712345678' }],
  ['MISSED_CALL: 08:48AM +27839776374', { type: 'gave-up', number: '+27839776374' }],
  ['MISSED_CALL: 11:01AM', { type: 'gave-up', number: null }],
  ['+RXDTMF: #', { type: 'dtmf', key: '#' }],
  ['+RXDTMF: x', null],
  ['+CMTI: "SM",3', { type: 'sms-stored', storage: 'SM', index: 3 }],
  ['+SMS FULL', { type: 'sms-stored', storage: 'SM', index: -1 }],
  ['+CMTI: "SM",-1', { type: 'sms-stored', storage: 'SM', index: -1 }],
  ['+CREG: 1', { type: 'network', domain: 'cs', state: 'home' }],
  ['+CREG: 5,"1A2B","0C3D"', { type: 'network', domain: 'cs', state: 'roaming' }],
  ['+CREG: 0,3', { type: 'network', domain: 'cs', state: 'denied' }],
  ['+CEREG: 2,1,"775C","0C3D",7', { type: 'network', domain: 'eps', state: 'home' }],
  ['+CEREG: 4', { type: 'network', domain: 'eps', state: 'none' }],
  ['+CSQ: 22,0', { type: 'signal', dbm: -69 }],
  ['+CSQ: 99,99', { type: 'signal', dbm: null }],
  ['+CSQ: 116,99', { type: 'signal', dbm: -100 }],
  ['+CNSMOD: 8', { type: 'technology', name: 'LTE' }],
  ['+CPIN: SIM REMOVED', { type: 'sim', state: 'SIM REMOVED' }],
  ['+CTZV: -14,08/12/09,17:00:00,1', { type: 'clock', at: '2008-12-09T17:00:00-03:30' }],
  ['+CTZV: 32,80/99/06,07:09:04', null],
  ['+CUSD: 0,"Balance 12.50",15', { type: 'ussd', status: 0, text: 'Balance 12.50', coding: 15 }],
  ['PB DONE', { type: 'ready' }],
  ['UNDER-VOLTAGE WARNNING', { type: 'power', warning: 'under-voltage' }],
  ['+CMTE: -2', { type: 'power', warning: 'temperature: -2' }],
  ['+STIN: 25', { type: 'noise' }],
  ['SOMETHING ELSE', null],
];

test('each literal means what the notes say', async (t) => {
  for (const [line, meaning] of LITERALS) t.strictSame(told(line), meaning, line);
});

test('a mutated line is read as something or nothing, and never throws', async (t) => {
  const literal = fc.constantFrom(
    ...LITERALS.map(([line]) => line),
    'OK',
    'ERROR+CNUM: 1',
    '+CME ERROR: 14',
    '+CMT: ,24',
  );
  const mutated = fc
    .tuple(literal, fc.nat({ max: 60 }), fc.nat({ max: 4 }), fc.string({ maxLength: 6 }))
    .map(([line, at, cut, noise]) => line.slice(0, at) + noise + line.slice(at + cut));
  const items: Item[] = [];
  const parser = new AtParser((item) => items.push(item));
  fc.assert(
    fc.property(mutated, fc.boolean(), (line, asked) => {
      parser.expect(asked ? { text: 'AT+CREG?', answer: /^\+CREG: ?\d,\d/ } : null);
      parser.line(line);
    }),
    { numRuns: 20_000 },
  );
  t.ok(items.length > 10_000);
});
