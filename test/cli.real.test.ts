import { spawnSync } from 'node:child_process';
import path from 'node:path';
import t from 'tap';

const CLI = path.join(import.meta.dirname, '..', 'daemon', 'cli.js');

function secretary(args: readonly string[], models = '/nonexistent') {
  const env = { ...process.env, SECRETARY_MODELS: models };
  return spawnSync(process.execPath, [CLI, ...args], { encoding: 'utf8', env });
}

t.test('an older Node is told so in one sentence', async (test) => {
  const pretend = 'data:text/javascript,Object.defineProperty(process.versions, "napi", { value: "9" })';
  const { status, stderr } = spawnSync(process.execPath, ['--import', pretend, CLI, 'version'], { encoding: 'utf8' });
  test.equal(status, 1);
  test.match(stderr, /^secretary needs Node 22\.14 or newer[^\n]*\n$/);
});

t.test('version names the secretary and Node', async (test) => {
  const { status, stdout } = secretary(['version']);
  test.equal(status, 0);
  test.match(stdout, /^secretary \d+\.\d+\.\d+, Node v\d+/);
});

t.test('wrong use ends with 2 and says how', async (test) => {
  for (const args of [['sing'], ['constructor'], ['models'], ['models', 'sing'], ['models', 'list', '--colour']]) {
    const { status, stderr, stdout } = secretary(args);
    test.equal(status, 2, args.join(' '));
    test.ok(stderr.length > 0);
    test.equal(stdout, '');
  }
  test.match(secretary(['models', 'fetch', '--lang', 'fr']), { status: 2, stderr: /--lang is one of en, ru/ });
  test.match(secretary(['models', 'add']), { status: 2, stderr: /models add FOLDER/ });
});

t.test('help of every command has an example', async (test) => {
  for (const command of [
    'models',
    'version',
    'doctor',
    'modem status',
    'modem at',
    'modem pin',
    'modem health',
    'capture',
    'modem dial',
    'modem ussd',
    'modem reset',
  ]) {
    const { status, stdout } = secretary([...command.split(' '), '--help']);
    test.equal(status, 0);
    test.match(stdout, /example: secretary /);
  }
});

t.test('models list has a line for each model, check fails where they are missing, in plain words', async (test) => {
  const root = test.testdir({});
  test.match(secretary(['models', 'list'], root), { status: 0, stdout: /^vosk-small-en +stt +en +missing/m });
  test.match(secretary(['models', 'check'], root), {
    status: 1,
    stdout: /libvosk is not there; mend it with: secretary models fetch libvosk\n/,
    stderr: /^secretary models: 5 of the models cannot be used\n$/,
  });
  test.match(secretary(['models', 'fetch', 'gpt'], root), {
    status: 1,
    stderr: /^secretary models: there is no model called "gpt"/,
  });
  test.match(secretary(['models', 'add', '/media/none'], root), { status: 1, stderr: /no folder \/media\/none/ });
});

t.test('without a daemon its commands say so, and the doctor says what is missing', async (test) => {
  const data = test.testdir({});
  for (const command of ['status', 'reset', 'at AT', 'ussd *100#', 'dial 123']) {
    const { status, stderr } = secretary(['modem', ...command.split(' '), '--data', data]);
    test.equal(status, 1, command);
    test.match(stderr, /^the daemon does not run here [^\n]*\n$/);
  }
  test.match(secretary(['modem', 'dial', '--data', data]), { status: 2, stderr: /name one number/ });
  const { status, stdout } = secretary(['doctor', '--data', data]);
  test.equal(status, 1);
  test.match(stdout, /✗ The daemon does not run/);
});
