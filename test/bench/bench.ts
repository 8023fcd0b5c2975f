import { writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { hasCode, messageOf, SecretaryError, systemCode } from '../../daemon/base/errors.js';
import { redirectLog } from '../../daemon/base/log.js';
import { closest } from '../../daemon/base/spelling.js';
import type { Figure, Measure, Skipped } from './measure.js';
import { MEASURES } from './measures/all.js';
import { round } from './statistics.js';
import { cleanUp } from './workspace.js';

const HELP = `npm run -s bench -- [NAME…]          all measures, or those named; what each is: docs/bench.md
  --list                             names, goals and meanings
  --json FILE                        every sample, and the machine's load at the time
example: npm run -s bench -- D50 D95 --json bench.json
`;

type Outcome = Figure | Skipped | { readonly failed: string };

/** Exit code: 0 measured (a missed goal is a figure too), 1 something could not be measured, 2 wrong use. */
async function main(argv: string[]): Promise<number> {
  const options = { list: { type: 'boolean' }, json: { type: 'string' }, help: { type: 'boolean' } } as const;
  const { values, positionals } = parseArgs({ args: argv, options, allowPositionals: true });
  if (values.help === true) process.stdout.write(HELP);
  else if (values.list === true) for (const measure of chosen(positionals)) print(describe(measure));
  else
    return await run(
      chosen(positionals).filter((each) => isWanted(each, positionals)),
      values.json,
    );
  return 0;
}

/** Throws 'wrong-use' for a name that no measure has. */
function chosen(names: readonly string[]): readonly Measure[] {
  const known = MEASURES.map(({ name }) => name);
  const unknown = names.find((name) => !known.includes(name.toUpperCase()));
  if (unknown !== undefined) {
    const meant = closest(unknown, known);
    const hint = meant === null ? `the names: ${known.join(' ')}` : `did you mean ${meant}?`;
    throw new SecretaryError('wrong-use', `no measure is called ${unknown}; ${hint}`);
  }
  const wanted = new Set(names.map((name) => name.toUpperCase()));
  return wanted.size === 0 ? MEASURES : MEASURES.filter(({ name }) => wanted.has(name));
}

async function run(measures: readonly Measure[], json: string | undefined): Promise<number> {
  // A path that cannot be written is told now, not after six minutes.
  if (json !== undefined) writeFileSync(json, '');
  redirectLog((line) => process.stderr.write(`${line}\n`), 'error');
  const machine = { cores: cpus().length, processor: cpus()[0]?.model ?? '', node: process.version };
  print(`# ${machine.cores} cores, ${machine.processor}, Node ${machine.node}, load average ${load()}`);
  const results = [];
  try {
    for (const measure of measures) {
      const outcome = await attempt(measure);
      print(lineOf(measure, outcome));
      const { name, about, goal } = measure;
      results.push({ name, about, goal, loadAverage: loadavg(), ...outcome });
    }
  } finally {
    await cleanUp();
  }
  print(`# load average afterwards ${load()}`);
  if (json !== undefined) writeFileSync(json, `${JSON.stringify({ machine, measures: results }, null, 2)}\n`);
  return results.some((each) => 'failed' in each) ? 1 : 0;
}

async function attempt(measure: Measure): Promise<Outcome> {
  try {
    const outcome = await measure.measure();
    if ('figure' in outcome && !Number.isFinite(outcome.figure)) return { failed: 'there was nothing to measure' };
    return outcome;
  } catch (error) {
    return { failed: messageOf(error) };
  }
}

/** No blanks inside a value, so that a script can split the line. */
function lineOf({ name, goal }: Measure, outcome: Outcome): string {
  if ('failed' in outcome) return `${name} failed: ${outcome.failed}`;
  if ('skipped' in outcome) return `${name} skipped: ${outcome.skipped}`;
  const { figure, unit, ok, n, beside = {} } = outcome;
  const notes = Object.entries(beside).map(([key, value]) => ` ${key.replaceAll(' ', '-')}=${value}`);
  return `${name} ${significant(figure)}${unit} goal=${goal} ${ok ? 'ok' : 'missed'} n=${n}${notes.join('')}`;
}

const isWanted = ({ onlyNamed }: Measure, names: readonly string[]): boolean => names.length > 0 || onlyNamed !== true;
const isWrongUse = (error: unknown): boolean =>
  hasCode(error, 'wrong-use') || systemCode(error)?.startsWith('ERR_PARSE_ARGS') === true;
const describe = ({ name, goal, about }: Measure): string => `${name.padEnd(11)} ${goal.padEnd(9)} ${about}`;
const significant = (value: number): number => (Math.abs(value) >= 100 ? round(value) : Number(value.toPrecision(3)));
const load = (): string =>
  loadavg()
    .map((value) => value.toFixed(2))
    .join(' ');
const print = (line: string): void => void process.stdout.write(`${line}\n`);

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${messageOf(error)} (see: npm run -s bench -- --help)\n`);
  process.exitCode = isWrongUse(error) ? 2 : 1;
}
