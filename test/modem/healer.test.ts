import t, { type Test } from 'tap';
import { installClock } from '../../daemon/base/time.js';
import { Topic } from '../../daemon/base/topic.js';
import { VirtualClock } from '../../daemon/base/virtual-clock.js';
import { Healer } from '../../daemon/modem/healer.js';
import type { PowerOff } from '../../daemon/modem/healing-ladder.js';
import type { HealthNotice } from '../../daemon/modem/health.js';
import type { ModemEvent, ModemState, ModemStatus } from '../../daemon/modem/line.js';
import { NO_MODEM } from '../../daemon/modem/status.js';

const MINUTE_MS = 60_000;

class SickModem {
  readonly events = new Topic<ModemEvent>('sick events');
  readonly health = new Topic<HealthNotice>('sick');
  readonly steps: string[] = [];
  /** The rows of the history. */
  readonly told: string[] = [];
  status: ModemStatus = { ...NO_MODEM, state: 'ready' };
  inCall = false;
  present = true;
  async reset(reason: string): Promise<void> {
    this.steps.push(`restart: ${reason}`);
  }
  async toggleRadio(): Promise<void> {
    this.steps.push('radio');
  }
  is(state: ModemState): void {
    this.status = { ...this.status, state };
  }
}

function healing(test: Test, powerOff?: PowerOff) {
  const clock = new VirtualClock();
  test.teardown(installClock(clock));
  const modem = new SickModem();
  const healer = new Healer(modem, async (step) => void modem.steps.push(step), powerOff);
  modem.health.subscribe('test', ({ kind, detail }) => {
    if (kind === 'advice') modem.steps.push(`advice: ${detail['reason']}`);
    else if (kind === 'healing') modem.told.push(`${detail['step']}: ${detail['reason']}`);
  });
  healer.start();
  test.teardown(() => healer.stop());
  return { clock, modem };
}

t.test('a modem that does not answer: restart, replug, power, advice; and after an hour anew', async (test) => {
  const { clock, modem } = healing(test);
  modem.is('lost');
  await clock.advance(MINUTE_MS);
  test.same(modem.steps, [], 'the driver reopens the port by itself');
  await clock.advance(9 * MINUTE_MS);
  test.same(modem.steps, ['restart: the modem does not answer', 'replug', 'port-power', 'advice: no-answer']);
  test.same(modem.told, ['restart: no-answer', 'replug: no-answer', 'port-power: no-answer']);
  await clock.advance(45 * MINUTE_MS);
  test.equal(modem.steps.length, 4);
  await clock.advance(20 * MINUTE_MS);
  test.equal(modem.steps[4], 'restart: the modem does not answer');
});

t.test('what comes back by itself is left alone', async (test) => {
  const { clock, modem } = healing(test);
  for (let i = 0; i < 20; i++) {
    modem.is('lost');
    await clock.advance(50_000);
    modem.is('ready');
    await clock.advance(10_000);
  }
  test.same(modem.steps, []);
});

t.test('no network: the radio first, a restart later, then advice; a restart does not begin it anew', async (test) => {
  const { clock, modem } = healing(test);
  modem.is('searching');
  await clock.advance(6 * MINUTE_MS);
  test.same(modem.steps, ['radio']);
  await clock.advance(10 * MINUTE_MS);
  test.same(modem.steps.slice(1), ['restart: no network']);
  for (const state of ['resetting', 'opening', 'initialising', 'searching'] as const) {
    modem.is(state);
    await clock.advance(20_000);
  }
  await clock.advance(20 * MINUTE_MS);
  test.same(modem.steps.slice(2), ['advice: no-network']);
});

t.test('a missing port is the bus: power, never a command', async (test) => {
  const { clock, modem } = healing(test);
  modem.is('absent');
  await clock.advance(10 * MINUTE_MS);
  test.same(modem.steps, ['replug', 'port-power', 'advice: no-ports']);
});

t.test("where the owner has told of a HAT's key, that is pressed instead of taking the port's power", async (test) => {
  const { clock, modem } = healing(test, 'power-key');
  modem.is('lost');
  await clock.advance(10 * MINUTE_MS);
  test.same(modem.steps.slice(1), ['replug', 'power-key', 'advice: no-answer']);
  test.equal(modem.told.at(-1), 'power-key: no-answer');
});

t.test(
  'a modem whose key is ours is switched on when it is not there, twice, then it is for its owner',
  async (test) => {
    const { clock, modem } = healing(test, 'power-key');
    modem.is('absent');
    modem.present = false;
    await clock.advance(2 * MINUTE_MS);
    test.same(modem.steps, ['power-key']);
    await clock.advance(8 * MINUTE_MS);
    test.same(modem.steps, ['power-key', 'power-key', 'advice: gone']);
  },
);

t.test(
  'a modem that is away because its power was taken is waited for, and the ladder goes on where it was',
  async (test) => {
    const { clock, modem } = healing(test);
    modem.is('lost');
    const awayAfter = async (step: string, ms: number) => {
      while (modem.steps.at(-1) !== step) await clock.advance(1000);
      modem.is('absent');
      modem.present = false;
      await clock.advance(ms);
      modem.is('lost');
      modem.present = true;
    };
    await awayAfter('replug', 20_000);
    await awayAfter('port-power', 60_000);
    await clock.advance(5 * MINUTE_MS);
    test.same(modem.steps.slice(1), ['replug', 'port-power', 'advice: no-answer']);
  },
);

t.test('nothing is concluded while a modem boots that was switched off, however late that was', async (test) => {
  const { clock, modem } = healing(test, 'power-key');
  for (let call = 0; call < 3; call++) {
    modem.health.publish({ kind: 'voice-failed', detail: {} });
    await clock.advance(MINUTE_MS);
  }
  modem.is('absent');
  while (modem.steps.at(-1) !== 'power-key') await clock.advance(1000);
  await clock.advance(115_000);
  test.equal(modem.steps.at(-1), 'power-key');
  await clock.advance(20_000);
  test.equal(modem.steps.at(-1), 'advice: no-ports');
});

t.test('no modem, or a SIM that only its owner can unlock, is nothing to heal', async (test) => {
  const { clock, modem } = healing(test);
  modem.is('sim-locked');
  await clock.advance(60 * MINUTE_MS);
  modem.is('absent');
  modem.present = false;
  await clock.advance(60 * MINUTE_MS);
  test.same(modem.steps, []);
});

t.test('after a call whose voice path needed retries the modem restarts, once the line is idle', async (test) => {
  const { clock, modem } = healing(test);
  modem.inCall = true;
  modem.health.publish({ kind: 'voice-path', detail: { attempts: 1 } });
  await clock.advance(MINUTE_MS);
  modem.inCall = false;
  await clock.advance(MINUTE_MS);
  test.same(modem.steps, [], 'one attempt is a healthy call');
  modem.inCall = true;
  modem.health.publish({ kind: 'voice-path', detail: { attempts: 4 } });
  await clock.advance(5 * MINUTE_MS);
  test.same(modem.steps, [], 'never in a call');
  modem.inCall = false;
  await clock.advance(MINUTE_MS);
  test.same(modem.steps, ['restart: the voice path took several attempts']);
});

t.test('as long as a restart cures the next call, each sick call is followed by one, at once', async (test) => {
  const { clock, modem } = healing(test);
  for (let pair = 1; pair <= 8; pair++) {
    modem.health.publish({ kind: 'voice-path', detail: { attempts: 1 } });
    modem.health.publish({ kind: 'voice-path', detail: { attempts: 4 } });
    modem.events.publish({ type: 'ended', reason: 'remote' });
    await clock.advance(2000);
    test.equal(modem.steps.length, pair);
  }
});

t.test('a voice that is lost in the first call after a restart shows that a restart is no cure', async (test) => {
  const { clock, modem } = healing(test);
  for (let call = 0; call < 6; call++) {
    modem.health.publish({ kind: 'voice-path', detail: { attempts: 1 } });
    modem.health.publish({ kind: 'voice-failed', detail: { how: 'wedged' } });
    modem.events.publish({ type: 'ended', reason: 'remote' });
    await clock.advance(2000);
  }
  test.equal(modem.steps.length, 2);
});

t.test('two precautions an hour, then one every 15 minutes', async (test) => {
  const { clock, modem } = healing(test);
  const badCalls = async (count: number) => {
    for (let call = 0; call < count; call++) {
      modem.health.publish({ kind: 'voice-failed', detail: {} });
      await clock.advance(MINUTE_MS);
    }
  };
  await badCalls(6);
  test.equal(modem.steps.length, 2);
  await clock.advance(15 * MINUTE_MS);
  await badCalls(2);
  test.equal(modem.steps.length, 3);
});

t.test(
  'precautions leave a restart for the modem that is dead, whose next step waits but is not left out',
  async (test) => {
    const { clock, modem } = healing(test);
    for (let call = 0; call < 3; call++) {
      modem.health.publish({ kind: 'voice-failed', detail: {} });
      await clock.advance(MINUTE_MS);
    }
    modem.is('lost');
    await clock.advance(3 * MINUTE_MS);
    test.same(modem.steps.slice(2), ['restart: the modem does not answer']);
    await clock.advance(10 * MINUTE_MS);
    test.equal(modem.steps.length, 3, 'there were three in this hour');
    await clock.advance(6 * MINUTE_MS);
    test.equal(modem.steps.length, 4);
  },
);

t.test('a step that fails is no end of healing', async (test) => {
  const { clock, modem } = healing(test);
  modem.reset = async () => {
    modem.steps.push('failed');
    throw new Error('port is gone');
  };
  modem.is('lost');
  await clock.advance(10 * MINUTE_MS);
  test.equal(modem.steps.length, 4);
});
