import { type Test, test } from 'tap';
import { installClock } from '../../daemon/base/time.js';
import { VirtualClock } from '../../daemon/base/virtual-clock.js';
import {
  type NewPart,
  type PartOf,
  dropOldParts,
  groupsWaitingSince,
  keepPart,
  latestReceived,
  listReceived,
  saveSms,
  waitingParts,
} from '../../daemon/store/sms-in.js';
import { tempStore } from './temp-store.js';

const DAY_MS = 24 * 3_600_000;
const OF: PartOf = { sender: '+447700900456', reference: 7, referenceBits: 8, total: 3 };
const part = (fingerprint: string, number: number, of: PartOf = OF): NewPart => ({
  fingerprint,
  pdu: `pdu ${fingerprint}`,
  sender: of.sender,
  of,
  part: number,
});

async function setUp(t: Test) {
  const clock = new VirtualClock();
  t.teardown(installClock(clock));
  return { clock, ...(await tempStore(t)) };
}

const SMS = { from: 'BANK', sentAt: null, text: 'hi', class: 0, parts: 1, missing: [], marks: ['silent'] } as const;

test('the same PDU is kept once in a week', async (t) => {
  const { clock, db } = await setUp(t);
  t.ok(await keepPart(db, part('a', 1)));
  t.equal(await keepPart(db, part('a', 1)), null);
  clock.jump(7 * DAY_MS);
  t.ok(await keepPart(db, part('a', 1)));
});

test('parts wait for those of the same sender, reference, width and total only', async (t) => {
  const { db } = await setUp(t);
  const others: PartOf[] = [
    { ...OF, sender: 'BANK' },
    { ...OF, reference: 8 },
    { ...OF, referenceBits: 16 },
    { ...OF, total: 4 },
  ];
  await keepPart(db, part('own 3', 3));
  for (const [n, of] of others.entries()) await keepPart(db, part(`other ${n}`, 2, of));
  await keepPart(db, part('own 1', 1));
  t.match(await waitingParts(db, OF), [
    { pdu: 'pdu own 3', part: 3 },
    { pdu: 'pdu own 1', part: 1 },
  ]);
});

test('groups are overdue by their first part, and single messages are none', async (t) => {
  const { clock, db } = await setUp(t);
  const startMs = clock.now();
  await keepPart(db, part('first', 1));
  await keepPart(db, { fingerprint: 'x', pdu: 'y', sender: null, of: null, part: null });
  clock.jump(DAY_MS);
  await keepPart(db, part('second', 2));
  t.same(await groupsWaitingSince(db, startMs), []);
  t.same(await groupsWaitingSince(db, startMs + 1), [OF]);
});

test('a message that was saved is found by who remembers the last one', async (t) => {
  const { clock, db } = await setUp(t);
  const seq = (await keepPart(db, part('a', 1)))!;
  const saved = await saveSms(db, SMS, [seq]);
  t.match(saved, { ...SMS, receivedAt: clock.now() });
  const next = await saveSms(db, { ...SMS, text: 'next' }, []);
  t.same(await listReceived(db, 0, 10), [saved, next]);
  t.same(await listReceived(db, saved.seq, 10), [next]);
  t.same(await latestReceived(db, 1), [next]);
  t.same(await waitingParts(db, OF), []);
});

test('PDUs of messages are forgotten after a week, those that wait are not', async (t) => {
  const { clock, db } = await setUp(t);
  await saveSms(db, SMS, [(await keepPart(db, part('done', 1)))!]);
  await keepPart(db, part('waits', 2));
  clock.jump(7 * DAY_MS + 1);
  await dropOldParts(db);
  t.same(await db.selectFrom('smsInParts').select('fingerprint').execute(), [{ fingerprint: 'waits' }]);
  t.equal((await latestReceived(db, 5)).length, 1);
});
