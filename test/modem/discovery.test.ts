import { rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { findModems, portFinder } from '../../daemon/modem/discovery.js';
import { standardInterfaces, UsbTree } from '../fakes/usb-tree.js';

const AUTO = { modem: 'auto', atPort: 'auto', pcmPort: 'auto' };

t.test('the usual composition is found by interface numbers, whatever its ttyUSB numbers are', async (t) => {
  const tree = new UsbTree(t).plug('1-1.2', '1e0e:9001', standardInterfaces(7));
  t.same(await portFinder(AUTO, tree)(), {
    atPort: join(tree.dev, 'ttyUSB9'),
    secondAtPort: join(tree.dev, 'ttyUSB10'),
    pcmPort: join(tree.dev, 'ttyUSB11'),
    chosen: { place: '1-1.2', enumeration: '1', by: 'order', of: 1 },
  });
});

t.test('other compositions with voice', async (t) => {
  const layouts: readonly (readonly [string, number, number])[] = [
    ['9003', 2, 4],
    ['9011', 4, 6],
    ['9018', 2, 4],
    ['9026', 0, 1],
    ['9028', 1, 2],
  ];
  for (const [product, at, pcm] of layouts) {
    const interfaces = [0, 1, 2, 3, 4, 5, 6].map((number) => ({ number, tty: `ttyUSB${number}` }));
    const tree = new UsbTree(t).plug('1-1', `1e0e:${product}`, interfaces);
    t.match(
      await portFinder(AUTO, tree)(),
      { atPort: join(tree.dev, `ttyUSB${at}`), pcmPort: join(tree.dev, `ttyUSB${pcm}`) },
      product,
    );
  }
});

t.test('gaps in the numbers and interfaces in any order make no difference', async (t) => {
  const tree = new UsbTree(t).plug('1-1.2', '1e0e:9001', [
    { number: 4, tty: 'ttyUSB0' },
    { number: 2, tty: 'ttyUSB5' },
    { number: 3, tty: 'ttyUSB1' },
  ]);
  t.match(await portFinder(AUTO, tree)(), { atPort: join(tree.dev, 'ttyUSB5'), pcmPort: join(tree.dev, 'ttyUSB0') });
});

t.test('of several modems the first place on the bus is taken, and one that is broken is passed over', async (t) => {
  const tree = new UsbTree(t)
    .plug('1-10', '1e0e:9001', standardInterfaces(10))
    .plug('1-2', '1e0e:9001', standardInterfaces(0))
    .plug('1-1', '046d:c52b', [{ number: 0 }]);
  t.same(
    (await findModems(tree)).map(({ usbPath }) => usbPath),
    ['1-2', '1-10'],
  );
  t.match(await portFinder(AUTO, tree)(), { atPort: join(tree.dev, 'ttyUSB2') });
  rmSync(join(tree.dev, 'ttyUSB2'));
  t.match(await portFinder(AUTO, tree)(), { atPort: join(tree.dev, 'ttyUSB12') });
});

t.test('ports that come late are waited for, and what is missing is named', async (t) => {
  const tree = new UsbTree(t).plug('1-1', '1e0e:9001', []);
  const find = portFinder(AUTO, tree);
  await t.rejects(find(), { code: 'not-found', message: /no ports.*modprobe option/ });
  tree.plugInterface('1-1', { number: 4, tty: 'ttyUSB4' });
  await t.rejects(find(), { message: /voice port but not its AT port/ });
  tree.plugInterface('1-1', { number: 2, tty: 'ttyUSB2' });
  t.match(await find(), { atPort: join(tree.dev, 'ttyUSB2') });
  rmSync(join(tree.dev, 'ttyUSB4'));
  await t.rejects(find(), { message: /AT port but not its voice port/ });
});

t.test('a composition that is unknown or has no voice is named with what helps', async (t) => {
  const unknown = new UsbTree(t).plug('1-1', '1e0e:beef', standardInterfaces());
  await t.rejects(portFinder(AUTO, unknown)(), { message: /1e0e:beef.*CUSBPIDSWITCH=9001,1,1/ });
  const mute = new UsbTree(t).plug('1-1', '1e0e:9006', standardInterfaces());
  await t.rejects(portFinder(AUTO, mute)(), { message: /1e0e:9006.*no voice port/ });
  t.match(await findModems(mute), [{ atPort: join(mute.dev, 'ttyUSB2'), fault: 'no-voice-port' }]);
});

t.test('no modem and no USB at all are not errors; configured paths are taken as they are', async (t) => {
  const tree = new UsbTree(t);
  t.equal(await portFinder(AUTO, tree)(), null);
  t.equal(await portFinder(AUTO, { sys: '/nowhere', dev: '/nowhere' })(), null);
  tree.plug('1-1', '1e0e:9001', standardInterfaces());
  const [atPort, pcmPort] = [join(tree.dev, 'ttyUSB1'), join(tree.dev, 'ttyUSB0')];
  t.same(await portFinder({ ...AUTO, atPort, pcmPort }, tree)(), { atPort, pcmPort });
  t.match(await portFinder({ ...AUTO, atPort }, tree)(), { atPort, pcmPort: join(tree.dev, 'ttyUSB4') });
});

t.test('configured ports that are not there are named; one of two is a modem that may be healed', async (t) => {
  const tree = new UsbTree(t);
  tree.plug('1-1', '1e0e:9001', standardInterfaces());
  const [there, gone] = [join(tree.dev, 'ttyUSB2'), join(tree.dev, 'none')];
  const find = (atPort: string, pcmPort: string) => portFinder({ ...AUTO, atPort, pcmPort }, tree)();
  await t.rejects(find(gone, there), {
    code: 'not-found',
    message: /^the AT port .*none is not there/,
    retryable: true,
  });
  await t.rejects(find(there, gone), {
    code: 'not-found',
    message: /^the voice port .*none is not there/,
    retryable: true,
  });
  await t.rejects(find(gone, gone), {
    code: 'not-found',
    message: /^neither the AT port .* is there/,
    retryable: false,
  });
  await t.rejects(find('auto', gone), { code: 'not-found', retryable: false });
});

t.test('of several modems the one is taken that is named by its place, or by a link to its AT port', async (t) => {
  const tree = new UsbTree(t)
    .plug('1-1', '1e0e:9001', standardInterfaces(0))
    .plug('1-2.1', '1e0e:9001', standardInterfaces(5));
  const second = { atPort: join(tree.dev, 'ttyUSB7'), pcmPort: join(tree.dev, 'ttyUSB9') };
  t.match(await portFinder({ ...AUTO, modem: '1-2.1' }, tree)(), second);
  t.equal(await portFinder({ ...AUTO, modem: '1-3' }, tree)(), null, 'no other one is taken for it');
  const link = join(tree.root, 'at');
  symlinkSync(second.atPort, link);
  t.match(await portFinder({ ...AUTO, atPort: link }, tree)(), { ...second, atPort: link });
});

t.test('who is chosen, by what and among how many, is told', async (t) => {
  const tree = new UsbTree(t)
    .plug('1-1', '1e0e:9001', standardInterfaces(0))
    .plug('1-2', '1e0e:9001', standardInterfaces(5));
  const chosen = async (wanted: Partial<typeof AUTO>) => (await portFinder({ ...AUTO, ...wanted }, tree)())?.chosen;
  t.match(await chosen({}), { place: '1-1', by: 'order', of: 2 });
  t.match(await chosen({ modem: '1-2' }), { place: '1-2', by: 'place' });
  t.match(await chosen({ atPort: join(tree.dev, 'ttyUSB7') }), { place: '1-2', by: 'port' });
  t.match(await chosen({ modem: '490154203237518' }), { place: '1-1', by: 'imei' });
});

t.test('an IMEI passes over who was asked, until another device comes to the same place', async (t) => {
  const tree = new UsbTree(t)
    .plug('1-1', '1e0e:9001', standardInterfaces(0))
    .plug('1-2', '1e0e:9001', standardInterfaces(5));
  const find = portFinder({ ...AUTO, modem: '490154203237518' }, tree);
  const asked = new Map<string, string>();
  const next = () => find(({ place, enumeration }) => asked.get(place) === enumeration);
  for (const place of ['1-1', '1-2']) {
    const chosen = (await next())?.chosen;
    t.equal(chosen?.place, place);
    asked.set(place, chosen?.enumeration ?? '');
  }
  await t.rejects(next(), {
    code: 'not-found',
    message: /none of the modems on the USB \(2\).*…7518/,
    retryable: false,
  });
  tree.unplug('1-1');
  tree.plug('1-1', '1e0e:9001', standardInterfaces(10));
  t.match(await next(), { chosen: { place: '1-1', enumeration: '3' } });
});

t.test('beside a sound card no voice port is missed', async (t) => {
  const pcmPort = 'alsa:plughw:CARD=Device,plughw:CARD=Device';
  const mute = new UsbTree(t).plug('1-1', '1e0e:9006', standardInterfaces());
  t.match(await portFinder({ ...AUTO, pcmPort }, mute)(), { atPort: join(mute.dev, 'ttyUSB2'), pcmPort });
  const deaf = new UsbTree(t).plug('1-1', '1e0e:9001', [{ number: 4, tty: 'ttyUSB4' }]);
  await t.rejects(portFinder({ ...AUTO, pcmPort }, deaf)(), { message: /not its AT port/ });
});
