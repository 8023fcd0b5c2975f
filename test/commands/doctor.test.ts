import { inBoth } from '../../daemon/base/language.js';
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { loadBootstrap } from '../../daemon/base/bootstrap.js';
import { JsonServer } from '../../daemon/base/json-socket.js';
import type { Language } from '../../daemon/base/language.js';
import { diagnose } from '../../daemon/commands/doctor/doctor.js';
import type { Finding, Patient } from '../../daemon/commands/doctor/finding.js';
import { doctorTexts } from '../../daemon/commands/doctor/texts.js';
import type { ModemStatus } from '../../daemon/modem/line.js';
import { NO_MODEM } from '../../daemon/modem/status.js';
import { standardInterfaces, UsbTree } from '../fakes/usb-tree.js';

const READY: ModemStatus = {
  ...NO_MODEM,
  state: 'ready',
  detail: inBoth(''),
  operator: 'Example',
  registration: 'home',
  signalDbm: -71,
  firmware: 'LE20B03SIM7600M22',
};

interface Box {
  readonly tree: UsbTree;
  readonly data: string;
  readonly outputs: Record<string, string>;
  readonly env: Record<string, string>;
  /** What only the file can set. */
  readonly settings: { powerKey?: 'gpio6' };
}

function box(test: Test): Box {
  const tree = new UsbTree(test);
  const data = join(tree.root, 'data');
  mkdirSync(data);
  return { tree, data, outputs: {}, settings: {}, env: { SECRETARY_DATA: data, SECRETARY_PORT: '0' } };
}

function findings(box: Box, language: Language = 'en'): Promise<{ ready: boolean; findings: readonly Finding[] }> {
  const { tree, outputs, env, settings } = box;
  const patient: Patient = {
    bootstrap: { ...loadBootstrap(undefined, env), language, ...settings },
    texts: doctorTexts[language],
    roots: { sys: tree.sys, dev: tree.dev, proc: tree.proc, etc: join(tree.root, 'etc') },
    output: async (program) => outputs[program] ?? null,
  };
  return diagnose(patient);
}

async function daemon(test: Test, { data }: Box, line: ModemStatus): Promise<void> {
  const server = new JsonServer(join(data, 'run', 'control.sock'), () => ({ line, pid: 4711 }));
  await server.listen();
  test.teardown(() => server.close());
}

const of = (check: string, all: readonly Finding[]): readonly string[] =>
  all.filter((each) => each.check === check).map(({ level, text }) => `${level}: ${text}`);

t.test('a machine without a modem is told plainly what is missing', async (test) => {
  const { ready, findings: all } = await findings(box(test));
  test.equal(ready, false);
  test.match(of('modem', all), [/^bad: No modem: no SIMCom device/]);
  test.match(of('daemon', all), [/^bad: The daemon does not run/]);
  test.match(of('node', all), [/^fine: Node/]);
});

t.test('a box that is well has nothing bad, with the firmware that it runs', async (test) => {
  const here = box(test);
  here.tree.plug('1-1.2', '1e0e:9001', standardInterfaces());
  await daemon(test, here, READY);
  const { findings: all } = await findings(here);
  const others = all.filter(({ check }) => check !== 'models');
  test.same(
    others.filter(({ level }) => level !== 'fine'),
    [],
  );
  test.match(of('line', all), [/Example, 4 of 4 bars/]);
  test.match(of('firmware', all), [/nothing is reported/]);
});

t.test('a line that is locked, weak, roaming or on firmware with reports against it is told as such', async (test) => {
  const locked = box(test);
  await daemon(test, locked, {
    ...READY,
    state: 'sim-locked',
    detail: { en: 'There is no SIM card in the modem.', ru: 'В модеме нет SIM-карты.' },
  });
  test.match(of('line', (await findings(locked)).findings), [/^bad: .*no SIM card/]);
  const weak = box(test);
  await daemon(test, weak, { ...READY, signalDbm: -103, registration: 'roaming', firmware: 'LE20B05SIM7600M22' });
  const { findings: all } = await findings(weak, 'ru');
  test.match(of('line', all), [/^warn: .*слабый/, /^warn: .*роуминг/]);
  test.match(of('firmware', all), [/^warn: .*LE20B05.*прерывист/]);
});

t.test('a port that is held or forbidden, and a ModemManager that would take it', async (test) => {
  const here = box(test);
  const { tree } = here;
  tree.plug('1-1', '1e0e:9001', standardInterfaces());
  mkdirSync(join(tree.proc, '712/fd'), { recursive: true });
  writeFileSync(join(tree.proc, '712/comm'), 'ModemManager\n');
  symlinkSync(join(tree.dev, 'ttyUSB2'), join(tree.proc, '712/fd/9'));
  here.outputs['systemctl'] = 'active';
  const { findings: all } = await findings(here);
  test.match(of('port', all), [/^bad: .*ttyUSB2 is used by ModemManager.*disable --now/, /^fine: .*ttyUSB4/]);
  test.match(of('modem-manager', all), [/^warn: ModemManager runs/]);
  mkdirSync(join(tree.root, 'etc/udev/rules.d'), { recursive: true });
  writeFileSync(join(tree.root, 'etc/udev/rules.d/70-secretary-sim7600.rules'), '');
  test.same(of('modem-manager', (await findings(here)).findings), [], 'our rule keeps it off');
  if (process.getuid?.() === 0) return;
  chmodSync(join(tree.dev, 'ttyUSB4'), 0);
  test.match(of('port', (await findings(here)).findings), [/.*/, /^bad: .*ttyUSB4 may not be used/]);
});

t.test('a modem in a composition without voice, and a configured port that is not there', async (test) => {
  const mute = box(test);
  mute.tree.plug('1-1', '1e0e:9006', standardInterfaces());
  test.match(of('modem', (await findings(mute)).findings), [/^bad: .*1e0e:9006, which has no voice port/]);
  test.match(of('modem', (await findings(mute, 'ru')).findings), [/^bad: .*нет голосового порта/]);
  const configured = box(test);
  configured.env['SECRETARY_AT_PORT'] = '/dev/secretary/none';
  test.match(of('modem', (await findings(configured)).findings), [/^bad: .*\/dev\/secretary\/none/]);
});

t.test(
  'a sound card in place of the voice port: looked for as a card, and a modem without voice is fine',
  async (test) => {
    const here = box(test);
    here.tree.plug('1-1', '1e0e:9006', standardInterfaces());
    here.env['SECRETARY_PCM_PORT'] = 'alsa:plughw:CARD=Device,plughw:CARD=Device';
    const missing = (await findings(here)).findings;
    test.match(of('modem', missing), [/^fine: A modem/]);
    test.match(of('sound-card', missing), [/^bad: .*Device/]);
    mkdirSync(join(here.tree.proc, 'asound/Device'), { recursive: true });
    test.match(of('sound-card', (await findings(here)).findings), [/^fine: .*Device/]);
  },
);

t.test('of several modems the one that is set is looked at', async (test) => {
  const here = box(test);
  here.tree.plug('1-1', '1e0e:9001', standardInterfaces(0)).plug('1-2', '1e0e:9001', standardInterfaces(5));
  here.env['SECRETARY_MODEM'] = '1-2';
  const { findings: all } = await findings(here);
  test.match(of('modem', all), [/^fine: .*1-2/, /^warn: 2 modems.*1-2/]);
  test.match(of('port', all), [/ttyUSB7/, /ttyUSB9/]);
});

t.test(
  'a modem that is named by its IMEI is the one that the daemon found; without it nobody can tell',
  async (test) => {
    const here = box(test);
    here.tree.plug('1-1', '1e0e:9001', standardInterfaces(0)).plug('1-2', '1e0e:9001', standardInterfaces(5));
    here.env['SECRETARY_MODEM'] = '490154203237518';
    const alone = (await findings(here)).findings;
    test.match(of('modem', alone), [/^warn: 2 modems .*the daemon asks them for the IMEI …7518/]);
    test.same(of('port', alone), [], 'those of a stranger are none of our business');
    test.match(of('modem', (await findings(here, 'ru')).findings), [/^warn: .*2; служба спросит/]);
    await daemon(test, here, { ...READY, chosen: { place: '1-2', enumeration: '2', by: 'imei', of: 2 } });
    const { findings: all } = await findings(here);
    test.match(of('modem', all), [/^fine: .*1-2/, /^warn: 2 modems.*1-2/]);
    test.match(of('port', all), [/ttyUSB7/, /ttyUSB9/]);
  },
);

t.test('no modem has the IMEI that is set: told by what the daemon says of its line', async (test) => {
  const here = box(test);
  here.tree.plug('1-1', '1e0e:9001', standardInterfaces(0)).plug('1-2', '1e0e:9001', standardInterfaces(5));
  here.env['SECRETARY_MODEM'] = '490154203237518';
  await daemon(test, here, { ...NO_MODEM, detail: inBoth('None of the modems has the IMEI.') });
  const { ready, findings: all } = await findings(here);
  test.notOk(ready);
  test.match(of('modem', all), [/^warn: 2 modems/]);
  test.match(of('line', all), [/^bad: .*None of the modems has the IMEI/]);
});

t.test('a supply that is or was too weak', async (test) => {
  const here = box(test);
  here.outputs['vcgencmd'] = 'throttled=0x0';
  test.match(of('power', (await findings(here)).findings), [/^fine/]);
  here.outputs['vcgencmd'] = 'throttled=0x50000';
  test.match(of('power', (await findings(here)).findings), [/^warn: .*since the last start/]);
  here.outputs['vcgencmd'] = 'throttled=0x50005';
  test.match(of('power', (await findings(here)).findings), [/^bad: .*right now/]);
});

t.test('a power key that nothing can press', async (test) => {
  const here = box(test);
  test.same(of('power-key', (await findings(here)).findings), []);
  here.settings.powerKey = 'gpio6';
  test.match(of('power-key', (await findings(here)).findings), [/^warn: .*sudo apt install gpiod$/]);
  here.outputs['gpioset'] = 'gpioset (libgpiod) v2.2.1';
  test.same(of('power-key', (await findings(here)).findings), []);
});

t.test('a page port that another program has', async (test) => {
  const here = box(test);
  const other = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => other.once('listening', resolve));
  test.teardown(() => other.close());
  here.env['SECRETARY_PORT'] = String((other.address() as AddressInfo).port);
  test.match(of('page', (await findings(here)).findings), [/^warn: Port \d+ is taken/]);
});

t.test('models that are missing are named with the command that brings them', async (test) => {
  const here = box(test);
  here.env['SECRETARY_MODELS'] = join(here.data, 'none');
  const models = of('models', (await findings(here)).findings);
  test.ok(models.some((line) => /^bad: .*vosk-small-en.*secretary models fetch vosk-small-en/.test(line)));
  test.ok(models.some((line) => /^warn: .*silero-vad/.test(line)));
});

t.test('both languages say the same things', async (test) => {
  test.same(Object.keys(doctorTexts.ru), Object.keys(doctorTexts.en));
});
