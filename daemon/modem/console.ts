import { SecretaryError } from '../base/errors.js';
import { act, answerOf, TIMEOUT_MS } from './commands.js';
import type { Link } from './link.js';
import type { Reply } from './queue.js';

const MAX_CHARS = 200;

interface Rule {
  readonly commands: RegExp;
  readonly reason: string;
}

const named = (names: string, reason: string): Rule => ({ commands: new RegExp(`^AT\\+(${names})(?![A-Z])`), reason });

/** What a console must not do to a telephone that answers calls, and why. Queries (`?`, `=?`) pass, except those named
 *  in NEVER. Sources: sim7600.md §1.2, §2, §5. */
const NEVER: readonly Rule[] = [
  { commands: /^ATD/, reason: 'it dials: use secretary modem dial, which keeps to the limits on outgoing calls' },
  { commands: /^AT(A|H)/, reason: 'it answers or ends a call behind the back of the daemon' },
  { commands: /^AT&F/, reason: 'it ends every call and forgets the set-up of the modem' },
  { commands: /^ATZ/, reason: 'it forgets the set-up of the modem' },
  { commands: /^AT[EVQXS&\\]/, reason: 'it changes how the modem answers, which the driver relies on' },
  { commands: /^ATO|^A\/|^\+\+\+/, reason: 'it belongs to data connections' },
  { commands: /^AT\+COPS=\?/, reason: 'it takes minutes, and a call in that time is lost' },
  named('CHUP|CHLD|VTS|CALM', 'it acts on a call behind the back of the daemon'),
  named('CRESET|CPOF|CPWROFF', 'it restarts the modem or turns it off: use secretary modem reset'),
];

const SETTING: readonly Rule[] = [
  named('CFUN', 'it turns the radio off or restarts the modem: use secretary modem reset'),
  named('CUSBPIDSWITCH|CUSBADB|CUSBCFG|CUSBAUDIO', 'it changes the USB identity, and the ports may not come back'),
  named(
    'CNMP|CNBP|CNAOP|CNSMOD|CTZU|CVALARM|CPMVT|CGDCONT|CEVOLTE|CNV|NVRW|CNVW',
    'it writes the memory of the modem, which no restart undoes',
  ),
  named('CFOTA|LFOTA|CDELTA|CFTRANRX|CFTRANTX|CFSDELFILE|CUPDATE|BOOTLDR|QCN', 'it changes files or firmware'),
  named('EGMR|SIMEI|CGSN', 'it writes the identity of the modem, which is forbidden in most countries'),
  named('CPIN|CLCK|CPWD|SPIC', 'it may lock the SIM card: use secretary modem pin'),
  named('CSIM|CRSM|CPBW|CNUM', 'it writes the SIM card'),
  named('CCFC', 'it diverts calls, which costs money and silences this box'),
  named('CUSD', 'it orders from the operator: use secretary modem ussd'),
  named('CMGS|CMGW|CMSS|CMGSEX', 'it sends or stores messages: use secretary modem sms send'),
  named('CMGD|CMGDA|CMGR|CMGRD|CMGL|CNMA', 'it reads or deletes messages before the daemon has stored them'),
  named('CATR|CLCC|CLIP|CRC|CREG|CEREG|CMEE|CMGF|CNMI|CPMS|CSCS|CVHU|COLP', 'the driver relies on that setting'),
  named('CPCMREG|CPCMFRM|CPCMBANDWIDTH', 'it breaks the voice of calls until the modem is restarted'),
];

/** Settings that a person tunes by ear or measures with, none of which outlives a restart but the volume. */
const ALLOWED = /^AT\+(CLVL|CMICGAIN|COUTGAIN|CECM|CSQ|AUTOCSQ|CPMUTEMP|CBC|CADC|CCWA|CSDVC|SIDET)=/;
const QUERY = /=?\?$/;
/** Bare commands that only read, though their family also writes. */
const READS_BARE = /^AT\+(CGSN|SPIC|CLCC|CNUM)$/;

/** Why the console does not send that command, as a sentence without its capital and stop; null when it does. */
export function refusalOf(text: string): string | null {
  const command = text.toUpperCase().replaceAll(' ', '');
  if (!/^[\x20-\x7E]+$/.test(text) || text.length > MAX_CHARS) return 'it is no line of plain characters';
  const never = NEVER.find(({ commands }) => commands.test(command));
  if (never !== undefined) return never.reason;
  if (command.includes(';')) return 'only one command at a time is sent';
  if (!/^AT([+*^I]|$)/.test(command)) return 'it is no command that starts with AT and means to ask something';
  if (QUERY.test(command)) return null;
  const setting = SETTING.find(({ commands }) => commands.test(command));
  const asks = !command.includes('=');
  if (setting !== undefined && !(asks && READS_BARE.test(command))) return setting.reason;
  return asks || ALLOWED.test(command) ? null : 'it sets something that is not known to be harmless';
}

/** The answer to the owner's own command. Rejects 'refused' with the reason, also while a call has the line: a command
 *  that is slow would stand between the caller and the hang-up. */
export async function askConsole(link: Link, text: string): Promise<Reply> {
  const reason = refusalOf(text);
  if (reason !== null) throw new SecretaryError('refused', `${text.slice(0, 40)} is not sent: ${reason}`);
  if (link.calls.call !== null) throw new SecretaryError('refused', 'a call has the line: try again after it');
  const answer = text.endsWith('=?') ? /^\+/ : answerOf(text);
  return link.queue.ask(act(text, { answer, timeoutMs: TIMEOUT_MS.medium }));
}
