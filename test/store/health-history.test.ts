import t from 'tap';
import { addHealthEvent, listHealth } from '../../daemon/store/health-history.js';
import { openStore } from '../../daemon/store/store.js';

t.test('what happened is listed latest first, by kind, and page by page', async (test) => {
  const store = await openStore(':memory:');
  test.teardown(() => store.close());
  for (let attempts = 1; attempts <= 3; attempts++) {
    await addHealthEvent(store.db, { kind: 'voice-path', detail: { attempts } });
    await addHealthEvent(store.db, { kind: 'network-lost', detail: {} });
  }
  const paths = await listHealth(store.db, { kinds: ['voice-path'], limit: 2 });
  test.match(paths, [{ detail: { attempts: 3 } }, { detail: { attempts: 2 } }]);
  const beforeId = paths[1]?.id ?? 0;
  test.match(await listHealth(store.db, { kinds: ['voice-path'], limit: 2, beforeId }), [{ detail: { attempts: 1 } }]);
  test.equal((await listHealth(store.db, { limit: 100 })).length, 6);
});
