import { type Cancel, installClock } from '../../daemon/base/time.js';
import { VirtualClock } from '../../daemon/base/virtual-clock.js';
import type { ModemEvent, ModemState } from '../../daemon/modem/line.js';
import { Modem } from '../../daemon/modem/modem.js';
import type { PortPaths } from '../../daemon/modem/port.js';
import { FakeModem } from './fake-port.js';

export interface Test {
  teardown(undo: () => unknown): unknown;
}

export interface VirtualModem {
  readonly clock: VirtualClock;
  readonly fake: FakeModem;
  readonly modem: Modem;
  readonly events: ModemEvent[];
  readonly states: ModemState[];
  /** What the finder finds; null is no modem. */
  plug: (paths: PortPaths | null) => void;
  /** Events of the call so far, as `type` or `type:reason`. */
  story: () => string[];
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

/** What a caller's modem says each ring period. */
export const RINGS = ['RING', '+CLIP: "07511772308",129,,,"",0'];

export async function ready(t: Test): Promise<VirtualModem> {
  const virtual = virtualModem(t);
  await virtual.clock.advance(READY_MS);
  return virtual;
}

/** A call that rang and was answered. */
export async function inCall(t: Test): Promise<VirtualModem> {
  const virtual = await ready(t);
  virtual.fake.answer('ATA', ['OK', 'VOICE CALL: BEGIN']).say(...RINGS);
  await virtual.clock.advance(10);
  await during(virtual, 10, virtual.modem.answer(new AbortController().signal));
  return virtual;
}

/** The outcome of some work, for which so much time passes. */
export async function during<T>(virtual: VirtualModem, ms: number, work: Promise<T>): Promise<T> {
  work.catch(() => undefined);
  await virtual.clock.advance(ms);
  return work;
}
