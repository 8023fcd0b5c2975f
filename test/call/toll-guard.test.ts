import t, { type Test } from 'tap';
import { installClock } from '../../daemon/base/time.js';
import { VirtualClock } from '../../daemon/base/virtual-clock.js';
import { TollGuard, type TollPolicy } from '../../daemon/call/toll-guard.js';
import { listAudit } from '../../daemon/store/audit.js';
import { openStore } from '../../daemon/store/store.js';
import { addTask } from '../../daemon/store/tasks.js';
import type { Database } from '../../daemon/store/tables.js';

const MOBILE = '+447400123456';
const OWNER = { why: 'owner', actor: 'command' } as const;
const CALLBACK = { why: 'callback' } as const;

interface Desk {
  readonly db: Database;
  readonly clock: VirtualClock;
  readonly guard: TollGuard;
  policy: TollPolicy;
  registration: 'home' | 'roaming';
}

async function desk(test: Test): Promise<Desk> {
  const clock = new VirtualClock();
  const store = await openStore(':memory:');
  const restore = installClock(clock);
  test.teardown(async () => {
    restore();
    await store.close();
  });
  const here: Desk = {
    db: store.db,
    clock,
    policy: { outgoingCalls: true, outgoingCallsPerDay: 3, outgoingMinutesPerDay: 10, country: 'GB' },
    registration: 'home',
    guard: new TollGuard(
      store.db,
      () => here.policy,
      () => here,
    ),
  };
  return here;
}

t.test('nothing is dialled until the owner allows it', async (test) => {
  const here = await desk(test);
  here.policy = { ...here.policy, outgoingCalls: false };
  await test.rejects(here.guard.ask(MOBILE, OWNER), { code: 'refused', message: /not allowed in the settings/ });
});

t.test('an order of the owner to a number of the country is permitted and written down', async (test) => {
  const here = await desk(test);
  const permit = await here.guard.ask('07400 123456', OWNER);
  test.match(permit, { number: MOBILE, longestMs: 600_000 });
  await permit.ended(90_000, 'answered');
  test.match(await listAudit(here.db, 5), [
    { action: 'dial.end', subject: MOBILE, detail: { lastedMs: 90_000, result: 'answered' } },
    { action: 'dial.permit', actor: 'command', subject: MOBILE, detail: { why: 'owner' } },
  ]);
  test.match(await here.guard.ask(MOBILE, OWNER), { longestMs: 510_000 });
});

t.test('premium, shared-cost, satellite, short, foreign, emergency and nonsense numbers are refused', async (test) => {
  const here = await desk(test);
  const refused = [
    '+449012345678',
    '+448431234567',
    '+881612345678',
    '+447700900',
    '+79161234567',
    '112',
    '999',
    '*100#',
    'anna',
    '',
  ];
  for (const number of refused) await test.rejects(here.guard.ask(number, OWNER), { code: 'refused' }, number);
  const written = await listAudit(here.db, 20);
  test.equal(written.length, refused.length, 'every attempt is written down');
  test.ok(written.every(({ action }) => action === 'dial.refuse'));
});

t.test('a call-back needs an open wish of a caller for that very number', async (test) => {
  const here = await desk(test);
  await test.rejects(here.guard.ask(MOBILE, CALLBACK), { message: /nobody asked/ });
  const wish = { callId: null, kind: 'message', name: null, number: MOBILE, reason: null } as const;
  await addTask(here.db, wish);
  await test.rejects(
    here.guard.ask(MOBILE, CALLBACK),
    { message: /nobody asked/ },
    'a message is no wish to be called',
  );
  await addTask(here.db, { ...wish, kind: 'callback' });
  test.match(await here.guard.ask(MOBILE, CALLBACK), { number: MOBILE });
  await test.rejects(here.guard.ask('+447400123457', CALLBACK), { message: /nobody asked/ });
});

t.test('calls and minutes a day are counted, and come back after a day', async (test) => {
  const here = await desk(test);
  for (const lastedMs of [60_000, 60_000]) await (await here.guard.ask(MOBILE, OWNER)).ended(lastedMs, 'answered');
  // A permit of which nobody heard again, as after a crash: it counts in full.
  await here.guard.ask(MOBILE, OWNER);
  await test.rejects(here.guard.ask(MOBILE, OWNER), { message: /calls of this day/ });
  here.policy = { ...here.policy, outgoingCallsPerDay: 100 };
  await test.rejects(here.guard.ask(MOBILE, OWNER), { message: /minutes of this day/ });
  here.clock.jump(24 * 3600_000 + 1000);
  test.match(await here.guard.ask(MOBILE, OWNER), { longestMs: 600_000 });
});

t.test('two that ask at once cannot both have the last call', async (test) => {
  const here = await desk(test);
  here.policy = { ...here.policy, outgoingCallsPerDay: 1 };
  const asked = await Promise.allSettled([here.guard.ask(MOBILE, OWNER), here.guard.ask(MOBILE, OWNER)]);
  test.same(asked.map(({ status }) => status).toSorted(), ['fulfilled', 'rejected']);
});

t.test('nothing is dialled while roaming', async (test) => {
  const here = await desk(test);
  here.registration = 'roaming';
  await test.rejects(here.guard.ask(MOBILE, OWNER), { message: /roaming/ });
});
