import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { powerCycle } from '../../daemon/modem/power-cycle.js';
import { standardInterfaces, UsbTree } from '../fakes/usb-tree.js';

const HELPER = join(import.meta.dirname, '../../../systemd/secretary-power');

t.test("the daemon's file makes the helper switch the modem, and nothing else on the bus", async (test) => {
  const tree = new UsbTree(test)
    .plug('1-1.2', '1e0e:9001', standardInterfaces())
    .plug('1-1.3', '046d:c52b', [{ number: 0 }]);
  const other = join(tree.sys, 'bus/usb/devices/1-1.3/authorized');
  writeFileSync(other, 'untouched');
  await powerCycle(tree.root)();
  const request = join(tree.root, 'power-cycle');
  test.ok(existsSync(request));
  const { status, stderr } = spawnSync('sh', [HELPER, request, tree.sys, '0'], { encoding: 'utf8' });
  test.same({ status, stderr }, { status: 0, stderr: '' });
  test.notOk(existsSync(request), 'one request, one time');
  test.equal(readFileSync(join(tree.sys, 'bus/usb/devices/1-1.2/authorized'), 'utf8'), '1\n');
  test.equal(readFileSync(other, 'utf8'), 'untouched');
});

t.test('without the helper it is refused in words', async (test) => {
  await test.rejects(powerCycle(undefined)(), { code: 'refused', message: /no helper/ });
});
