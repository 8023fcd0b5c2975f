import { readFileSync, readdirSync } from 'node:fs';
import t from 'tap';
import { installClock } from '../../daemon/base/time.js';
import { Topic } from '../../daemon/base/topic.js';
import { VirtualClock } from '../../daemon/base/virtual-clock.js';
import { replay } from '../../daemon/modem/replay.js';
import { Device } from '../../daemon/simulator/device.js';
import { PROFILES, type ProfileName } from '../../daemon/simulator/profiles.js';
import type { Bus } from '../../daemon/simulator/wire.js';
import { saidIn, shapeOf } from './shapes.js';

const FOLDER = 'firmware-notes/transcripts';

const golden = new Set(
  readdirSync(FOLDER)
    .filter((name) => name.endsWith('.txt'))
    .flatMap((name) => saidIn(readFileSync(`${FOLDER}/${name}`, 'utf8')).map(shapeOf)),
);
/** Lines that tell of calls. Those of a manual that nobody was seen to hear are left out. */
const OF_CALLS = /^(RING|\+CRING|\+CLIP: Q|VOICE CALL|NO CARRIER|BUSY|MISSED_CALL|\+RXDTMF|\+CCWA: Q)/;

/** Every kind of call that there is, on a bus without a kernel; the transcript of it. */
async function busyDay(profile: ProfileName): Promise<string> {
  const clock = new VirtualClock();
  const restore = installClock(clock);
  const typed = new Topic<Buffer>('typed');
  const at = { received: typed, write: () => undefined, close: () => undefined };
  const wires = {
    at,
    at2: { ...at, received: new Topic<Buffer>('nobody types') },
    pcm: { read: () => Buffer.alloc(0), write: (bytes: Buffer) => bytes.length, close: () => undefined },
  };
  const bus: Bus = { appear: () => wires, release: () => undefined, vanish: () => undefined };
  const device = new Device({ profile: { ...PROFILES[profile], brownOutChance: 0 }, seed: 1, scale: 1 }, bus);
  const { exchange, farEnd } = device.modem;
  const type = async (text: string) => {
    typed.publish(Buffer.from(`${text}\r`));
    await clock.advance(3000);
  };
  device.start();
  for (const command of ['ATE0', 'AT+CLIP=1', 'AT+CLCC=1', 'AT+CCWA=1', 'AT+CMEE=1']) await type(command);
  const ringing = async (from: string | null) => {
    const call = exchange.dialIn(from);
    await clock.advance(7000);
    return call;
  };
  await ringing('07511772308');
  await type('ATA');
  farEnd.press('5');
  exchange.knock('+79161234567');
  await clock.advance(3000);
  await type('AT+CHUP');
  exchange.release(await ringing(null), 'caller-hung-up');
  exchange.release(await ringing('07511772308'), 'caller-hung-up');
  await ringing('07511772308');
  await type('AT+CHUP');
  exchange.release(await answeredBy(type, ringing), 'caller-hung-up');
  for (const behaviour of ['answers', 'busy', 'unobtainable'] as const) {
    exchange.callee = { behaviour, afterMs: 2000 };
    await type('ATD07511772308;');
    await clock.advance(10_000);
    await type('AT+CHUP');
  }
  await clock.advance(5000);
  device.stop();
  restore();
  return device.transcripts.at.text();
}

async function answeredBy<T>(type: (text: string) => Promise<void>, ringing: (from: string) => Promise<T>): Promise<T> {
  const call = await ringing('07511772308');
  await type('ATA');
  return call;
}

for (const profile of Object.keys(PROFILES) as ProfileName[]) {
  t.test(`${profile}: what it says of calls has the shape of what a modem was seen to say`, async (t) => {
    const shapes = new Set(saidIn(await busyDay(profile)).map(shapeOf));
    const strange = [...shapes].filter((shape) => OF_CALLS.test(shape) && !golden.has(shape));
    t.same(strange, []);
  });

  t.test(`${profile}: the driver understands every line of its day`, async (t) => {
    const events = replay(await busyDay(profile));
    t.same(
      events.filter(({ type }) => type === 'unknown'),
      [],
    );
    const told = new Set(events.map(({ type }) => type));
    for (const type of ['ringing', 'answered', 'ended', 'missed', 'waiting', 'dtmf'] as const)
      t.ok(told.has(type), type);
  });
}
