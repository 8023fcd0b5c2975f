import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { loadBootstrap } from '../base/bootstrap.js';
import { SecretaryError } from '../base/errors.js';
import { type CallSummary, listCalls, readRecord } from '../store/history.js';
import type { CallRecord } from '../store/record.js';
import { openStore } from '../store/store.js';
import type { Database } from '../store/tables.js';

const HELP = `secretary calls list                 the last calls, latest first
secretary calls show ID              one call with what was said; --json prints its record
secretary calls export               all calls as JSON, one record a line, oldest first
options:
  --limit N                          how many are listed (20)
  --search TEXT                      only calls in which the words occur
  --json                             as JSON
  --data DIR                         the folder of the data
example: secretary calls list --search bicycle
`;

const OPTIONS = {
  help: { type: 'boolean' },
  limit: { type: 'string', default: '20' },
  search: { type: 'string', default: '' },
  json: { type: 'boolean', default: false },
  data: { type: 'string' },
} as const;

interface Args {
  readonly db: Database;
  readonly id: string | undefined;
  readonly limit: number;
  readonly search: string;
  readonly json: boolean;
}

const ACTIONS: Readonly<Record<string, (args: Args) => Promise<void>>> = { list, show, export: exportAll };

export async function run(argv: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args: argv, options: OPTIONS, allowPositionals: true });
  const [name = '', id] = positionals;
  if (values.help === true) {
    process.stdout.write(HELP);
    return 0;
  }
  const action = Object.hasOwn(ACTIONS, name) ? ACTIONS[name] : undefined;
  if (action === undefined) throw new SecretaryError('wrong-use', 'expected calls list, calls show ID or calls export');
  const limit = Number(values.limit);
  if (!Number.isInteger(limit) || limit < 1)
    throw new SecretaryError('wrong-use', '--limit: expected a whole number above 0');
  const { dataDir } = loadBootstrap(undefined, process.env);
  const path = join(values.data ?? dataDir, 'secretary.db');
  if (!existsSync(path))
    throw new SecretaryError('not-found', `there is no database at ${path}: name its folder with --data`);
  const store = await openStore(path);
  try {
    await action({ db: store.db, id, limit, search: values.search, json: values.json });
    return 0;
  } finally {
    await store.close();
  }
}

async function list({ db, limit, search, json }: Args): Promise<void> {
  const calls = await listCalls(db, { limit, search });
  if (json) return print(JSON.stringify(calls));
  if (calls.length === 0) return print('no calls');
  for (const call of calls) print(lineOf(call));
}

async function show({ db, id, json }: Args): Promise<void> {
  if (id === undefined) throw new SecretaryError('wrong-use', 'say which call: secretary calls show ID');
  const record = await readRecord(db, id);
  if (record === null) throw new SecretaryError('not-found', 'there is no call of that id');
  if (json) return print(JSON.stringify(record, null, 2));
  for (const line of linesOf(record)) print(line);
}

const PAGE = 200;

async function exportAll({ db }: Args): Promise<void> {
  const ids: string[] = [];
  for (let page = await listCalls(db, { limit: PAGE }); page.length > 0; ) {
    ids.push(...page.map((call) => call.id));
    const before = page.at(-1)?.id;
    page = before === undefined ? [] : await listCalls(db, { limit: PAGE, before });
  }
  for (const id of ids.toReversed()) print(JSON.stringify(await readRecord(db, id)));
}

const lineOf = ({ id, startedAt, from, name, outcome, summary, durationMs }: CallSummary): string =>
  [
    id,
    new Date(startedAt).toISOString().slice(0, 16).replace('T', ' '),
    `${Math.round((durationMs ?? 0) / 1000)} s`.padStart(6),
    (name ?? from ?? 'withheld').padEnd(16),
    (outcome ?? 'in progress').padEnd(10),
    summary ?? '',
  ].join('  ');

function* linesOf({ call, turns, outcome }: CallRecord): Generator<string> {
  yield `${call.from ?? 'withheld'}, ${Math.round(call.durationMs / 1000)} s, ended: ${call.endReason}`;
  yield `${outcome.kind}: ${outcome.summary}`;
  for (const { heard, heardStartMs, spoken, saidStartMs, path } of turns) {
    if (heard !== null) yield `${clock(heardStartMs)}  caller     ${heard}`;
    if (spoken !== null && spoken !== '') yield `${clock(saidStartMs)}  assistant  ${spoken}  (${path})`;
  }
  yield `recording: ${call.recording === '' ? 'none' : call.recording}`;
}

const clock = (ms: number | null): string => ((ms ?? 0) / 1000).toFixed(1).padStart(7);

const print = (line: string): void => void process.stdout.write(`${line}\n`);
