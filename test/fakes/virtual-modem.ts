import { type Cancel, installClock } from '../../daemon/base/time.js';
import { VirtualClock } from '../../daemon/base/virtual-clock.js';
import type { ModemEvent, ModemState } from '../../daemon/modem/line.js';
import { Modem } from '../../daemon/modem/modem.js';
import type { PortPaths } from '../../daemon/modem/port.js';
import { FakeModem } from './fake-port.js';

interface Test {
  teardown(undo: () => unknown): unknown;
}

export interface VirtualModem {
  readonly clock: VirtualClock;
  readonly fake: FakeModem;
  readonly modem: Modem;
  readonly events: ModemEvent[];
  readonly states: ModemState[];
  /** What the finder finds; null is no modem. */
  plug(paths: PortPaths | null): void;
  /** Events of the call so far, as `type` or `type:reason`. */
  story(): string[];
}

export const PATHS: PortPaths = { atPort: '/fake/at', pcmPort: '/fake/pcm' };

/** The real driver on a fake port in virtual time; started, but no time has passed yet. */
export function virtualModem(t: Test, found: PortPaths | null = PATHS): VirtualModem {
  const clock = new VirtualClock();
  const restore: Cancel = installClock(clock);
  const fake = new FakeModem();
  let paths = found;
  const modem = new Modem({ findPorts: async () => paths, openPort: fake.open });
  const events: ModemEvent[] = [];
  const states: ModemState[] = [];
  modem.events.subscribe('test', (event) => events.push(event));
  modem.machine.changes.subscribe('test', ({ to }) => states.push(to));
  t.teardown(async () => {
    await modem.stop();
    restore();
  });
  modem.start();
  return { clock, fake, modem, events, states, plug: (next) => void (paths = next), story: () => story(events) };
}

const CALL = new Set(['ringing', 'answered', 'ended', 'missed', 'waiting']);

function story(events: readonly ModemEvent[]): string[] {
  return events
    .filter(({ type }) => CALL.has(type))
    .map((event) => ('reason' in event ? `${event.type}:${event.reason}` : event.type));
}

/** Past the init of a healthy modem: some 35 commands at 50 ms. */
export const READY_MS = 4000;
