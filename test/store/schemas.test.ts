import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import t, { type Test } from 'tap';
import { readBusiness } from '../../daemon/store/business.js';
import { listHealth } from '../../daemon/store/health-history.js';
import { readRecord } from '../../daemon/store/history.js';
import { claimJob } from '../../daemon/store/jobs.js';
import { migrations } from '../../daemon/store/migrations/migrations.js';
import { searchTurns } from '../../daemon/store/search.js';
import { readSettings } from '../../daemon/store/settings.js';
import { latestReceived, waitingParts } from '../../daemon/store/sms-in.js';
import { latestSent } from '../../daemon/store/sms-out.js';
import { openStore } from '../../daemon/store/store.js';
import type { Database } from '../../daemon/store/tables.js';
import { listTasks } from '../../daemon/store/tasks.js';
import { someCall, tempFolder } from './temp-store.js';
import { CALL_ID, fixturePath } from './schema-fixtures.js';

/** What must still be there, by the migration since which it could be. */
const KEPT: Readonly<Record<string, (test: Test, db: Database) => Promise<void>>> = {
  '0001-calls': async (test, db) => {
    test.match(await readRecord(db, CALL_ID), {
      call: { durationMs: 25_900.5, recording: `/data/${CALL_ID}.wav`, rungs: ['faq'] },
      turns: [{ said: 'Ремонт занимает два дня.', evidence: ['faq:0'], timing: { deadAirMs: 475 } }],
      outcome: { kind: 'answered' },
    });
    test.match(await searchTurns(db, 'ремонт', 5), [{ callId: CALL_ID, index: 0 }]);
  },
  '0002-business': async (test, db) => {
    test.match(await readBusiness(db), {
      name: 'Sunrise Bicycle Workshop',
      faq: [{ also: ['When will my bike be ready?'] }],
      services: [{ price: 10 }],
      contacts: [{ name: 'Anna Miller' }],
      owner: { name: 'Peter' },
    });
  },
  '0003-owner': async (test, db) => {
    test.match(await readSettings(db), { longestCallMinutes: 5, recordCalls: true });
    test.match(await listTasks(db, 'open', 5), [{ callId: CALL_ID, reason: 'broken chain' }]);
    test.match(await claimJob(db, ['sms'], 1000), { payload: { text: 'hello' } });
  },
  '0004-sms': async (test, db) => {
    test.match(await latestReceived(db, 5), [{ text: 'Перезвоните […]', missing: [2], marks: ['message-waiting'] }]);
    const of = { sender: '+447700900456', reference: 77, referenceBits: 16, total: 3 } as const;
    test.match(await waitingParts(db, of), [{ pdu: '0792', part: 2 }]);
    test.match(await latestSent(db, 5), [{ to: '+447700900001', text: 'Anna called', state: 'submitting' }]);
  },
  '0005-health': async (test, db) => {
    test.match(await listHealth(db, { limit: 5 }), [{ kind: 'voice-path', detail: { attempts: 3 } }]);
  },
};

for (const version of Object.keys(await migrations.getMigrations())) {
  t.test(`a database of schema ${version} opens with everything in it, and takes calls`, async (test) => {
    const path = join(tempFolder(test), 'secretary.sqlite');
    writeFileSync(path, gunzipSync(readFileSync(fixturePath(version))));
    const store = await openStore(path);
    for (const [since, check] of Object.entries(KEPT)) if (since <= version) await check(test, store.db);
    await test.resolves(someCall(store.db));
    await store.close();
  });
}
