import { join } from 'node:path';
import { sql } from 'kysely';
import t from 'tap';
import { loadBusiness } from '../../daemon/business-source.js';
import { importBusiness, readBusiness } from '../../daemon/store/business.js';
import { parseBusiness } from '../../daemon/store/business-file.js';
import { readRecord } from '../../daemon/store/history.js';
import { openCalls } from '../../daemon/store/recovery.js';
import type { StoreHealth } from '../../daemon/store/health.js';
import { inTransaction, type Store } from '../../daemon/store/store.js';
import { saveTurn } from '../../daemon/store/turns.js';
import { someCall, someTurn, tempStore } from '../store/temp-store.js';

const FULL: StoreHealth = {
  state: 'failing',
  detail: { en: 'the disk is full (SQLITE_FULL)', ru: 'диск заполнен (SQLITE_FULL)' },
};
const LARGE = 'слово '.repeat(200_000);

function watchHealth(store: Store): StoreHealth[] {
  const seen: StoreHealth[] = [];
  store.healthChanges.subscribe('test', (health) => seen.push(health));
  return seen;
}

const pragma = (store: Store, text: string) => sql`${sql.raw(`pragma ${text}`)}`.execute(store.db);

t.test('a full disk is told once, loses nothing that was kept, and is over when there is room again', async (test) => {
  const store = await tempStore(test);
  const health = watchHealth(store);
  const kept = await someCall(store.db);
  await pragma(store, 'max_page_count = 1');
  for (const index of [0, 1]) {
    await test.rejects(saveTurn(store.db, kept, index, someTurn({ heard: LARGE })), {
      code: 'disk',
      message: /full/,
    });
  }
  test.same(health, [FULL]);
  test.equal(store.health.state, 'failing');
  test.ok(await readRecord(store.db, kept), 'reading goes on');

  await pragma(store, 'max_page_count = 1000000');
  await saveTurn(store.db, kept, 0, someTurn({ heard: LARGE }));
  test.same(health.at(-1), { state: 'well', detail: { en: '', ru: '' } });
});

t.test('a transaction that met a full disk leaves nothing half done and the store usable', async (test) => {
  const store = await tempStore(test);
  const health = watchHealth(store);
  await pragma(store, 'max_page_count = 1');
  const work = inTransaction(store.db, async (trx) => {
    const id = await someCall(trx);
    await saveTurn(trx, id, 0, someTurn({ heard: LARGE }));
  });
  await test.rejects(work, { code: 'disk', message: /full/ });
  await test.resolves(inTransaction(store.db, () => Promise.resolve()));
  test.same(health, [FULL], 'a transaction that begins, or ends empty, proves nothing');
  test.same(await openCalls(store.db), []);
  await pragma(store, 'max_page_count = 1000000');
  await test.resolves(someCall(store.db));
  test.equal(store.health.state, 'well');
});

t.test('a disk that turned read-only refuses to write, in words for the owner, and can still be read', async (test) => {
  const store = await tempStore(test);
  const id = await someCall(store.db);
  const { business } = parseBusiness('name: A\nlanguage: en\ntimezone: Europe/London');
  await importBusiness(store.db, business!, 'owner');
  await pragma(store, 'query_only = on');
  await test.rejects(someCall(store.db), { code: 'disk', message: /read-only/ });
  test.match(store.health, { state: 'failing', detail: { en: /read-only/, ru: /только для чтения/ } });
  test.ok(await readRecord(store.db, id));
  test.equal((await readBusiness(store.db))?.name, 'A', 'the facts are still there for the caller');
});

t.test('a disk that takes nothing at the start: the business file is used all the same', async (test) => {
  const store = await tempStore(test);
  const file = join(
    test.testdir({ 'business.yaml': 'name: A\nlanguage: en\ntimezone: Europe/London' }),
    'business.yaml',
  );
  await pragma(store, 'query_only = on');
  test.match(await loadBusiness(store.db, file, 'en'), { name: 'A' });
});
