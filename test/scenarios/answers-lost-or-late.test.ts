import { test } from 'tap';
import type { Modem } from '../../daemon/modem/modem.js';
import { type VirtualModem, ready } from '../fakes/virtual-modem.js';

/** What the modem itself knows of its one call. */
interface Truth {
  call: 'none' | 'incoming' | 'active';
  /** Answers are lost, late, without their OK, or interrupted. */
  faulty: boolean;
}

const signal = new AbortController().signal;

/** Deterministic, so that a failure can be repeated (Numerical Recipes' constants). */
function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

function oneOf<T>(roll: () => number, choices: readonly T[]): T {
  return choices[Math.floor(roll() * choices.length)]!;
}

function teach({ fake }: VirtualModem, truth: Truth, roll: () => number): void {
  const answers: Record<string, () => readonly string[]> = {
    ATA: () => {
      if (truth.call !== 'incoming') return ['NO CARRIER'];
      truth.call = 'active';
      return oneOf(roll, [['OK', 'VOICE CALL: BEGIN'], ['VOICE CALL: BEGIN', 'OK'], ['OK']]);
    },
    'AT+CHUP': () => {
      truth.call = 'none';
      return oneOf(roll, [['VOICE CALL: END: 000001', 'OK'], ['OK', 'NO CARRIER'], ['OK']]);
    },
    'AT+CLCC': () =>
      truth.call === 'none' ? ['OK'] : [`+CLCC: 1,1,${truth.call === 'active' ? 0 : 4},0,0,"0751",129`, 'OK'],
    'AT+CPCMREG=1': () => (truth.call === 'active' && roll() < 0.8 ? ['OK'] : ['ERROR']),
  };
  for (const [command, answer] of Object.entries(answers)) fake.answer(command, () => spoil(answer(), roll));

  function spoil(lines: readonly string[], by: () => number): readonly string[] | null {
    const fault = truth.faulty ? by() : 1;
    if (fault < 0.08) return null;
    if (fault < 0.14) {
      fake.sayAfter(by() * 9000, ...lines);
      return null;
    }
    if (fault < 0.2) return lines.filter((line) => line !== 'OK');
    return fault < 0.3 ? ['+CMTI: "SM",1', ...lines, '+CSQ: 9,99'] : lines;
  }
}

/** Rings, is answered, and ends somehow; resolves with 'voice' or with why there was none. */
async function oneCall(virtual: VirtualModem, truth: Truth, roll: () => number): Promise<string> {
  const { fake, clock, modem } = virtual;
  truth.call = 'incoming';
  fake.say('RING', ...(roll() < 0.8 ? ['+CLIP: "0751",129'] : []));
  await clock.advance(1100);
  const outcome = answer(modem);
  if (roll() < 0.2) {
    truth.call = 'none';
    fake.say(oneOf(roll, ['NO CARRIER', 'MISSED_CALL: 11:01AM 0751']));
  }
  await clock.advance(roll() * 300);
  if (truth.faulty && roll() < 0.1) {
    truth.call = 'none';
    fake.unplug();
  }
  await clock.advance(30_000);
  if (truth.call !== 'none' && roll() < 0.5) {
    truth.call = 'none';
    fake.say(...oneOf(roll, [['VOICE CALL: END: 000003', 'NO CARRIER'], ['NO CARRIER'], []]));
  } else modem.hangUp().catch(() => undefined);
  await clock.advance(90_000);
  return Promise.race([outcome, Promise.resolve('pending')]);
}

const answer = (modem: Modem): Promise<string> =>
  modem
    .answer(signal)
    .then(() => modem.openVoice(signal))
    .then(
      () => 'voice',
      (error: unknown) => (error as { code: string }).code,
    );

test('whatever answers are lost, late or misplaced: one end per call, and a ready modem after it', async (t) => {
  const virtual = await ready(t);
  const truth: Truth = { call: 'none', faulty: false };
  const roll = dice(7);
  teach(virtual, truth, roll);
  for (let call = 0; call < 300; call++) {
    const from = virtual.events.length;
    truth.faulty = call % 2 === 1;
    const outcome = await oneCall(virtual, truth, roll);
    const events = virtual.events.slice(from).map(({ type }) => type);
    const ends = events.filter((type) => type === 'ended' || type === 'missed').length;
    const told = `call ${call}: ${outcome}, ${events.join(' ')}`;
    t.equal(ends, 1, told);
    t.equal(virtual.modem.status.state, 'ready', told);
    t.not(outcome, 'pending', told);
  }
});
