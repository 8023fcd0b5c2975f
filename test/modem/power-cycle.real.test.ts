import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import t, { type Test } from 'tap';
import type { RootStep } from '../../daemon/modem/healing-ladder.js';
import { powerCycle } from '../../daemon/modem/power-cycle.js';
import { standardInterfaces, UsbTree } from '../fakes/usb-tree.js';

const HELPER = resolve(import.meta.dirname, '../../../systemd/secretary-power');
const TOOLS = ['sh', 'sed', 'cat', 'rm', 'readlink', 'wc', 'mv', 'mkdir'];
/** What leaves and joins the fake bus with its power. */
const moved = (from: string, to: string) => `[ ! -e "${from}" ] || mv "${from}" "${to}"`;
const LEAVE = (place: string) => moved(`$DEVICES/${place}`, `$AWAY/${place}`);
const JOIN = (place: string) => moved(`$AWAY/${place}`, `$DEVICES/${place}`);

/** A box with a fake bus, whose only tools are the helper's own, a `sleep` that does not wait, and what is added. */
class PowerBox extends UsbTree {
  readonly run = join(this.root, 'run');
  readonly settings = join(this.root, 'secretary.toml');
  readonly #bin = join(this.root, 'bin');
  readonly #log = join(this.root, 'log');

  constructor(test: Test) {
    super(test);
    for (const folder of [this.run, this.#bin, join(this.root, 'away')]) mkdirSync(folder);
    for (const tool of TOOLS) {
      const found = spawnSync('sh', ['-c', `command -v ${tool}`], { encoding: 'utf8' }).stdout.trim();
      symlinkSync(found, join(this.#bin, tool));
    }
    this.tool('sleep');
    writeFileSync(this.#log, '');
  }

  /** A command that writes down how it was called, and then does that. */
  tool(name: string, then = ''): this {
    const file = join(this.#bin, name);
    writeFileSync(file, `#!/bin/sh\necho "${name} $*" >>"$LOG"\n${then}\n`);
    chmodSync(file, 0o755);
    return this;
  }

  modem(place: string): this {
    return this.plug(place, '1e0e:9001', standardInterfaces());
  }

  /** The modem's port of a hub, as the kernel links it since 6.0; its socket's USB 3 side too, if asked for. */
  hubPort(place: string, usb3Side?: string): string {
    const port = this.#port(place);
    symlinkSync(port, join(this.sys, 'bus/usb/devices', place, 'port'));
    if (usb3Side !== undefined) symlinkSync(this.#port(usb3Side), join(port, 'peer'));
    return join(port, 'disable');
  }

  #port(name: string): string {
    const port = join(this.sys, 'devices/hub', name);
    mkdirSync(port, { recursive: true });
    writeFileSync(join(port, 'disable'), '0\n');
    return port;
  }

  async ask(step: RootStep) {
    await powerCycle(this.run)(step);
    return this.helper();
  }

  helper() {
    const env = {
      PATH: this.#bin,
      LOG: this.#log,
      SYS: this.sys,
      DEVICES: join(this.sys, 'bus/usb/devices'),
      AWAY: join(this.root, 'away'),
    };
    const arguments_ = [HELPER, this.run, this.sys, this.settings];
    const { status, stderr } = spawnSync(join(this.#bin, 'sh'), arguments_, { encoding: 'utf8', env });
    return { status, said: stderr.trim().split('\n') };
  }

  /** All that was called, in order. */
  get log(): string[] {
    return readFileSync(this.#log, 'utf8').trim().split('\n');
  }
}

const text = (file: string): string => readFileSync(file, 'utf8').trim();

t.test("the daemon's file makes the helper switch the modem, and nothing else on the bus", async (test) => {
  const box = new PowerBox(test).modem('1-1.2').plug('1-1.3', '046d:c52b', [{ number: 0 }]);
  const authorized = (place: string) => join(box.sys, 'bus/usb/devices', place, 'authorized');
  writeFileSync(authorized('1-1.3'), 'untouched');
  box.tool('sleep', 'cat "$DEVICES/1-1.2/authorized" >>"$LOG"');
  test.same(await box.ask('replug'), { status: 0, said: ['replug: done'] });
  test.same(box.log, ['sleep 3', '0']);
  test.same(readdirSync(box.run), [], 'one request, one time');
  test.equal(text(authorized('1-1.2')), '1');
  test.equal(text(authorized('1-1.3')), 'untouched');
});

t.test('the port of a hub is off for ten seconds, on both sides of a USB 3 socket, and on again', async (test) => {
  const box = new PowerBox(test).modem('1-1.2');
  const port = box.hubPort('1-1.2', '2-1.2');
  const usb3Side = join(dirname(port), 'peer/disable');
  const look = 'cat "$SYS/devices/hub/1-1.2/disable" "$SYS/devices/hub/2-1.2/disable" >>"$LOG"';
  box.tool('sleep', `case $1 in 10) ${look}; ${LEAVE('1-1.2')} ;; *) ${JOIN('1-1.2')} ;; esac`);
  test.same(await box.ask('port-power'), { status: 0, said: ['port-power: done'] });
  test.same(box.log, ['sleep 10', '1', '1', 'sleep 1']);
  test.same([text(port), text(usb3Side)], ['0', '0']);
});

t.test('of several modems all are switched at once, or the one that the owner has named', async (test) => {
  const box = new PowerBox(test).modem('1-1.2').modem('1-1.4');
  const ports = [box.hubPort('1-1.2'), box.hubPort('1-1.4')] as const;
  box.tool('sleep', `cat ${ports.join(' ')} >>"$LOG"`);
  test.equal((await box.ask('port-power')).status, 0);
  test.same(box.log, ['sleep 10', '1', '1']);
  writeFileSync(box.settings, 'listenPort = 80\nmodem = "1-1.4" # the other one is for the alarm\n');
  test.equal((await box.ask('port-power')).status, 0);
  test.same(box.log.slice(3), ['sleep 10', '0', '1']);
  writeFileSync(box.settings, "modem = '1-1.3'\n");
  test.match(await box.ask('port-power'), { status: 69, said: ['no modem of SIMCom is on the USB'] });
});

t.test('a modem that is known by its IMEI is switched while it is alone', async (test) => {
  const box = new PowerBox(test).modem('1-1.2');
  writeFileSync(box.settings, 'modem = "490154203237518"\n');
  test.equal((await box.ask('replug')).status, 0);
  box.modem('1-1.4');
  test.match(await box.ask('replug'), { status: 69, said: [/which of several modems is meant/] });
});

t.test('a port that cannot be switched, or a modem that stays away, is told with an exit code', async (test) => {
  const box = new PowerBox(test);
  test.match(await box.ask('replug'), { status: 69, said: ['no modem of SIMCom is on the USB'] });
  box.modem('1-1.2');
  test.match(await box.ask('port-power'), { status: 69, said: [/no switch for the port of 1-1.2: .*Linux 6.0/] });
  const port = box.hubPort('1-1.2');
  box.tool('sleep', `[ "$1" != 10 ] || ${LEAVE('1-1.2')}`);
  test.match(await box.ask('port-power'), { status: 1, said: ['the modem has not come back to the USB'] });
  test.equal(text(port), '0');
  test.equal(box.log.filter((line) => line === 'sleep 1').length, 40);
});

t.test('a hub that leaves the power on is told of', async (test) => {
  const box = new PowerBox(test).modem('1-1.2');
  const port = box.hubPort('1-1.2');
  rmSync(port);
  symlinkSync('/dev/null', port);
  test.match(await box.ask('port-power'), { status: 0, said: [/^the hub leaves the power on: .*1-1.2\/disable$/] });
});

t.test('no port is left off by a helper that is stopped', async (test) => {
  const box = new PowerBox(test).modem('1-1.2').tool('sleep', 'kill $PPID; exit 143');
  const port = box.hubPort('1-1.2');
  test.equal((await box.ask('port-power')).status, 1);
  test.equal(text(port), '0');
});

const GPIOD_2 = ['3s', '18s', '2s', '20s'].map((hold, at) => {
  return `gpioset --bias=pull-down --hold-period=${hold} --toggle=0 GPIO6=${(at + 1) % 2}`;
});

/** A HAT as its users know it: three seconds switch it off, two switch it on. */
const HAT = `case $* in *=3*6=1) ${LEAVE('1-1.2')} ;; *=2*6=1) ${JOIN('1-1.2')} ;; esac`;

function hatBox(test: Test): PowerBox {
  const box = new PowerBox(test).modem('1-1.2').tool('gpioset', HAT);
  writeFileSync(box.settings, 'powerKey = "gpio6"\n');
  return box;
}

t.test('no key is left pressed either', async (test) => {
  const box = hatBox(test).tool('gpioset', 'case $* in *=1) kill $PPID; exit 143 ;; esac');
  test.equal((await box.ask('power-key')).status, 1);
  test.match(box.log, [GPIOD_2[0], /GPIO6=0$/]);
});

t.test('the key of the HAT: 3 s, 18 s of rest, 2 s, 20 s of rest, by gpiod 2', async (test) => {
  const box = hatBox(test);
  test.same(await box.ask('power-key'), { status: 0, said: ['power-key: done'] });
  test.same(box.log, GPIOD_2);
});

t.test('gpiod 1 is told the same in its own words', async (test) => {
  const box = hatBox(test).tool('gpiofind', 'echo gpiochip4 6');
  test.equal((await box.ask('power-key')).status, 0);
  test.same(
    box.log.filter((line) => line.startsWith('gpioset')),
    [
      'gpioset --bias=pull-down --mode=time --sec=3 gpiochip4 6=1',
      'gpioset --bias=pull-down --mode=time --sec=18 gpiochip4 6=0',
      'gpioset --bias=pull-down --mode=time --sec=2 gpiochip4 6=1',
      'gpioset --bias=pull-down --mode=time --sec=20 gpiochip4 6=0',
    ],
  );
});

t.test(
  'a modem that is off is only switched on; one that hangs off the bus is switched off first after all',
  async (test) => {
    const box = hatBox(test);
    const [device, away] = ['sys/bus/usb/devices/1-1.2', 'away/1-1.2'].map((place) => join(box.root, place));
    renameSync(device ?? '', away ?? '');
    test.equal((await box.ask('power-key')).status, 0);
    test.same(box.log, GPIOD_2.slice(2));
    box.unplug('1-1.2');
    test.match(await box.ask('power-key'), { status: 1, said: ['the modem has not come back to the USB'] });
    test.same(
      box.log.slice(2).filter((line) => line.startsWith('gpioset')),
      [...GPIOD_2.slice(2), ...GPIOD_2],
    );
  },
);

t.test('a key that does nothing is told of', async (test) => {
  const { status, said } = await hatBox(test).tool('gpioset').ask('power-key');
  test.equal(status, 0);
  test.match(said, [/^the modem is still on the USB .* jumper PWR of the HAT on D6\?$/, 'power-key: done']);
});

t.test('no key is pressed unless its owner has said so, and what is missing for it is named', async (test) => {
  const box = new PowerBox(test).modem('1-1.2');
  test.match(await box.ask('power-key'), { status: 78, said: [/^no key is pressed: powerKey = "gpio6" does not/] });
  writeFileSync(box.settings, '# powerKey = "gpio6"\npowerKey = "none"\n');
  test.equal((await box.ask('power-key')).status, 78);
  writeFileSync(box.settings, 'powerKey = "gpio6"\n');
  test.match(await box.ask('power-key'), {
    status: 69,
    said: ['gpioset is missing; install it with: sudo apt install gpiod'],
  });
  box.tool('gpioset', 'echo "gpioset: cannot find line GPIO6" >&2; exit 1');
  test.match(await box.ask('power-key'), { status: 69, said: [/cannot find/, /^GPIO 6 cannot be switched/] });
});

t.test('of several requests the strongest is done; none is told as such', async (test) => {
  const box = hatBox(test);
  await powerCycle(box.run)('power-key');
  test.equal((await box.ask('replug')).status, 0);
  test.same(box.log, GPIOD_2);
  test.match(box.helper(), { status: 64, said: [/^nothing was asked for/] });
});

t.test('without the helper it is refused in words', async (test) => {
  await test.rejects(powerCycle(undefined)('replug'), { code: 'refused', message: /no helper/ });
});
