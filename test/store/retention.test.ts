import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import t, { type Test } from 'tap';
import { installClock } from '../../daemon/base/time.js';
import { VirtualClock } from '../../daemon/base/virtual-clock.js';
import { newId } from '../../daemon/base/ids.js';
import { audit, listAudit } from '../../daemon/store/audit.js';
import { finishCall, finishRecording, startCall } from '../../daemon/store/calls.js';
import { listCalls } from '../../daemon/store/history.js';
import { CALLS_AT_ONCE, purge } from '../../daemon/store/retention.js';
import { inTransaction } from '../../daemon/store/store.js';
import { searchTurns } from '../../daemon/store/search.js';
import { keepPart, latestReceived, saveSms } from '../../daemon/store/sms-in.js';
import { latestSent, markSubmitting, nextQueued, queueSms, settlePart } from '../../daemon/store/sms-out.js';
import { addTask, listTasks, setTaskState } from '../../daemon/store/tasks.js';
import { saveTurn } from '../../daemon/store/turns.js';
import { someTurn, tempFolder, tempStore } from './temp-store.js';

const DAY_MS = 24 * 3_600_000;
const END = { answeredAfterMs: 1, durationMs: 2, endReason: 'goodbye', bytesOut: 0, rungs: [] };
const OUTCOME = { kind: 'answered', summary: 'A broken chain', name: 'John', number: null, reason: null } as const;

/** Ids never go back in time, not even from one test to the next. */
let startMs = Date.UTC(2026, 10, 21);

async function box(test: Test) {
  const clock = new VirtualClock((startMs += 100 * DAY_MS));
  test.teardown(installClock(clock));
  const { db } = await tempStore(test);
  const folder = join(tempFolder(test), 'recordings');
  mkdirSync(folder);
  /** A call that is over, with a turn and a recording. */
  const call = async () => {
    const id = newId();
    const path = join(folder, `${id}.wav`);
    await startCall(db, { id, from: '+447700900123', direction: 'in', startedAt: clock.now(), recordingPath: path });
    await saveTurn(db, id, 0, someTurn({ heard: 'my bicycle has a broken chain' }));
    writeFileSync(path, 'RIFF');
    await finishRecording(db, id, { path, durationMs: 2, complete: true });
    await finishCall(db, id, END, OUTCOME);
    return id;
  };
  const ids = async () => (await listCalls(db, { limit: 1000 })).map(({ id }) => id);
  return { clock, db, folder, call, ids, purge: () => purge(db, folder, clock.now() - 30 * DAY_MS) };
}

t.test('what is older goes, sound, words and numbers; the rest stays', async (test) => {
  const { clock, db, folder, call, ids, purge } = await box(test);
  const old = await call();
  const open = await addTask(db, { callId: old, kind: 'message', name: 'John', number: null, reason: 'chain' });
  const done = await addTask(db, { callId: old, kind: 'callback', name: 'Ann', number: null, reason: null });
  await setTaskState(db, done, 'done');
  await audit(db, { actor: 'owner', action: 'setting.write', subject: 'greeting', detail: null });
  writeFileSync(join(folder, `${newId()}.wav`), 'a call that was kept in memory only');
  writeFileSync(join(folder, 'notes.txt'), 'nothing of ours');
  await clock.advance(29 * DAY_MS);
  const young = await call();
  test.same(await purge(), { recordings: 0, calls: 0, tasks: 0, messages: 0 });
  test.equal((await listAudit(db, 10)).length, 1, 'nothing done is nothing to tell');

  await clock.advance(2 * DAY_MS);
  const counts = { recordings: 2, calls: 1, tasks: 1, messages: 0 };
  test.same(await purge(), counts);
  test.same(await ids(), [young]);
  test.same(readdirSync(folder).toSorted(), [`${young}.wav`, 'notes.txt']);
  test.equal((await searchTurns(db, 'chain', 10)).length, 1, 'the index forgets as well');
  await sql`insert into transcript_index (transcript_index, rank) values ('integrity-check', 1)`.execute(db);
  test.match(await listTasks(db, 'open', 10), [{ id: open, callId: null, name: 'John', reason: 'chain' }]);
  test.same(await listTasks(db, 'done', 10), []);
  const [entry, before] = await listAudit(db, 10);
  test.match(entry, { actor: 'daemon', action: 'retention.purge', detail: counts });
  test.match(before, { action: 'setting.write' });
});

t.test('a call that goes on is left alone, however long ago it began by the clock', async (test) => {
  const { clock, db, ids, purge } = await box(test);
  const id = newId();
  await startCall(db, { id, from: null, direction: 'in', startedAt: clock.now(), recordingPath: null });
  await clock.advance(40 * DAY_MS);
  await purge();
  test.same(await ids(), [id]);
});

t.test('cut off between sound and row, the next run ends it', async (test) => {
  const { clock, db, folder, call, ids, purge } = await box(test);
  const id = await call();
  await clock.advance(31 * DAY_MS);
  await sql`create trigger cut before delete on calls begin select raise(abort, 'cut off'); end`.execute(db);
  await test.rejects(purge());
  test.notOk(existsSync(join(folder, `${id}.wav`)), 'the sound is gone');
  test.same(await ids(), [id], 'its row is not, and nothing of it half');
  test.equal((await searchTurns(db, 'chain', 10)).length, 1);
  test.same(await listAudit(db, 1), []);
  await sql`drop trigger cut`.execute(db);
  await purge();
  test.same(await ids(), []);
});

t.test('a disk that keeps a sound keeps its row', async (test) => {
  const { clock, folder, call, ids, purge } = await box(test);
  const id = await call();
  // What cannot be unlinked, even by root.
  rmSync(join(folder, `${id}.wav`));
  mkdirSync(join(folder, `${id}.wav`, 'x'), { recursive: true });
  await clock.advance(31 * DAY_MS);
  await test.rejects(purge());
  test.same(await ids(), [id]);
});

t.test('a large past goes a piece at a time', async (test) => {
  const { clock, db, ids, purge } = await box(test);
  const many = Array.from({ length: CALLS_AT_ONCE + 1 }, newId);
  await inTransaction(db, async (trx) => {
    for (const id of many) {
      await startCall(trx, { id, from: null, direction: 'in', startedAt: clock.now(), recordingPath: null });
      await finishCall(trx, id, END, OUTCOME);
    }
  });
  await clock.advance(31 * DAY_MS);
  test.equal((await purge()).calls, CALLS_AT_ONCE);
  test.equal((await ids()).length, 1);
  test.equal((await purge()).calls, 1);
});

t.test('short messages go, but for those that still have to be sent', async (test) => {
  const { clock, db, purge } = await box(test);
  const sms = { from: '+447700900123', sentAt: null, text: 'hi', class: null, parts: 1, missing: [], marks: [] };
  const part = { fingerprint: 'a', pdu: '00', sender: sms.from, of: null, part: null };
  await saveSms(db, sms, [(await keepPart(db, part))!]);
  const out = (text: string) => queueSms(db, { to: sms.from, text, report: false, parts: [{ hex: '00', length: 1 }] });
  await out('sent');
  const queued = (await nextQueued(db))!;
  await markSubmitting(db, queued.seq);
  await settlePart(db, queued, { state: 'sent', mr: 1 });
  await out('waits');
  await clock.advance(31 * DAY_MS);
  test.match(await purge(), { messages: 2 });
  test.same(await latestReceived(db, 10), []);
  test.match(await latestSent(db, 10), [{ text: 'waits' }]);
  const { rows } = await sql<{ n: number }>`select count(*) as n from sms_in_parts`.execute(db);
  test.equal(rows[0]?.n, 0, 'nor what it came in');
});
