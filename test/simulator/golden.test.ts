import { readFileSync, readdirSync } from 'node:fs';
import t from 'tap';
import { replay } from '../../daemon/modem/replay.js';
import { PROFILES, type ProfileName } from '../../daemon/simulator/profiles.js';
import { saidIn, shapeOf } from './shapes.js';
import { Stage } from './stage.js';

const FOLDER = 'firmware-notes/transcripts';

const golden = new Set(
  readdirSync(FOLDER)
    .filter((name) => name.endsWith('.txt'))
    .flatMap((name) => saidIn(readFileSync(`${FOLDER}/${name}`, 'utf8')).map(shapeOf)),
);
/** Lines that tell of calls. Those of a manual that nobody was seen to hear are left out. */
const OF_CALLS = /^(RING|\+CRING|\+CLIP: Q|VOICE CALL|NO CARRIER|BUSY|MISSED_CALL|\+RXDTMF|\+CCWA: Q)/;

/** Every kind of call that there is; the transcript of it. */
async function busyDay(profile: ProfileName): Promise<string> {
  const stage = new Stage({ ...PROFILES[profile], brownOutChance: 0 }, 1);
  const { exchange, farEnd } = stage.modem;
  const type = async (text: string) => {
    stage.type(text);
    await stage.passes(3000);
  };
  for (const command of ['ATE0', 'AT+CLIP=1', 'AT+CLCC=1', 'AT+CCWA=1', 'AT+CMEE=1']) await type(command);
  const ringing = async (from: string | null) => {
    const call = exchange.dialIn(from);
    await stage.passes(7000);
    return call;
  };
  await ringing('07511772308');
  await type('ATA');
  farEnd.press('5');
  exchange.knock('+79161234567');
  await stage.passes(3000);
  await type('AT+CHUP');
  exchange.release(await ringing(null), 'caller-hung-up');
  exchange.release(await ringing('07511772308'), 'caller-hung-up');
  await ringing('07511772308');
  await type('AT+CHUP');
  exchange.release(await answeredBy(type, ringing), 'caller-hung-up');
  for (const behaviour of ['answers', 'busy', 'unobtainable'] as const) {
    exchange.callee = { behaviour, afterMs: 2000 };
    await type('ATD07511772308;');
    await stage.passes(10_000);
    await type('AT+CHUP');
  }
  await stage.passes(5000);
  stage.leave();
  return stage.transcript;
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
