import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { encodeWav } from '../../daemon/base/wav.js';
import { secretary } from './box.js';

const folder = t.testdir({
  'nonsense.yaml':
    'name: A\nlanguage: fr\ntimezone: Mars/Olympus\nhours: { mon: "9-25" }\nservices: [ { name: x, price: cheap } ]\n',
  'not.yaml': 'a: [',
  'not.wav': 'this is no sound at all, only some text that is longer than a header',
  'empty.wav': encodeWav({ samples: new Int16Array(0), sampleRateHz: 8000 }),
  '8bit.wav': eightBit(),
  'full.toml': 'listenPort = "many"\ncolour = 1\n',
});
const at = (name: string) => join(folder, name);

function eightBit(): Buffer {
  const wav = encodeWav({ samples: new Int16Array(800), sampleRateHz: 8000 });
  wav.writeUInt16LE(8, 34);
  return wav;
}

/** Nothing is started for any of these: exit code, and the one sentence on standard error. */
const WRONG: readonly (readonly [readonly string[], number, RegExp])[] = [
  [['demo', '--say'], 2, /say/],
  [['demo', '--say', '...'], 2, /--say: expected words/],
  [['demo', '--keys', 'hello'], 2, /--keys: expected keys/],
  [['demo', '--wait', 'long'], 2, /--wait: expected seconds/],
  [['demo', '--fault', 'kill-bill@3'], 2, /no fault of that name/],
  [['demo', '--fault', 'unplug'], 2, /--fault NAME@SECONDS: expected seconds/],
  [['demo', '--from', 'mum'], 2, /--from: expected a number/],
  [['demo', '--lang', 'fr'], 2, /--lang: expected en or ru/],
  [['demo', '--port', 'http'], 2, /--port: expected a port/],
  [['demo', '--port', '65536'], 2, /--port: expected a port/],
  [['demo', '--profile', 'perfect'], 2, /--profile/],
  [['demo', '--seed', '0'], 2, /--seed: expected a number above 0/],
  [['demo', 'now'], 2, /Unexpected argument/],
  [['demo', '--json', '/nonexistent/out.json'], 1, /^--json: \/nonexistent\/out\.json cannot be written \(ENOENT\)$/m],
  [['demo', '--json', folder], 1, /cannot be written \(EISDIR\)/],
  [['demo', '--business', folder], 1, /cannot be read \(EISDIR\)/],
  [['demo', '--business', at('absent.yaml')], 1, /absent\.yaml cannot be read \(ENOENT\)/],
  [['demo', '--business', at('not.yaml')], 1, /not\.yaml:\n {2}line 1/],
  [['demo', '--wav', at('absent.wav')], 1, /absent\.wav cannot be read \(ENOENT\)/],
  [['demo', '--wav', folder], 1, /cannot be read \(EISDIR\)/],
  [['demo', '--wav', at('not.wav')], 1, /not\.wav: not a WAV that can be used/],
  [['demo', '--wav', at('empty.wav')], 1, /empty\.wav: there is no sound/],
  [['demo', '--barge-wav', at('8bit.wav')], 1, /8bit\.wav: .*16-bit/],
  [['call', '--data', at('nobody')], 1, /^no demo is running in /],
  [['calls', 'list', '--data', at('nobody')], 1, /there is no database at /],
  [['calls', 'list', '--limit', '-1'], 2, /limit/],
  [['doctor', '--dial', 'owner'], 2, /--dial: only together with --audio/],
  [['simulator'], 2, /--dir/],
  [['simulator', '--dir', at('sim'), '--scale', 'x'], 2, /--scale: expected a number above 0/],
  [['daemon', '--config', at('absent.toml')], 1, /absent\.toml: cannot be read \(ENOENT\)/],
  [['daemon', '--config', at('full.toml')], 1, /listenPort: expected .*; colour: unknown/],
  [['config', 'check', '--config', at('full.toml')], 1, /listenPort: expected/],
  [['version', '--loud'], 2, /Unknown option '--loud'/],
];

t.test('a command line that is wrong is answered with one sentence, before anything is started', async (t) => {
  await inPairs(WRONG, async ([args, status, sentence]) => {
    const ran = await secretary(args, { SECRETARY_DATA: at('data') });
    t.match(ran, { status, stdout: '', stderr: sentence }, `secretary ${args.join(' ')}`);
    t.notMatch(ran.stderr, /\n {4}at |node:internal/, 'no stack for people');
  });
});

t.test('a business file with nonsense: each line, each field and what was expected, all at once', async (t) => {
  const { status, stderr } = await secretary(['demo', '--business', at('nonsense.yaml')]);
  t.equal(status, 1);
  for (const fault of [
    /line 2, language: expected/,
    /line 3, timezone: expected/,
    /line 4, hours.mon: expected/,
    /line 5, services.1.price: expected/,
  ])
    t.match(stderr, fault);
});

t.test('every command explains itself with an example', async (t) => {
  const { stdout } = await secretary(['--help']);
  const names = /commands: ([^(]+) \(/.exec(stdout)?.[1]?.split(', ') ?? [];
  t.ok(names.length >= 8);
  await inPairs(names, async (name) => {
    t.match(
      await secretary([name, '--help']),
      { status: 0, stdout: new RegExp(`example: secretary ${name}`), stderr: '' },
      name,
    );
  });
});

t.test('a daemon whose folders cannot be written says so and ends', async (t) => {
  writeFileSync(at('file'), '');
  const env = { SECRETARY_DATA: at('file/data'), SECRETARY_PORT: '0' };
  t.match(await secretary(['daemon'], env), { status: 1, stdout: '', stderr: /ENOTDIR/ });
});

t.test('a folder whose name is too long for a socket is refused in words', async (t) => {
  const long = join(folder, 'x'.repeat(60), 'y'.repeat(60));
  mkdirSync(long, { recursive: true });
  const ran = await secretary(['demo', '--once'], { SECRETARY_DATA: long });
  t.match(ran, { status: 1, stderr: /too long/ });
});

/** Two at a time: each is a process of its own. */
async function inPairs<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  for (let n = 0; n < items.length; n += 2) await Promise.all(items.slice(n, n + 2).map(work));
}
