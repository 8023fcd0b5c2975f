import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { portFinder } from '../../daemon/modem/discovery.js';
import { Modem } from '../../daemon/modem/modem.js';
import { Simulator } from '../../daemon/simulator/simulator.js';
import { UsbTree } from '../fakes/usb-tree.js';

const OURS = '490154203237518';

/** A simulated modem on real pseudo-terminals, and its interfaces as the kernel would show them. */
async function simulated(t: Test, imei: string) {
  const dir = mkdtempSync(join(tmpdir(), 'simulator-'));
  const simulator = new Simulator({ dir, profile: 'good', seed: 1, scale: 50, imei });
  await simulator.start();
  t.teardown(async () => {
    await simulator.stop();
    rmSync(dir, { recursive: true, force: true });
  });
  const interfaces = (firstTty: number) =>
    ['at', 'at2', 'pcm'].map((name, at) => ({
      number: at + 2,
      tty: `ttyUSB${firstTty + at}`,
      node: join(dir, name),
    }));
  return { simulator, interfaces };
}

t.test('of two modems on real ports the one with the IMEI is taken, whatever the order of ports', async (t) => {
  const tree = new UsbTree(t);
  const stranger = await simulated(t, '867584030012343');
  const ours = await simulated(t, OURS);
  tree.plug('1-1', '1e0e:9001', stranger.interfaces(0)).plug('1-2', '1e0e:9001', ours.interfaces(5));
  const modem = new Modem({
    findPorts: portFinder({ modem: OURS, atPort: 'auto', pcmPort: 'auto' }, tree),
    imei: OURS,
  });
  t.teardown(() => modem.stop());
  const ready = modem.statusChanges.next(({ state }) => state === 'ready', new AbortController().signal);
  modem.start();
  const status = await ready;
  t.match(status.chosen, { place: '1-2', by: 'imei', of: 2 });
  t.equal(modem.voicePort, join(tree.dev, 'ttyUSB7'));
  t.match(stranger.simulator.device.transcripts.at.text(), /AT\+CGSN/);
  t.notMatch(stranger.simulator.device.transcripts.at.text(), /ATE0|AT\+CLCC|AT\+CHUP/, 'and let go as it was');
});
