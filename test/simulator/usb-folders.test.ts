import { realpathSync } from 'node:fs';
import t from 'tap';
import { findModems } from '../../daemon/modem/discovery.js';
import type { Product } from '../../daemon/simulator/usb-folders.js';
import { startRig, until } from './rig.js';

for (const product of ['9001', '9011'] satisfies Product[]) {
  t.test(`the driver finds a ${product} by its USB ids, and again under other numbers after an unplug`, async (t) => {
    const { dir, simulator, client } = await startRig(t, { product, scale: 200 });
    const find = async () => (await findModems({ sys: `${dir}/sys`, dev: `${dir}/dev` }))[0];
    const modem = await find();
    t.match(modem, { productId: product, fault: null });
    t.equal(realpathSync(modem?.atPort ?? ''), realpathSync(simulator.ready.atPort));
    t.equal(realpathSync(modem?.pcmPort ?? ''), realpathSync(simulator.ready.pcmPort));
    await client.request({ op: 'fault', name: 'unplug' });
    t.equal(await find(), undefined);
    await until(() => simulator.device.plugged, 'the ports');
    const again = await find();
    t.match(again, { fault: null });
    t.not(again?.atPort, modem?.atPort);
    await client.request({ op: 'fault', name: 'at-missing' });
    await until(() => simulator.device.plugged, 'the ports');
    t.match(await find(), { fault: 'at-missing' });
  });
}
