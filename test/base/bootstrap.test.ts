import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import t, { type Test } from 'tap';
import { aboutField } from '../../daemon/base/field.js';
import { bootstrapSchema, loadBootstrap } from '../../daemon/base/bootstrap.js';

function tomlFile(test: Test, text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'secretary-bootstrap-'));
  test.teardown(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'secretary.toml'), text);
  return join(folder, 'secretary.toml');
}

t.test('without file and environment everything has a default that works on any machine', async (test) => {
  const data = join(homedir(), '.local/share/secretary');
  test.same(loadBootstrap(undefined, {}), {
    dataDir: data,
    modelsDir: join(homedir(), '.cache/secretary/models'),
    runDir: join(data, 'run'),
    controlSocket: join(data, 'run/control.sock'),
    listenHost: '127.0.0.1',
    listenPort: 8080,
    modem: 'auto',
    atPort: 'auto',
    pcmPort: 'auto',
    powerKey: 'none',
    language: 'en',
    country: null,
    logLevel: 'info',
    businessFile: null,
  });
});

t.test('environment goes before file, file before default; an empty variable is none', async (test) => {
  const file = tomlFile(test, 'listenPort = 9000\ndataDir = "~/box"\nlanguage = "ru"\ncountry = "ru"');
  const env = {
    SECRETARY_PORT: '0',
    SECRETARY_LANGUAGE: '',
    SECRETARY_MODELS: 'models',
    SECRETARY_RUN: '/run/secretary',
  };
  test.match(loadBootstrap(file, env), {
    listenPort: 0,
    dataDir: join(homedir(), 'box'),
    language: 'ru',
    country: 'RU',
    modelsDir: resolve('models'),
    controlSocket: '/run/secretary/control.sock',
  });
});

const REFUSED: ReadonlyArray<readonly [toml: string, words: string]> = [
  ['listenPort = 70000', 'listenPort: expected number to be <=65535, got 70000'],
  ['listenPort = true', 'listenPort: expected number, got true'],
  ['lisenPort = 1', 'lisenPort: unknown, did you mean listenPort?'],
  ['atPort = "ttyUSB2"', 'atPort: expected "auto" or an absolute path, got "ttyUSB2"'],
  [
    'modem = "ttyUSB2"',
    'modem: expected "auto", a place on the USB such as "1-1.2" (secretary doctor names it), or an IMEI in quotes, got "ttyUSB2"',
  ],
  [
    'modem = 490154203237518',
    'modem: expected "auto", a place on the USB such as "1-1.2" (secretary doctor names it), or an IMEI in quotes, got 490154203237518',
  ],
  ['modem = "49015420323751"', 'modem: expected an IMEI of 15 digits, got "49015420323751"'],
  ['modem = "490154203237519"', 'modem: expected an IMEI whose last digit fits the others'],
  [
    'modem = "490154203237518"\natPort = "/dev/ttyUSB2"',
    'atPort: expected "auto" beside an IMEI in modem, got "/dev/ttyUSB2"',
  ],
  ['pcmPort = "alsa:default"', 'pcmPort: expected "auto", an absolute path, or "alsa:CAPTURE,PLAYBACK"'],
  ['country = "Narnia"', 'country: expected two letters of ISO 3166 such as "GB", got "Narnia"'],
  ['powerKey = "gpio7"', 'powerKey: expected one of "none"|"gpio6", got "gpio7"'],
  ['dataDir = 5\nlanguage = "fr"', 'dataDir: expected string, got 5; language: expected one of "en"|"ru", got "fr"'],
  ['[listen]\nport = 1', 'listen: unknown, expected one of dataDir'],
  ['a = 1\nb = ', 'line 2: '],
];

t.test('every wrong key is named with what was expected', async (test) => {
  for (const [toml, words] of REFUSED) {
    const file = tomlFile(test, toml);
    test.throws(() => loadBootstrap(file, {}), { code: 'bad-input', message: words }, toml);
  }
  test.throws(() => loadBootstrap('/no/such/file', {}), { message: '/no/such/file: cannot be read (ENOENT)' });
  test.throws(() => loadBootstrap(undefined, { SECRETARY_PORT: 'many' }), {
    message: 'listenPort: expected number, got "many"',
  });
});

t.test('a modem is named by its place or its IMEI', async (test) => {
  for (const modem of ['1-1.2', '490154203237518', '490154203237510'])
    test.match(loadBootstrap(undefined, { SECRETARY_MODEM: modem }), { modem });
});

t.test('a voice port may be a sound card by its ALSA names', async (test) => {
  const pcmPort = 'alsa:plughw:CARD=Device,plughw:CARD=Device';
  test.match(loadBootstrap(undefined, { SECRETARY_PCM_PORT: pcmPort }), { pcmPort });
});

t.test('every key has a title in both languages and a variable of its own', async (test) => {
  const abouts = Object.values(bootstrapSchema.shape).map((schema) => aboutField(schema));
  test.ok(abouts.every(({ title }) => title.en !== '' && title.ru !== ''));
  test.equal(new Set(abouts.map(({ env }) => env)).size, abouts.length);
});
