import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { sql } from 'kysely';
import t from 'tap';
import { readRecord } from '../../daemon/store/history.js';
import { openCalls, recoverAfterCrash } from '../../daemon/store/recovery.js';
import { openStore } from '../../daemon/store/store.js';
import { tasksOfCall } from '../../daemon/store/tasks.js';
import type { Database } from '../../daemon/store/tables.js';
import { tempFolder } from '../store/temp-store.js';

const WRITER = fileURLToPath(new URL('../store/endless-writer.js', import.meta.url));

/** Lets a child write until it has acknowledged that many calls, kills it, and returns their ids. */
async function writeAndKill(path: string, calls: number): Promise<string[]> {
  const child = spawn(process.execPath, [WRITER, path], { stdio: ['ignore', 'pipe', 'inherit'] });
  const gone = once(child, 'exit');
  const acknowledged: string[] = [];
  for await (const id of createInterface({ input: child.stdout })) {
    acknowledged.push(id);
    if (acknowledged.length === calls) child.kill('SIGKILL');
  }
  await gone;
  return acknowledged;
}

async function isWhole(db: Database): Promise<boolean> {
  const { rows } = await sql<Record<string, string>>`pragma integrity_check`.execute(db);
  await sql`insert into transcript_index (transcript_index) values ('integrity-check')`.execute(db);
  return Object.values(rows[0] ?? {})[0] === 'ok';
}

t.test('kill -9 in the middle of writing loses nothing that was acknowledged', async (test) => {
  const path = join(tempFolder(test), 'secretary.sqlite');
  for (const calls of [1, 7, 40]) {
    const acknowledged = await writeAndKill(path, calls);
    test.ok(acknowledged.length >= calls);
    const store = await openStore(path);
    const { db } = store;
    const open = await openCalls(db);
    test.equal((await recoverAfterCrash(db, 1_795_000_000_000)).length, open.length);
    test.ok(open.length >= acknowledged.length);
    for (const id of acknowledged) {
      const record = await readRecord(db, id);
      test.match(record, { call: { endReason: 'power-lost' }, outcome: { kind: 'message', name: 'John Smith' } });
      test.equal(record?.turns.length, 1);
    }
    // What was cut before it was acknowledged may be there or not, but a message never without its job.
    const jobs = await db.selectFrom('jobs').select('key').execute();
    const promised = new Set(jobs.map(({ key }) => key));
    for (const { id } of open) test.equal((await tasksOfCall(db, id)).length === 1, promised.has(id));
    test.ok(await isWhole(db));
    test.same(await openCalls(db), []);
    await store.close();
  }
});
