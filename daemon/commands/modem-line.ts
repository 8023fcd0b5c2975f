import { text as textOf } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import { SecretaryError } from '../base/errors.js';
import type { OutgoingResult } from '../call/outgoing-call.js';
import { firmwareNote } from '../modem/firmware.js';
import { healingInWords } from '../modem/healing-words.js';
import type { ModemStatus } from '../modem/line.js';
import type { Chosen } from '../modem/port.js';
import { barsOf } from '../base/signal-bars.js';
import type { UssdReply } from '../modem/ussd.js';
import type { HealthRow } from '../store/health-history.js';
import { askDaemon, DAEMON_HELP, DAEMON_OPTIONS } from './running-daemon.js';

// `secretary modem status|health|at|pin|dial|ussd|reset`: each asks the running daemon, which owns the modem.

const OPTIONS = { help: { type: 'boolean' }, json: { type: 'boolean' }, ...DAEMON_OPTIONS } as const;

const STATUS_HELP = `secretary modem status               the modem, its SIM card and its network
  --json                             as JSON
${DAEMON_HELP}example: secretary modem status
`;

export async function status(argv: string[]): Promise<number> {
  const { values } = parseArgs({ args: argv, options: OPTIONS });
  if (values.help === true) return help(STATUS_HELP);
  const { line } = (await askDaemon(values, { op: 'status' })) as { line: ModemStatus };
  if (values.json === true) print(JSON.stringify(line));
  else for (const [name, value] of Object.entries(linesOf(line))) print(`${name.padEnd(14)}${value}`);
  return 0;
}

function linesOf(line: ModemStatus): Record<string, string> {
  const note = firmwareNote(line.firmware);
  const firmware = [line.firmware ?? 'unknown', line.subversion].filter((part) => part !== null).join(', ');
  return {
    state: line.detail.en === '' ? line.state : `${line.state}: ${line.detail.en}`,
    place: placeOf(line.chosen),
    model: line.model ?? 'unknown',
    firmware,
    'for voice': `${note.standing}: ${note.voice.en}`,
    'for messages': `${note.standing}: ${note.sms.en}`,
    operator: `${line.operator ?? 'none'} (${line.registration})`,
    technology: technologyOf(line.technology),
    signal: line.signalDbm === null ? 'unknown' : `${barsOf(line.signalDbm)} of 4 bars, ${line.signalDbm} dBm`,
  };
}

const CHOSEN_BY: Readonly<Record<Chosen['by'], string>> = {
  imei: 'named by its IMEI',
  place: 'named by its place',
  port: 'named by its AT port',
  order: 'the first; the setting modem names another',
};

function placeOf(chosen: Chosen | null): string {
  if (chosen === null) return 'unknown';
  const { place, by, of } = chosen;
  return of === 1 && by === 'order' ? `${place}, the only modem` : `${place}, ${CHOSEN_BY[by]}; ${of} on the USB`;
}

/** LTE carries a call as VoLTE; where the network offers none, the modem falls back to 3G or 2G for it. */
const technologyOf = (technology: string | null): string =>
  technology === 'LTE' ? 'LTE (calls over VoLTE, or falling back to 3G or 2G)' : (technology ?? 'none');

const HEALTH_HELP = `secretary modem health               what happened to the modem and the clock, latest first
  --limit N                          how many (20)
${DAEMON_HELP}example: secretary modem health --limit 50
`;

export async function health(argv: string[]): Promise<number> {
  const { values } = parseArgs({ args: argv, options: { ...OPTIONS, limit: { type: 'string', default: '20' } } });
  if (values.help === true) return help(HEALTH_HELP);
  const limit = Number(values.limit);
  if (!Number.isInteger(limit) || limit < 1) throw new SecretaryError('wrong-use', '--limit: expected a whole number');
  for (const row of (await askDaemon(values, { op: 'modem-health', limit })) as HealthRow[]) {
    const facts = Object.entries(row.detail).map(([name, value]) => `${name} ${value ?? '-'}`);
    const words = healingInWords(row)?.en ?? facts.join(', ');
    print(`${new Date(row.at).toISOString().slice(0, 19)}Z  ${row.kind.padEnd(13)}  ${words}`);
  }
  return 0;
}

const AT_HELP = `secretary modem at COMMAND           one command to the modem, and its answer
  Commands that dial, send, restart, flash or change the modem for good are refused with the reason.
${DAEMON_HELP}example: secretary modem at AT+CPSI?
`;

export async function at(argv: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args: argv, options: OPTIONS, allowPositionals: true });
  if (values.help === true) return help(AT_HELP);
  const [command, ...more] = positionals;
  if (command === undefined || more.length > 0) throw new SecretaryError('wrong-use', 'name one command');
  const answer = (await askDaemon(values, { op: 'modem-at', command })) as {
    readonly lines: readonly string[];
    readonly final: string;
    readonly ok: boolean;
  };
  for (const line of [...answer.lines, answer.final]) print(line);
  return answer.ok ? 0 : 1;
}

const PIN_HELP = `secretary modem pin                  unlocks the SIM card; the PIN is read from standard input
  Refused with fewer than three tries left. A PUK is to be entered in a phone.
${DAEMON_HELP}example: secretary modem pin < pin.txt
`;

export async function pin(argv: string[]): Promise<number> {
  const { values } = parseArgs({ args: argv, options: OPTIONS });
  if (values.help === true) return help(PIN_HELP);
  // Not an argument: those stay in the shell's history and can be seen by every user of the machine.
  await askDaemon(values, { op: 'modem-pin', pin: (await textOf(process.stdin)).trim() });
  print('the SIM card is unlocked');
  return 0;
}

const DIAL_HELP = `secretary modem dial NUMBER          dials, waits for the answer, and hangs up after a while
  Nothing is said to whoever answers, and nobody listens: it shows whether calls go out, and holds no conversation.
  --hold SECONDS                     how long the line is held after the answer (5)
  --keys 12#                         DTMF sent after the answer
  Only where the settings allow outgoing calls, to ordinary numbers of the country, within the day's limits.
${DAEMON_HELP}example: secretary modem dial +447400123456 --hold 10
`;

export async function dial(argv: string[]): Promise<number> {
  const options = {
    ...OPTIONS,
    hold: { type: 'string', default: '5' },
    keys: { type: 'string', default: '' },
  } as const;
  const { values, positionals } = parseArgs({ args: argv, options, allowPositionals: true });
  if (values.help === true) return help(DIAL_HELP);
  const [number, ...more] = positionals;
  const holdMs = Number(values.hold) * 1000;
  if (number === undefined || more.length > 0) throw new SecretaryError('wrong-use', 'name one number');
  if (!(holdMs >= 0)) throw new SecretaryError('wrong-use', '--hold: expected a number of seconds');
  const call = { op: 'modem-dial', number, holdMs, keys: values.keys };
  const outcome = (await askDaemon(values, call)) as OutgoingResult<null>;
  print(outcomeOf(outcome));
  return outcome.result === 'answered' ? 0 : 1;
}

function outcomeOf(outcome: OutgoingResult<null>): string {
  if (outcome.result !== 'answered') return `${outcome.result}${outcome.cause === '' ? '' : ` (${outcome.cause})`}`;
  const doubt = outcome.certain ? '' : ', or an announcement of the network: nothing was heard to ring before';
  return `answered${doubt}; held for ${Math.round(outcome.lastedMs / 1000)} s`;
}

const USSD_HELP = `secretary modem ussd CODE            sends a code such as *100# and prints what the network says
  --cancel                           ends a session that waits for an answer
  Codes that divert or bar calls are refused.
${DAEMON_HELP}example: secretary modem ussd '*100#'
`;

export async function ussd(argv: string[]): Promise<number> {
  const options = { ...OPTIONS, cancel: { type: 'boolean' } } as const;
  const { values, positionals } = parseArgs({ args: argv, options, allowPositionals: true });
  if (values.help === true) return help(USSD_HELP);
  if (values.cancel === true) {
    await askDaemon(values, { op: 'modem-ussd-cancel' });
    return 0;
  }
  const [text, ...more] = positionals;
  if (text === undefined || more.length > 0) throw new SecretaryError('wrong-use', 'name one code');
  const reply = (await askDaemon(values, { op: 'modem-ussd', text })) as UssdReply;
  print(reply.text);
  if (reply.expectsReply) process.stderr.write('an answer is expected: secretary modem ussd TEXT, or --cancel\n');
  return 0;
}

const RESET_HELP = `secretary modem reset                restarts the modem (AT+CRESET), never in a call; takes up to 90 seconds
${DAEMON_HELP}example: secretary modem reset
`;

export async function reset(argv: string[]): Promise<number> {
  const { values } = parseArgs({ args: argv, options: OPTIONS });
  if (values.help === true) return help(RESET_HELP);
  await askDaemon(values, { op: 'modem-reset' });
  print('the modem restarts: see secretary modem status');
  return 0;
}

function help(text: string): number {
  process.stdout.write(text);
  return 0;
}

const print = (line: string): void => void process.stdout.write(`${line}\n`);
