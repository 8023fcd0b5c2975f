import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { describeHolder, holderOf } from '../../daemon/modem/holder.js';
import { UsbTree } from '../fakes/usb-tree.js';

function process(tree: UsbTree, pid: number, program: string, open: string): void {
  const folder = join(tree.proc, String(pid), 'fd');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(tree.proc, String(pid), 'comm'), `${program}\n`);
  symlinkSync(open, join(folder, '7'));
}

t.test('the program that holds a port is named, ModemManager with its remedy', async (t) => {
  const tree = new UsbTree(t);
  process(tree, 411, 'bash', '/dev/tty1');
  process(tree, 712, 'ModemManager', '/dev/ttyUSB2');
  mkdirSync(join(tree.proc, 'sys'));
  const holder = await holderOf('/dev/ttyUSB2', tree.proc);
  t.same(holder, { pid: 712, program: 'ModemManager' });
  t.equal(
    describeHolder('/dev/ttyUSB2', holder).en,
    '/dev/ttyUSB2 is used by ModemManager (process 712); mend it with: sudo systemctl disable --now ModemManager',
  );
  t.equal(await holderOf('/dev/ttyUSB3', tree.proc), null);
  t.match(describeHolder('/dev/ttyUSB3', null).en, /used by another program/);
  t.match(describeHolder('/dev/ttyUSB3', { pid: 9, program: 'minicom' }).en, /minicom \(process 9\).*kill 9/);
});
