import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import t from 'tap';
import { SETTLING_MS } from '../daemon/modem/healing-ladder.js';

const ROOT = path.join(import.meta.dirname, '..', '..');
const UNITS = path.join(ROOT, 'systemd');
const units = readdirSync(UNITS).filter((name) => name.endsWith('.service'));

const run = (command: string, ...args: string[]) => spawnSync(command, args, { encoding: 'utf8', cwd: '/' });
const has = (command: string): boolean => run('sh', '-c', `command -v ${command}`).status === 0;
const unless = (command: string) => (has(command) ? {} : { skip: `${command} is not installed` });

t.test('systemd finds nothing to say about the units', unless('systemd-analyze'), async (test) => {
  for (const unit of units) {
    // A box where it is installed has these; a misspelt key gives exit code 0 with a warning, so any word counts.
    const here = readFileSync(path.join(UNITS, unit), 'utf8')
      .replaceAll('/opt/secretary/bin/node', process.execPath)
      .replaceAll('/opt/secretary/systemd', UNITS)
      .replaceAll('file:///opt/secretary/README.md', 'man:systemd(1)');
    const copy = path.join(test.testdir({}), unit);
    writeFileSync(copy, here);
    const { status, stdout, stderr } = run('systemd-analyze', 'verify', '--man=no', copy);
    test.same({ status, said: stdout + stderr }, { status: 0, said: '' }, unit);
  }
});

t.test('no unit is exposed more than 2.0', unless('systemd-analyze'), async (test) => {
  for (const unit of units) {
    const { status, stdout } = run(
      'systemd-analyze',
      'security',
      '--offline=true',
      '--threshold=20',
      path.join(UNITS, unit),
    );
    test.equal(status, 0, stdout.trim().split('\n').at(-1) ?? unit);
  }
});

t.test('the unit leaves out what Node and its engines cannot live with', async (test) => {
  for (const unit of units) {
    const text = readFileSync(path.join(UNITS, unit), 'utf8');
    test.notMatch(text, /^(MemoryDenyWriteExecute|ProcSubset)=/m, unit);
  }
});

t.test('install.sh is correct bash', async (test) => {
  test.match(run('bash', '-n', path.join(ROOT, 'install.sh')), { status: 0, stderr: '' });
});

t.test('shellcheck has nothing to say about what runs as root', unless('shellcheck'), async (test) => {
  for (const script of ['install.sh', 'systemd/secretary-power']) {
    test.match(run('shellcheck', path.join(ROOT, script)), { status: 0, stdout: '' }, script);
  }
});

t.test("root's helper is called for each of its verbs, and may use no device but the GPIO", async (test) => {
  const [asked, unit] = ['path', 'service'].map((kind) =>
    readFileSync(path.join(UNITS, `secretary-power.${kind}`), 'utf8'),
  );
  const verbs = Array.from((asked ?? '').matchAll(/^PathExists=\/run\/secretary\/(.+)$/gm), ([, verb]) => verb);
  test.same(verbs, Object.keys(SETTLING_MS));
  test.match(unit, /^DevicePolicy=closed$/m);
  test.same(unit?.match(/^DeviceAllow=.*$/gm), ['DeviceAllow=char-gpiochip rw']);
});

t.test(
  'a dry run names every step, from any folder and without root, and changes nothing',
  unless('systemctl'),
  async (test) => {
    const before = existsSync('/opt/secretary');
    const { status, stdout } = run(path.join(ROOT, 'install.sh'), '--dry-run', '--lang', 'ru');
    test.equal(status, 0);
    for (const step of [
      'npm install --omit=dev',
      'models fetch --lang ru',
      '/etc/udev/rules.d/70-secretary-sim7600.rules',
      '/etc/systemd/system/secretary.service',
      'systemctl enable --now secretary-power.path secretary.service',
    ]) {
      test.ok(stdout.includes(step), step);
    }
    for (const line of stdout.trim().split('\n')) test.match(line, /^would /);
    test.equal(existsSync('/opt/secretary'), before);
  },
);

t.test(
  'what the key of a HAT needs is named where its owner has asked for it, and there alone',
  has('gpioset') ? { skip: 'gpioset is installed' } : unless('systemctl'),
  async (test) => {
    const script = readFileSync(path.join(ROOT, 'install.sh'), 'utf8');
    const said = (settings: string): string => {
      const folder = test.testdir({ 'secretary.toml': settings });
      const copy = script.replace(/^CONFIG=.*$/m, `CONFIG=${path.join(folder, 'secretary.toml')}`);
      writeFileSync(path.join(folder, 'install.sh'), copy);
      return run('bash', path.join(folder, 'install.sh'), '--dry-run').stderr;
    };
    test.notMatch(said('# powerKey = "gpio6"'), /gpio/);
    test.match(said('powerKey = "gpio6"'), /gpioset is missing; install it with: sudo apt install gpiod/);
  },
);

t.test('an option nobody knows is refused with the way to the help', async (test) => {
  const { status, stderr } = run(path.join(ROOT, 'install.sh'), '--colour');
  test.equal(status, 1);
  test.match(stderr, /no such option: --colour \(see \.\/install\.sh --help\)/);
});
