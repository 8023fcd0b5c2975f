import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { sql } from 'kysely';
import t from 'tap';
import { readRecord } from '../../daemon/store/history.js';
import { inTransaction, openStore } from '../../daemon/store/store.js';
import { someCall, tempFolder, tempStore } from './temp-store.js';

t.test('a commit is on disk before it is acknowledged', async (test) => {
  const { db } = await tempStore(test);
  const pragma = async (name: string) =>
    Object.values((await sql`${sql.raw(`pragma ${name}`)}`.execute(db)).rows[0] ?? {});
  test.same(await pragma('journal_mode'), ['wal']);
  test.same(await pragma('synchronous'), [2]);
  test.same(await pragma('foreign_keys'), [1]);
});

t.test('what was kept is there after closing and opening', async (test) => {
  const path = join(tempFolder(test), 'made/on/the/way/secretary.sqlite');
  const before = await openStore(path);
  const id = await someCall(before.db);
  await before.close();
  const after = await openStore(path);
  test.equal((await readRecord(after.db, id))?.call.id, id);
  await after.close();
});

t.test('a file that cannot be a database is refused in plain words', async (test) => {
  const folder = tempFolder(test);
  const path = join(folder, 'photo.sqlite');
  writeFileSync(path, 'JFIF'.repeat(2000));
  await test.rejects(openStore(path), { code: 'disk', message: /damaged/ });
  await test.rejects(openStore(folder), { code: 'disk' });
  await test.rejects(openStore(join(path, 'inside-a-file', 'x.sqlite')), { code: 'disk', message: /ENOTDIR|EEXIST/ });
});

t.test('a database of a newer version is left alone', async (test) => {
  const path = join(tempFolder(test), 'secretary.sqlite');
  await (await openStore(path)).close();
  const file = new Sqlite(path);
  file.exec(`insert into kysely_migration (name, timestamp) values ('9999-future', '2030')`);
  file.close();
  await test.rejects(openStore(path), { code: 'refused', message: /newer version/ });
});

t.test('another program that holds the database is an error that passes', async (test) => {
  const path = join(tempFolder(test), 'secretary.sqlite');
  const store = await openStore(path);
  const other = new Sqlite(path);
  other.exec('begin immediate');
  await test.rejects(someCall(store.db), { code: 'busy', retryable: true });
  test.equal(store.health.state, 'well');
  other.close();
  await test.resolves(someCall(store.db));
  await store.close();
});

t.test('a transaction inside a transaction belongs to the outer one', async (test) => {
  const { db } = await tempStore(test);
  let id = '';
  const outer = inTransaction(db, async (trx) => {
    id = await inTransaction(trx, (same) => someCall(same));
    throw new Error('changed my mind');
  });
  await test.rejects(outer, { message: 'changed my mind' });
  test.equal(await readRecord(db, id), null);
});
