import { type Test, test } from 'tap';
import { installClock } from '../../daemon/base/time.js';
import { VirtualClock } from '../../daemon/base/virtual-clock.js';
import {
  type Settlement,
  isQuarantined,
  latestSent,
  markSubmitting,
  nextQueued,
  queueSms,
  readSent,
  saveReport,
  settleCutOff,
  settlePart,
} from '../../daemon/store/sms-out.js';
import { tempStore } from './temp-store.js';

const TO = '+447700900001';
const HOUR_MS = 3_600_000;

async function setUp(t: Test) {
  const clock = new VirtualClock();
  t.teardown(installClock(clock));
  const { db } = await tempStore(t);
  const queue = (text: string, parts = 1, to = TO) =>
    queueSms(db, { to, text, report: true, parts: Array.from({ length: parts }, () => ({ hex: '0011', length: 1 })) });
  /** The next part goes out and comes to that. */
  const settle = async (settlement: Settlement) => {
    const part = await nextQueued(db);
    await markSubmitting(db, part!.seq);
    await settlePart(db, part!, settlement);
  };
  const report = (mr: number, outcome: 'delivered' | 'trying' | 'failed' = 'delivered', to = TO) =>
    saveReport(db, { mr, to, status: 0, outcome });
  return { clock, db, queue, settle, report };
}

test('parts wait in the order in which they were queued', async (t) => {
  const { db, queue, settle } = await setUp(t);
  const first = await queue('first', 2);
  const second = await queue('second');
  await settle({ state: 'sent', mr: 1 });
  t.match(await readSent(db, first), { state: 'queued', segments: 2 });
  t.match(await nextQueued(db), { smsId: first, attempts: 0 });
  await settle({ state: 'queued', error: 'no network' });
  t.match(await nextQueued(db), { smsId: first, attempts: 1 });
  await settle({ state: 'sent', mr: 2 });
  t.match(await nextQueued(db), { smsId: second });
  t.match(await latestSent(db, 5), [{ id: second }, { id: first, state: 'sent', error: null }]);
  t.equal(await readSent(db, 'nobody'), null);
});

test('what was cut off in the middle is unknown, and never queued again', async (t) => {
  const { db, queue } = await setUp(t);
  const id = await queue('cut', 2);
  await markSubmitting(db, (await nextQueued(db))!.seq);
  t.equal(await settleCutOff(db), 1);
  t.match(await readSent(db, id), { state: 'unknown', error: /stopped/ });
  await markSubmitting(db, (await nextQueued(db))!.seq);
  t.equal(await nextQueued(db), undefined);
});

test('of a text of which one part failed nothing more is sent', async (t) => {
  const { db, queue, settle } = await setUp(t);
  const id = await queue('long', 3);
  await settle({ state: 'sent', mr: 1 });
  await settle({ state: 'failed', error: 'refused' });
  t.equal(await nextQueued(db), undefined);
  t.match(await readSent(db, id), { state: 'failed', error: 'refused' });
});

test('a hang keeps its recipient quiet for an hour, and that text for a week', async (t) => {
  const { clock, db, queue, settle } = await setUp(t);
  await queue('poison', 2);
  await queue('other');
  const elsewhere = await queue('other', 1, '+447700900002');
  await settle({ state: 'hung', error: 'no answer' });
  t.match(await nextQueued(db), { smsId: elsewhere });
  const quiet = (text: string, to = TO) => isQuarantined(db, { to, text });
  t.same([await quiet('poison'), await quiet('other'), await quiet('poison', '+447700900002')], [true, true, false]);
  clock.jump(HOUR_MS + 1);
  t.same([await quiet('poison'), await quiet('other')], [true, false]);
  clock.jump(7 * 24 * HOUR_MS);
  t.equal(await quiet('poison'), false);
});

test('a report belongs to the latest message of its reference to its number', async (t) => {
  const { clock, db, queue, settle, report } = await setUp(t);
  const ids: string[] = [];
  for (const [text, to] of [
    ['older', TO],
    ['elsewhere', '+447700900777'],
    ['newer', TO],
  ] as const) {
    ids.push(await queue(text, 1, to));
    await settle({ state: 'sent', mr: 7 });
    clock.jump(HOUR_MS);
  }
  const [older, elsewhere, newer] = ids;
  t.equal(await report(8), null, 'nobody has that reference');
  t.equal(await report(7, 'trying'), newer);
  t.match(await readSent(db, newer!), { outcome: 'trying' });
  t.equal(await report(7, 'delivered', '07700900001'), newer, 'in its national form');
  t.equal(await report(7, 'failed'), older);
  t.match(await readSent(db, older!), { state: 'sent', outcome: 'failed' });
  t.equal(await report(7), null, 'both have theirs');
  clock.jump(48 * HOUR_MS);
  t.equal(await report(7, 'delivered', '+447700900777'), null, 'too late');
  t.match(await readSent(db, elsewhere!), { outcome: null });
});

test('a report tells that an unknown message went out, unless another has its reference', async (t) => {
  const { db, queue, settle, report } = await setUp(t);
  const unknown = await queue('unknown');
  await settle({ state: 'unknown', error: 'gone' });
  const known = await queue('known');
  await settle({ state: 'sent', mr: 3 });
  t.equal(await report(3), known);
  t.equal(await report(2), unknown);
  t.match(await readSent(db, unknown), { state: 'sent', error: null, outcome: 'delivered' });
});
