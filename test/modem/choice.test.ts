import t, { type Test } from 'tap';
import { SecretaryError } from '../../daemon/base/errors.js';
import { redirectLog } from '../../daemon/base/log.js';
import { installClock } from '../../daemon/base/time.js';
import { VirtualClock } from '../../daemon/base/virtual-clock.js';
import type { ModemEvent, ModemState } from '../../daemon/modem/line.js';
import { Modem } from '../../daemon/modem/modem.js';
import type { PortFinder } from '../../daemon/modem/port.js';
import { FakeModem } from '../fakes/fake-port.js';

const OURS = '490154203237518';
const OTHERS = '867584030012343';

/** Modems by their places on a bus without a kernel, and the driver that looks for ours among them. */
class Bus {
  readonly clock = new VirtualClock();
  readonly events: ModemEvent[] = [];
  readonly states: ModemState[] = [];
  readonly modem: Modem;
  readonly #plugged = new Map<string, { readonly fake: FakeModem; readonly enumeration: string }>();
  #enumerations = 0;

  constructor(t: Test) {
    const restore = installClock(this.clock);
    this.modem = new Modem({
      findPorts: this.#find,
      openPort: (path, handlers) => this.at(path).open(path, handlers),
      imei: OURS,
    });
    this.modem.events.subscribe('test', (event) => this.events.push(event));
    this.modem.machine.changes.subscribe('test', ({ to }) => this.states.push(to));
    this.modem.start();
    t.teardown(async () => {
      await this.modem.stop();
      restore();
    });
  }

  plug(place: string, imei: string): FakeModem {
    const fake = new FakeModem().answer('AT+CGSN', [imei, 'OK']);
    this.#plugged.set(place, { fake, enumeration: String(++this.#enumerations) });
    return fake;
  }

  unplug(place: string): void {
    this.at(place).unplug();
    this.#plugged.delete(place);
  }

  at(place: string): FakeModem {
    const plugged = this.#plugged.get(place);
    if (plugged === undefined) throw new SecretaryError('port-gone', `nothing at ${place}`);
    return plugged.fake;
  }

  /** As `portFinder`, which discovery.test.ts and choice.real.test.ts look at. */
  readonly #find: PortFinder = async (passesOver = () => false) => {
    const places = Array.from(this.#plugged, ([place, { enumeration }]) => ({ place, enumeration }));
    const left = places.filter((each) => !passesOver(each));
    if (left.length === 0 && places.length > 0)
      throw new SecretaryError('not-found', 'none has it', { ru: 'ни у одного' });
    const [first] = left.toSorted((a, b) => a.place.localeCompare(b.place));
    if (first === undefined) return null;
    const chosen = { ...first, by: 'imei', of: places.length } as const;
    return { atPort: first.place, pcmPort: `${first.place}/pcm`, chosen };
  };
}

t.test('the wrong one first: asked once, let go, and ours is taken', async (t) => {
  const bus = new Bus(t);
  const stranger = bus.plug('1-1', OTHERS);
  bus.plug('1-2', OURS);
  await bus.clock.advance(20_000);
  t.match(bus.modem.status, { state: 'ready', chosen: { place: '1-2', by: 'imei', of: 2 } });
  t.equal(bus.modem.voicePort, '1-2/pcm');
  t.same(stranger.commands, ['AT', 'AT+CGSN'], 'nothing was changed in it');
  t.notOk(bus.states.includes('lost'), 'a stranger is no loss');
  bus.at('1-2').unplug();
  await bus.clock.advance(60_000);
  t.equal(bus.modem.status.state, 'ready');
  t.equal(stranger.opened, 1, 'it is known by now');
});

t.test('none has it: said so, nobody is healed, and the right one is taken as soon as it comes', async (t) => {
  const bus = new Bus(t);
  const strangers = [bus.plug('1-1', OTHERS), bus.plug('1-3', OTHERS)];
  await bus.clock.advance(120_000);
  t.match(bus.modem.status, { state: 'absent', detail: { en: 'None has it.', ru: 'Ни у одного.' }, chosen: null });
  t.notOk(bus.modem.present, 'there is nothing to heal');
  t.same(
    strangers.map(({ opened }) => opened),
    [1, 1],
  );
  bus.plug('1-2', OURS);
  await bus.clock.advance(20_000);
  t.match(bus.modem.status, { state: 'ready', chosen: { place: '1-2', of: 3 } });
});

t.test('another modem where the stranger was is asked again', async (t) => {
  const bus = new Bus(t);
  bus.plug('1-1', OTHERS);
  await bus.clock.advance(10_000);
  t.equal(bus.modem.status.state, 'absent');
  bus.plug('1-1', OURS);
  await bus.clock.advance(20_000);
  t.equal(bus.modem.status.state, 'ready');
});

t.test('one that does not answer, or does not say who it is, does not keep ours waiting', async (t) => {
  const bus = new Bus(t);
  bus.plug('1-1', OTHERS).answer('AT', null);
  bus.plug('1-2', OTHERS).answer('AT+CGSN', ['ERROR']);
  bus.plug('1-3', OTHERS).refuses = 'locked';
  bus.plug('1-4', OURS);
  await bus.clock.advance(60_000);
  t.match(bus.modem.status, { state: 'ready', chosen: { place: '1-4' } });
});

t.test(
  'of several the silent ones are asked again and again with pauses, but not healed unless one was ours',
  async (t) => {
    const bus = new Bus(t);
    const silent = bus.plug('1-1', OTHERS).answer('AT', null);
    bus.plug('1-2', OTHERS);
    await bus.clock.advance(600_000);
    t.equal(bus.modem.status.state, 'lost');
    t.notOk(bus.modem.present);
    t.ok(silent.opened >= 6 && silent.opened <= 16, `opened ${silent.opened} times in ten minutes`);
    bus.plug('1-3', OURS);
    await bus.clock.advance(90_000);
    t.equal(bus.modem.status.state, 'ready');
    bus.at('1-3').answer('AT', null).unplug();
    bus.unplug('1-1');
    await bus.clock.advance(60_000);
    t.not(bus.modem.status.state, 'ready');
    t.ok(bus.modem.present, 'ours was there');
  },
);

t.test('a stranger that rings while it is asked rings at nobody’s', async (t) => {
  const bus = new Bus(t);
  const stranger = bus.plug('1-1', OTHERS);
  stranger.answer('AT+CGSN', () => {
    stranger.say('RING', '+CLIP: "07511772308",129,,,"",0', '+CMTI: "SM",1');
    return [OTHERS, 'OK'];
  });
  await bus.clock.advance(20_000);
  t.same(stranger.commands, ['AT', 'AT+CGSN']);
  t.same(bus.events, []);
});

t.test('stopped while somebody is asked, it stops within a second', async (t) => {
  const bus = new Bus(t);
  bus.plug('1-1', OTHERS).answer('AT', null);
  await bus.clock.advance(2500);
  t.equal(bus.modem.status.state, 'opening');
  let stopped = false;
  void bus.modem.stop().then(() => (stopped = true));
  await bus.clock.advance(1000);
  t.ok(stopped);
  t.equal(bus.modem.status.state, 'absent');
});

t.test('no IMEI stands in the log', async (t) => {
  const lines: string[] = [];
  t.teardown(redirectLog((line) => lines.push(line)));
  const bus = new Bus(t);
  bus.plug('1-1', OTHERS);
  bus.plug('1-2', OURS);
  await bus.clock.advance(20_000);
  t.ok(lines.some((line) => line.includes('another modem is meant')));
  t.notOk(lines.some((line) => line.includes(OURS) || line.includes(OTHERS)));
});
