import { time } from '../../../daemon/base/time.js';
import { Modem } from '../../../daemon/modem/modem.js';
import { Simulator } from '../../../daemon/simulator/simulator.js';
import type { Measure } from '../measure.js';
import { median } from '../statistics.js';
import { atEnd, inWorkspace } from '../workspace.js';

const GOAL_MS = 50;
const MODEMS = 10;

interface Plugged {
  readonly modem: Modem;
  readonly simulator: Simulator;
}

/** A modem that is in service, with the driver on its ports. */
async function pluggedIn(name: string): Promise<Plugged> {
  const simulator = new Simulator({ dir: inWorkspace(name), profile: 'good', seed: 1, scale: 50 });
  await simulator.start();
  const { atPort, pcmPort } = simulator.ready;
  const modem = new Modem({ findPorts: async () => ({ atPort, pcmPort }) });
  atEnd(() => modem.stop().then(() => simulator.stop()));
  const ready = modem.machine.changes.next(({ to }) => to === 'ready', AbortSignal.timeout(60_000));
  modem.start();
  await ready;
  return { modem, simulator };
}

/** From the hang-up of the ports to the state that everybody sees. */
async function noticedAfterMs({ modem, simulator }: Plugged): Promise<number> {
  const lost = modem.machine.changes.next(({ to }) => to === 'lost', AbortSignal.timeout(60_000));
  const sinceMs = time.monotonicMs();
  simulator.device.strike('unplug-for-good');
  await lost;
  return time.monotonicMs() - sinceMs;
}

export const unplug: Measure = {
  name: 'UNPLUG',
  about: 'from the moment at which the modem is pulled out to the moment at which the box knows: the worst',
  goal: `≤${GOAL_MS}ms`,
  async measure() {
    const plugged = await Promise.all(Array.from({ length: MODEMS }, (_, n) => pluggedIn(`unplug-${n}`)));
    const samples: number[] = [];
    for (const each of plugged) samples.push(await noticedAfterMs(each));
    const figure = Number(Math.max(...samples).toFixed(1));
    const beside = { median: Number(median(samples).toFixed(1)) };
    return { figure, unit: 'ms', ok: figure <= GOAL_MS, n: samples.length, samples, beside };
  },
};
