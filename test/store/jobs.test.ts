import t from 'tap';
import { SecretaryError } from '../../daemon/base/errors.js';
import { installClock } from '../../daemon/base/time.js';
import { VirtualClock } from '../../daemon/base/virtual-clock.js';
import { claimJob, enqueueJob, failJob, finishJob } from '../../daemon/store/jobs.js';
import { inTransaction } from '../../daemon/store/store.js';
import { addTask, listTasks } from '../../daemon/store/tasks.js';
import { tempStore } from './temp-store.js';

const LEASE_MS = 60_000;
const SMS = { kind: 'sms', key: 'call-1:owner', payload: { text: 'Перезвоните', parts: [1, 2] } };

/** Dates only: nothing here waits on a timer, so setting the clock is enough. */
function movableClock(test: { teardown(undo: () => void): void }): VirtualClock {
  const clock = new VirtualClock();
  test.teardown(installClock(clock));
  return clock;
}

t.test('a job is queued once for its key, taken once, and done', async (test) => {
  const { db } = await tempStore(test);
  await enqueueJob(db, SMS);
  await enqueueJob(db, { ...SMS, payload: 'the same again' });
  test.equal(await claimJob(db, ['telegram'], LEASE_MS), null);
  const job = await claimJob(db, ['telegram', 'sms'], LEASE_MS);
  test.match(job, { ...SMS, attempts: 1 });
  test.equal(await claimJob(db, ['sms'], LEASE_MS), null);
  await finishJob(db, job!);
  await enqueueJob(db, SMS);
  test.equal(await claimJob(db, ['sms'], LEASE_MS), null, 'a key stays used after its job is done');
});

t.test('a job and what caused it are kept together or not at all', async (test) => {
  const { db } = await tempStore(test);
  const both = (fail: () => void) =>
    inTransaction(db, async (trx) => {
      await addTask(trx, { callId: null, kind: 'message', name: null, number: null, reason: 'chain' });
      await enqueueJob(trx, SMS);
      fail();
    });
  await test.rejects(
    both(() => {
      throw new Error('power');
    }),
    { message: 'power' },
  );
  test.same(await listTasks(db, 'open', 5), []);
  test.equal(await claimJob(db, ['sms'], LEASE_MS), null);
  await both(() => undefined);
  test.equal((await listTasks(db, 'open', 5)).length, 1);
  test.ok(await claimJob(db, ['sms'], LEASE_MS));
});

t.test('a failed job comes back after pauses that double, and is given up at last', async (test) => {
  const clock = movableClock(test);
  const { db } = await tempStore(test);
  await enqueueJob(db, SMS);
  const pausesMs: number[] = [];
  for (let job = await claimJob(db, ['sms'], LEASE_MS); job !== null && pausesMs.length < 20; ) {
    await failJob(db, job, new SecretaryError('network', 'no way out', { retryable: true }));
    const row = await db.selectFrom('jobs').select(['state', 'runAt', 'lastError']).executeTakeFirstOrThrow();
    test.equal(row.lastError, 'no way out');
    if (row.state === 'failed') break;
    pausesMs.push(row.runAt - clock.now());
    clock.jump(row.runAt - clock.now() - 1);
    test.equal(await claimJob(db, ['sms'], LEASE_MS), null, 'not a moment early');
    clock.jump(1);
    job = await claimJob(db, ['sms'], LEASE_MS);
  }
  const HOUR = 3_600_000;
  test.same(pausesMs, [30, 60, 120, 240, 480, 960, 1920].map((s) => s * 1000).concat([HOUR, HOUR, HOUR, HOUR]));
  test.equal(await claimJob(db, ['sms'], LEASE_MS), null);
});

t.test('a job that can never succeed is not tried again', async (test) => {
  const { db } = await tempStore(test);
  await enqueueJob(db, SMS);
  const job = await claimJob(db, ['sms'], LEASE_MS);
  await failJob(db, job!, new SecretaryError('bad-input', 'no such number'));
  test.match(await db.selectFrom('jobs').selectAll().executeTakeFirst(), {
    state: 'failed',
    lastError: 'no such number',
  });
});

t.test('a job whose worker died is taken by the next, and the dead one has no say any more', async (test) => {
  const clock = movableClock(test);
  const { db } = await tempStore(test);
  await enqueueJob(db, SMS);
  const first = await claimJob(db, ['sms'], LEASE_MS);
  clock.jump(LEASE_MS);
  const second = await claimJob(db, ['sms'], LEASE_MS);
  test.equal(second?.attempts, 2);
  await failJob(db, first!, new Error('too late'));
  test.match(await db.selectFrom('jobs').selectAll().executeTakeFirst(), { state: 'running', lastError: null });
  await finishJob(db, second!);
  test.match(await db.selectFrom('jobs').selectAll().executeTakeFirst(), { state: 'done' });
});

t.test('a job waits for its hour, and the one due longest goes first', async (test) => {
  const clock = movableClock(test);
  const { db } = await tempStore(test);
  await enqueueJob(db, { ...SMS, key: 'later', runAt: clock.now() + 2000 });
  await enqueueJob(db, { ...SMS, key: 'sooner', runAt: clock.now() + 1000 });
  test.equal(await claimJob(db, ['sms'], LEASE_MS), null);
  clock.jump(5000);
  test.equal((await claimJob(db, ['sms'], LEASE_MS))?.key, 'sooner');
  test.equal((await claimJob(db, ['sms'], LEASE_MS))?.key, 'later');
});
