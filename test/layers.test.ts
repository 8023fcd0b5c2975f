import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { test } from 'tap';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Rooms from the lowest up; those on one line do not know each other. */
const FLOORS: readonly (readonly string[])[] = [
  ['base'],
  ['store', 'models'],
  ['knowledge', 'speech', 'engines', 'modem', 'audio'],
  ['dialog'],
  ['call'],
  ['web', 'notify', 'simulator'],
  // Whatever starts and ends the program: its files may know each other.
  ['commands', 'top'],
];
const TOP = FLOORS.length - 1;

/** Pairs of files of which one takes a type of the other: to be parted where the type can stand by itself. */
const TYPE_CYCLES: ReadonlySet<string> = new Set([
  'daemon/dialog/texts/en.ts <-> daemon/dialog/texts/texts.ts',
  'daemon/dialog/texts/ru.ts <-> daemon/dialog/texts/texts.ts',
  'daemon/modem/link.ts <-> daemon/modem/sim7600.ts',
]);

/** Outside packages that one place alone may touch. */
const NAMED: readonly (readonly [packages: RegExp, where: RegExp])[] = [
  [/^(serialport|@serialport\/.*)$/, /^daemon\/modem\/port\.ts$/],
  [/^(kysely|better-sqlite3)(\/|$)/, /^daemon\/store\//],
  [/^(node-llama-cpp|vosk-koffi|piper-tts-web)(\/|$)/, /^daemon\/engines\//],
  [/^onnxruntime-node$/, /^daemon\/(engines|audio)\//],
  [/^koffi$/, /^daemon\/(engines\/|audio\/|simulator\/pty\.ts|sd-notify\.ts)/],
  [/^(hono|@hono\/.*|htmx\.org)(\/|$)/, /^web\//],
  [/^grammy$/, /^daemon\/notify\/telegram\.ts$/],
];

/** Who may touch real time past base/time.ts, and why. */
const REAL_TIME: ReadonlyMap<string, string> = new Map([
  ['daemon/base/time.ts', 'it is the clock'],
  ['daemon/base/virtual-clock.ts', 'names the real clock in a comment'],
  ['daemon/engines/llm/mind.ts', "an engine's child measures the model that it runs"],
  ['daemon/engine-set.ts', 'at start-up a disk is waited for, never a call'],
  ['daemon/audio-operations.ts', "an owner's order at the console"],
  ['daemon/modem-operations.ts', "an owner's order at the console"],
  ['daemon/audio-operations.ts', "an owner's order at the console"],
  ['daemon/commands/call.ts', 'a command waits for a daemon in another process'],
  ['daemon/commands/doctor/machine.ts', 'a command looks at a real machine'],
]);

interface Import {
  readonly from: string;
  /** A file of ours, or an outside package with its sub-path. */
  readonly to: string;
  readonly typeOnly: boolean;
  /** Not a call within an expression. */
  readonly statement: boolean;
}

const sources = ['daemon', 'web'].flatMap((room) =>
  readdirSync(join(ROOT, room), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => join(room, name)),
);

/** `import … from`, `export … from`, `import '…'`, `import('…')`, `require('…')` and `require.resolve('…')`. */
const STATEMENT = /^(?:import|export)\s+(type\s+)?(?:[\w*{}\s,$]+?\s+from\s+)?'([^']+)'/gm;
const CALL = /\b(?:import|require|resolve|createRequire\(import\.meta\.url\))\(\s*'([^']+)'\s*\)/g;

function importsOf(file: string): Import[] {
  const text = readFileSync(join(ROOT, file), 'utf8');
  const found = (to: string | undefined, typeOnly: boolean, statement: boolean) => ({
    from: file,
    to: resolved(file, to ?? ''),
    typeOnly,
    statement,
  });
  return [
    ...Array.from(text.matchAll(STATEMENT), ([, type, to]) => found(to, type !== undefined, true)),
    ...Array.from(text.matchAll(CALL), ([, to]) => found(to, false, false)),
  ];
}

function resolved(file: string, to: string): string {
  if (!to.startsWith('.')) return to;
  const path = normalize(join(dirname(file), to)).replace(/\.js$/, '.ts');
  return sources.includes(path) ? path : path.replace(/\.ts$/, '.tsx');
}

const all = sources.flatMap(importsOf);
const ours = all.filter(({ to }) => sources.includes(to));

function roomOf(file: string): string {
  const [house, room, inside] = relative('.', file).split('/');
  return house === 'web' ? 'web' : inside === undefined ? 'top' : (room ?? '');
}

const floorOf = (file: string): number => FLOORS.findIndex((rooms) => rooms.includes(roomOf(file)));

const text = ({ from, to }: Import): string => `${from} -> ${to}`;

/** Why this import must not be, or null. */
function fault(each: Import): string | null {
  const { from, to, typeOnly } = each;
  const [room, other] = [roomOf(from), roomOf(to)];
  if (room === other) return null;
  if (room === 'simulator' && other !== 'base') return 'the simulator knows base only';
  if (room === 'web' && other !== 'base' && to !== 'daemon/call/live.ts' && !typeOnly)
    return 'the page takes types only, besides call/live';
  if (floorOf(from) === TOP && floorOf(to) === TOP) return null;
  return floorOf(to) < floorOf(from) ? null : 'upwards or sideways';
}

test('every import line is read', async (t) => {
  for (const file of sources) {
    const lines = readFileSync(join(ROOT, file), 'utf8').match(/^(?:import|export|\}).*\bfrom '|^import '/gm) ?? [];
    const read = all.filter(({ from, statement }) => from === file && statement).length;
    t.equal(read, lines.length, file);
  }
  t.ok(ours.length > 300, `${ours.length} imports of our own`);
});

test('every room has its floor', async (t) => {
  t.same(
    [...new Set(sources.map(roomOf))].filter((room) => !FLOORS.flat().includes(room)),
    [],
  );
});

test('imports go downwards only', async (t) => {
  t.same(
    ours.filter((each) => fault(each) !== null).map((each) => `${text(each)}: ${fault(each)}`),
    [],
  );
});

test('a relative import names a file that is there', async (t) => {
  t.same(all.filter(({ to }) => /^(daemon|web)\//.test(to) && !sources.includes(to)).map(text), []);
});

function cyclesOf(imports: readonly Import[]): string[] {
  const next = Map.groupBy(imports, ({ from }) => from);
  const done = new Set<string>();
  const cycles: string[] = [];
  const walk = (file: string, path: readonly string[]): void => {
    if (path.includes(file)) cycles.push([...path.slice(path.indexOf(file)), file].join(' -> '));
    if (path.includes(file) || done.has(file)) return;
    for (const { to } of next.get(file) ?? []) walk(to, [...path, file]);
    done.add(file);
  };
  for (const file of sources) walk(file, []);
  return cycles;
}

test('no import cycles', async (t) => {
  t.same(cyclesOf(ours.filter(({ typeOnly }) => !typeOnly)), []);
  const pairs = cyclesOf(ours).map((cycle) => cycle.split(' -> ').slice(0, -1).sort().join(' <-> '));
  t.same(
    pairs.filter((pair) => !TYPE_CYCLES.has(pair)),
    [],
    'nor of types',
  );
  t.same(
    [...TYPE_CYCLES].filter((known) => !pairs.includes(known)),
    [],
    'what was mended is struck off',
  );
});

test('outside packages are used where they are named', async (t) => {
  for (const [packages, where] of NAMED)
    t.same(all.filter(({ from, to }) => packages.test(to) && !where.test(from)).map(text), [], String(packages));
});

test('time is taken from base/time.ts', async (t) => {
  const real = /\b(?:setTimeout|setInterval|Date\.now|performance\.now|AbortSignal\.timeout)\b|\bnew Date\(\)/;
  const files = sources.filter((file) => real.test(readFileSync(join(ROOT, file), 'utf8')));
  t.same(
    files.filter((file) => !REAL_TIME.has(file)),
    [],
  );
  t.same(
    [...REAL_TIME.keys()].filter((file) => !files.includes(file)),
    [],
    'an exception that is gone is struck off',
  );
});
