import type { ModemEvent } from '../line.js';
import { type ListedCall, readListedCall } from './call-list.js';
import { fieldsOf, toInteger, toNumber } from './fields.js';
import { type Domain, type RegistrationState, readRegistration, technologyName, toDbm } from './network.js';
import { readClock, readSetClock } from './clock.js';

/** What a line says about calls; the call tracker makes events of it. */
export type CallSignal =
  | { readonly type: 'ring' }
  | { readonly type: 'caller'; readonly number: string | null }
  | { readonly type: 'listed'; readonly call: ListedCall }
  | { readonly type: 'begin' }
  | { readonly type: 'end'; readonly lastedS: number | null }
  | { readonly type: 'cleared'; readonly cause: 'no-carrier' | 'busy' | 'no-answer' | 'no-dialtone' }
  | { readonly type: 'gave-up'; readonly number: string | null }
  | { readonly type: 'second-caller'; readonly number: string | null };

/** What a line says about the modem, its SIM and its network. */
export type Fact =
  | Extract<ModemEvent, { type: 'dtmf' | 'sms-stored' | 'sms' | 'report' | 'signal' | 'sim' | 'clock' | 'ready' }>
  | { readonly type: 'network'; readonly domain: Domain; readonly state: RegistrationState }
  | { readonly type: 'technology'; readonly name: string | null }
  | { readonly type: 'ussd'; readonly status: number; readonly text: string | null; readonly coding: number | null }
  | { readonly type: 'power'; readonly warning: string }
  /** Known, and of no matter to anybody. */
  | { readonly type: 'noise' };

export type Unsolicited =
  | { readonly kind: 'call'; readonly signal: CallSignal }
  | { readonly kind: 'fact'; readonly fact: Fact }
  /** The next line is a PDU of this sort. */
  | { readonly kind: 'pdu-follows'; readonly type: 'sms' | 'report' };

/** Gets what follows the colon, trimmed; null when the grammar is not that of the unsolicited form. */
type Rule = (rest: string) => Unsolicited | null;

const call = (signal: CallSignal): Unsolicited => ({ kind: 'call', signal });
const fact = (told: Fact): Unsolicited => ({ kind: 'fact', fact: told });

const RING: Rule = () => call({ type: 'ring' });
const NOISE: Rule = () => fact({ type: 'noise' });
const READY: Rule = () => fact({ type: 'ready' });

const cleared = (cause: Extract<CallSignal, { type: 'cleared' }>['cause']): Rule => {
  const signal = call({ type: 'cleared', cause });
  return () => signal;
};

const network =
  (domain: Domain): Rule =>
  (rest) => {
    const state = readRegistration(rest);
    return state === null ? null : fact({ type: 'network', domain, state });
  };

const power =
  (name: string): Rule =>
  (rest) =>
    fact({ type: 'power', warning: rest === '' ? name : `${name}: ${rest}` });

/** `VOICE CALL: BEGIN`, `VOICE CALL: END: 000352` (HHMMSS: 3 min 52 s, sim7600.md §0.8) or `VOICE CALL: END`. */
function voiceCall(rest: string): Unsolicited | null {
  if (rest === 'BEGIN') return call({ type: 'begin' });
  const end = /^END(?:: ?(\d\d)(\d\d)(\d\d))?/.exec(rest);
  if (end === null) return null;
  const [, hours, minutes, seconds] = end;
  const lastedS = hours === undefined ? null : Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
  return call({ type: 'end', lastedS });
}

/** The read answer `+CLIP: 1,1` has the same prefix; the unsolicited form starts with a quote or an empty number. */
function caller(rest: string): Unsolicited | null {
  if (!/^[",]/.test(rest)) return null;
  const [number = '', type] = fieldsOf(rest);
  const known = toNumber(number, type);
  return known === undefined ? null : call({ type: 'caller', number: known });
}

/** The query answer `+CCWA: 1,1` has the same prefix (sim7600.md §2.5). */
function secondCaller(rest: string): Unsolicited | null {
  if (!/^[",]/.test(rest)) return null;
  const [number = '', type] = fieldsOf(rest);
  return call({ type: 'second-caller', number: toNumber(number, type) ?? null });
}

function listed(rest: string): Unsolicited | null {
  const entry = readListedCall(rest);
  return entry === null ? null : call({ type: 'listed', call: entry });
}

/** `11:01AM 07712345678`: the modem's own clock, which may say 1980, then the number if it is known. */
function gaveUp(rest: string): Unsolicited {
  const number = /^(?:\d{1,2}:\d\d ?[AP]M)?\s*(\+?[0-9*#]{1,32})$/i.exec(rest)?.[1];
  return call({ type: 'gave-up', number: number ?? null });
}

function key(rest: string): Unsolicited | null {
  return /^[0-9A-D*#]$/.test(rest) ? fact({ type: 'dtmf', key: rest }) : null;
}

/** The index was seen as -1: whoever reads the message must then list them all (sim7600.md §5 row 22). */
function stored(rest: string): Unsolicited | null {
  const [storage = '', index] = fieldsOf(rest);
  const at = toInteger(index);
  return at === null ? null : fact({ type: 'sms-stored', storage, index: at });
}

function strength(rest: string): Unsolicited | null {
  const rssi = toInteger(fieldsOf(rest)[0]);
  return rssi === null ? null : fact({ type: 'signal', dbm: toDbm(rssi) });
}

/** The unsolicited form is `8`, the answer to a query `0,8`: the mode is the last field of both. */
function technology(rest: string): Unsolicited | null {
  const mode = toInteger(fieldsOf(rest).at(-1));
  return mode === null ? null : fact({ type: 'technology', name: technologyName(mode) });
}

function ussd(rest: string): Unsolicited | null {
  const [status, text, coding] = fieldsOf(rest);
  const code = toInteger(status);
  return code === null ? null : fact({ type: 'ussd', status: code, text: text ?? null, coding: toInteger(coding) });
}

const clock = (at: string | null): Unsolicited | null => (at === null ? null : fact({ type: 'clock', at }));

/** Every line that the modem sends unasked, by what stands before its colon. ␍␊ framing left out; all were also seen
 *  with two CRs (sim7600.md §5 row 2). */
const RULES: ReadonlyMap<string, Rule> = new Map<string, Rule>([
  // RING
  ['RING', RING],
  // +CRING: VOICE
  ['+CRING', RING],
  // +CLIP: "07511772308",129,,,"",0      withheld: +CLIP: "",128,,,"",1
  ['+CLIP', caller],
  // +CLCC: 4,1,4,0,0,"07511772308",129   +CLCC: 1,1,0,0,0
  ['+CLCC', listed],
  // VOICE CALL: BEGIN   VOICE CALL: END: 000017   VOICE CALL: END
  ['VOICE CALL', voiceCall],
  // NO CARRIER
  ['NO CARRIER', cleared('no-carrier')],
  // BUSY
  ['BUSY', cleared('busy')],
  // NO ANSWER
  ['NO ANSWER', cleared('no-answer')],
  // NO DIALTONE
  ['NO DIALTONE', cleared('no-dialtone')],
  ['NO DIAL TONE', cleared('no-dialtone')],
  // MISSED_CALL: 11:01AM 07712345678
  ['MISSED_CALL', gaveUp],
  // +CCWA: "79161234567",145,1
  ['+CCWA', secondCaller],
  // +RXDTMF: 5
  ['+RXDTMF', key],
  // +CMTI: "SM",3   +CMTI: "SM",-1
  ['+CMTI', stored],
  // +CDSI: "SR",0
  ['+CDSI', stored],
  // +SMS FULL
  ['+SMS FULL', () => fact({ type: 'sms-stored', storage: 'SM', index: -1 })],
  // +CMT: "",24␍␊07911326…
  ['+CMT', () => ({ kind: 'pdu-follows', type: 'sms' })],
  // +CDS: 24␍␊07911326…
  ['+CDS', () => ({ kind: 'pdu-follows', type: 'report' })],
  // +CREG: 1   +CREG: 1,"1A2B","0C3D"   answer: +CREG: 2,1
  ['+CREG', network('cs')],
  // +CEREG: 1,"775C","0C3D",7   answer: +CEREG: 0,1
  ['+CEREG', network('eps')],
  // +CNSMOD: 8   answer: +CNSMOD: 0,8
  ['+CNSMOD', technology],
  // +CSQ: 23,0   +CSQ: 14,99
  ['+CSQ', strength],
  // +CPIN: READY   +CPIN: SIM PIN   +CPIN: SIM REMOVED
  ['+CPIN', (state) => (state === '' ? null : fact({ type: 'sim', state }))],
  // +CUSD: 0,"Balance 12.50",15
  ['+CUSD', ussd],
  // +CTZV: 32,08/12/09,17:00:00,1
  ['+CTZV', (rest) => clock(readClock(fieldsOf(rest)))],
  // Answer only: +CCLK: "08/11/28,12:30:35+32"
  ['+CCLK', (rest) => clock(readSetClock(rest))],
  // PB DONE
  ['PB DONE', READY],
  // UNDER-VOLTAGE WARNNING (sic)
  ['UNDER-VOLTAGE WARNNING', power('under-voltage')],
  ['UNDER-VOLTAGE WARNNING POWER DOWN', power('under-voltage, shutting down')],
  // OVER-VOLTAGE WARNNING
  ['OVER-VOLTAGE WARNNING', power('over-voltage')],
  // +CMTE: 1   +CMTE: -2
  ['+CMTE', power('temperature')],
  // RDY   SMS DONE   *ATREADY: 1   OPL DONE   PNN UPDATING   +STIN: 25   +CGEV: ME PDN ACT 1   +NITZ: …
  ...[
    'RDY',
    'SMS DONE',
    '*ATREADY',
    'OPL INIT',
    'OPL DONE',
    'OPL UPDATING',
    'PNN INIT',
    'PNN DONE',
    'PNN UPDATING',
  ].map((text): [string, Rule] => [text, NOISE]),
  ...['+STIN', '+NITZ', '+CGEV', '+VOICEMAIL', '+CSSI', '+CSSU', '+COLP', '+WAVSTATE', '+RECSTATE'].map(
    (text): [string, Rule] => [text, NOISE],
  ),
]);

/** Reads one line as something the modem said unasked; null when it is nothing of the kind. */
export function readUnsolicited(line: string): Unsolicited | null {
  const colon = line.indexOf(':');
  const name = colon === -1 ? line : line.slice(0, colon);
  return RULES.get(name)?.(colon === -1 ? '' : line.slice(colon + 1).trim()) ?? null;
}
