import { parseArgs } from 'node:util';
import { SecretaryError } from '../base/errors.js';
import type { SmsCost } from '../sms-operations.js';
import type { ReceivedSms } from '../store/sms-in.js';
import type { SentSms } from '../store/sms-out.js';
import { harmlessJson } from './harmless-json.js';
import { askDaemon, DAEMON_HELP, DAEMON_OPTIONS } from './running-daemon.js';

const HELP = `secretary modem sms list              the latest messages, in and out
  --limit N                          of each (20)
  --json                             one JSON object a line
secretary modem sms send --to NUMBER TEXT
                                     queues a message, which goes out as soon as no call is in hand
  --report                           asks the network to tell of its delivery
  --dry-run                          sends nothing, tells what it would be charged as
${DAEMON_HELP}example: secretary modem sms send --to +447700900123 "The bicycle is ready"
`;

const OPTIONS = {
  help: { type: 'boolean' },
  json: { type: 'boolean' },
  limit: { type: 'string', default: '20' },
  to: { type: 'string' },
  report: { type: 'boolean', default: false },
  'dry-run': { type: 'boolean', default: false },
  ...DAEMON_OPTIONS,
} as const;

type Values = ReturnType<typeof parse>['values'];

const parse = (argv: string[]) => parseArgs({ args: argv, options: OPTIONS, allowPositionals: true });

export async function run(argv: string[]): Promise<number> {
  const { values, positionals } = parse(argv);
  const [action, ...rest] = positionals;
  if (values.help === true) process.stdout.write(HELP);
  else if (action === 'list' && rest.length === 0) await list(values);
  else if (action === 'send') await send(values, rest);
  else throw new SecretaryError('wrong-use', 'expected list or send --to NUMBER TEXT');
  return 0;
}

async function send(values: Values, [text, ...more]: readonly string[]): Promise<void> {
  const { to, report } = values;
  if (to === undefined) throw new SecretaryError('wrong-use', 'say to whom: --to NUMBER');
  if (text === undefined || more.length > 0) throw new SecretaryError('wrong-use', 'expected one text, in quotes');
  const dryRun = values['dry-run'];
  const answer = await askDaemon(values, { op: dryRun ? 'sms-cost' : 'sms-send', to, text, report });
  const { id, ...cost } = answer as SmsCost & { readonly id?: string };
  process.stdout.write(`${id === undefined ? 'not sent' : `${id}: queued`}, charged as ${charge(cost)}\n`);
}

function charge({ segments, price, currency }: SmsCost): string {
  if (price === null) return String(segments);
  const money = price.toLocaleString('en-GB', { style: 'currency', currency, maximumFractionDigits: 4 });
  return `${segments}, ${money}`;
}

async function list(values: Values): Promise<void> {
  const limit = Number(values.limit);
  if (!Number.isInteger(limit) || limit < 1) throw new SecretaryError('wrong-use', '--limit: expected a whole number');
  const { received, sent } = (await askDaemon(values, { op: 'sms-list', limit })) as {
    readonly received: readonly ReceivedSms[];
    readonly sent: readonly SentSms[];
  };
  const rows = [
    ...received.map((sms) => ({ at: sms.receivedAt, sms: { direction: 'in', ...sms }, line: incoming(sms) })),
    ...sent.map((sms) => ({ at: sms.createdAt, sms: { direction: 'out', ...sms }, line: outgoing(sms) })),
  ].toSorted((one, other) => one.at - other.at);
  const lines = rows.map(({ at, sms, line }) =>
    values.json === true ? harmlessJson(sms) : `${new Date(at).toISOString().slice(0, 16)}  ${line}`,
  );
  process.stdout.write(lines.map((line) => `${line}\n`).join(''));
}

/** Texts and names of senders are quoted as JSON: nothing in them can pass for a line of ours. */
function incoming({ from, text, missing, marks }: ReceivedSms): string {
  const odd = [...(missing.length > 0 ? ['incomplete'] : []), ...marks];
  return `in   ${harmlessJson(from)}  ${odd.length > 0 ? `(${odd.join(', ')})  ` : ''}${harmlessJson(text)}`;
}

function outgoing({ to, text, state, outcome, error }: SentSms): string {
  const fate = [state, outcome, error].filter((part) => part !== null).join(', ');
  return `out  ${to}  (${fate})  ${harmlessJson(text)}`;
}
