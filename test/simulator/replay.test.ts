import { readFileSync } from 'node:fs';
import t from 'tap';
import { installClock } from '../../daemon/base/time.js';
import { Topic } from '../../daemon/base/topic.js';
import { VirtualClock } from '../../daemon/base/virtual-clock.js';
import { Device } from '../../daemon/simulator/device.js';
import type { CallHabits, Profile } from '../../daemon/simulator/profile.js';
import { PROFILES } from '../../daemon/simulator/profiles.js';
import type { Bus } from '../../daemon/simulator/wire.js';
import { saidIn, shapeOf } from './shapes.js';

const FOLDER = 'firmware-notes/transcripts';
/** What a modem leaves to chance must come out as it was seen with one of so many seeds. */
const SEEDS = 256;
const STEP_MS = 20;
/** For a line that is still to come. */
const PATIENCE_MS = 8000;

/** The modem of a transcript: what it was told before, and its firmware's habits. */
interface Scene {
  readonly before: string;
  readonly calls?: Partial<CallHabits>;
  readonly voice?: Partial<Profile['voice']>;
}

/** Every transcript of one call on one modem. The others are made of several logs, or of single lines: golden.test.ts. */
const SCENES: Readonly<Record<string, Scene>> = {
  'incoming-answered-a': {
    before: 'ATE0;+CLIP=1',
    calls: { begin: 'A', endBurst: ['end', 'no-carrier'] },
    voice: { always: { refusals: 1 }, staysRegistered: true },
  },
  'incoming-answered-b': { before: 'ATE0;+CLIP=1;+CLCC=1', calls: { endBurst: ['clcc', 'end'] } },
  'incoming-gone': { before: 'ATE0;+CLIP=1' },
  missed: { before: 'ATE0;+CLIP=1' },
  withheld: { before: 'ATE0;+CLIP=1' },
  'no-clip': { before: 'ATE0' },
};

/** The transcript played again: what was typed is typed, what the far end did is done when its first line is due. Returns
 *  what this modem says. */
async function play(text: string, scene: Scene, seed: number): Promise<string[]> {
  const clock = new VirtualClock();
  const restore = installClock(clock);
  const typed = new Topic<Buffer>('typed');
  const at = { received: typed, write: () => undefined, close: () => undefined };
  const pcm = { read: () => Buffer.alloc(0), write: (bytes: Buffer) => bytes.length, close: () => undefined };
  const wires = { at, at2: { ...at, received: new Topic<Buffer>('nobody types') }, pcm };
  const bus: Bus = { appear: () => wires, release: () => undefined, vanish: () => undefined };
  const { good } = PROFILES;
  const profile = { ...good, calls: { ...good.calls, ...scene.calls }, voice: { ...good.voice, ...scene.voice } };
  const device = new Device({ profile, seed, scale: 1 }, bus);
  device.start();
  const { exchange, farEnd } = device.modem;
  const said = () => saidIn(device.transcripts.at.text());
  typed.publish(Buffer.from(`${scene.before}\r`));
  await clock.advance(1000);
  const from = said().length;
  const number = /\+CLIP: "([^"]*)"/.exec(text)?.[1] ?? '07712345678';
  let due = from;
  for (const line of text.split('\n')) {
    if (line.startsWith('> ')) {
      typed.publish(Buffer.from(line.slice(2).replace('\\r', '\r')));
      // So that it runs when the far end does what it did then.
      await clock.advance(STEP_MS);
    }
    for (const expected of saidIn(line)) {
      due++;
      const call = exchange.calls.at(-1);
      if (expected.startsWith('RING') && call === undefined) exchange.dialIn(number === '' ? null : number);
      else if (expected.startsWith('+RXDTMF')) farEnd.press(expected.slice(-1));
      else if (/^(NO CARRIER|VOICE CALL: END|MISSED|\+CLCC: \d+,\d,6)/.test(expected) && call !== undefined)
        exchange.release(call, 'caller-hung-up');
      for (let waited = 0; said().length < due && waited < PATIENCE_MS; waited += STEP_MS) await clock.advance(STEP_MS);
    }
  }
  await clock.advance(500);
  device.stop();
  restore();
  return said().slice(from);
}

for (const [name, scene] of Object.entries(SCENES)) {
  t.test(`${name}: the simulator says it again as the modem did`, async (t) => {
    const text = readFileSync(`${FOLDER}/${name}.txt`, 'utf8');
    const golden = saidIn(text).map(shapeOf);
    let closest: string[] = [];
    for (let seed = 1; seed <= SEEDS; seed++) {
      closest = (await play(text, scene, seed)).map(shapeOf);
      if (JSON.stringify(closest) === JSON.stringify(golden)) break;
    }
    t.same(closest, golden);
  });
}
