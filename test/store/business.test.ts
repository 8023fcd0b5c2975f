import { deepEqual } from 'node:assert/strict';
import { assert, asyncProperty } from 'fast-check';
import t from 'tap';
import { listAudit } from '../../daemon/store/audit.js';
import { type Business, importBusiness, readBusiness } from '../../daemon/store/business.js';
import { exportBusiness, parseBusiness } from '../../daemon/store/business-file.js';
import { contactByNumber, listContacts, removeContact, saveContact } from '../../daemon/store/contacts.js';
import { readSettings } from '../../daemon/store/settings.js';
import { openStore } from '../../daemon/store/store.js';
import { anyBusiness } from './some-business.js';
import { tempStore } from './temp-store.js';

const parsed = (text: string): Business => {
  const { business, faults } = parseBusiness(text);
  if (business === null) throw new Error(faults.join('\n'));
  return business;
};

const ANNA = { name: 'Anna', number: '+447700900123', group: 'vip' } as const;
const BOB = { name: 'Bob', number: '+447700900456', group: 'blocked' } as const;

t.test('an empty box knows no business', async (test) => {
  const { db } = await tempStore(test);
  test.equal(await readBusiness(db), null);
  await test.rejects(exportBusiness(db), { code: 'not-found' });
});

t.test('any business survives file, database and file again', async (test) => {
  await assert(
    asyncProperty(anyBusiness, async (business) => {
      const store = await openStore(':memory:');
      const { db } = store;
      await importBusiness(db, business, 'test');
      const kept = parsed(await exportBusiness(db));
      await store.close();
      const byNumber = (a: { number: string }, b: { number: string }) => (a.number < b.number ? -1 : 1);
      const sorted = (each: Business) => ({ ...each, contacts: each.contacts.toSorted(byNumber) });
      deepEqual(sorted(kept), sorted(structuredClone(business)));
    }),
    { numRuns: 60 },
  );
  test.pass();
});

t.test('an import replaces what was known, and merges contacts', async (test) => {
  const { db } = await tempStore(test);
  const first = parsed('name: A\nlanguage: en\ntimezone: Europe/London\nfaq: [{question: q, also: [p], answer: a}]');
  await saveContact(db, BOB);
  await importBusiness(db, { ...first, contacts: [{ ...ANNA, group: 'known' }] }, 'owner');
  const second = parsed('name: Б\nlanguage: ru\ntimezone: Europe/Moscow\nservices: [{name: s}]');
  await importBusiness(db, { ...second, contacts: [ANNA] }, 'owner');
  test.same(await readBusiness(db), { ...second, contacts: [ANNA, BOB] });
  test.equal((await readSettings(db)).language, 'ru');
  const { action, detail } = (await listAudit(db, 1))[0]!;
  test.same({ action, detail }, { action: 'business.import', detail: { services: 1, faq: 0, contacts: 1 } });
});

t.test('an import that fails half way changes nothing', async (test) => {
  const { db } = await tempStore(test);
  const good = parsed('name: A\nlanguage: en\ntimezone: Europe/London\nservices: [{name: s}]');
  await importBusiness(db, good, 'owner');
  const bad = { ...good, name: 'B', holidays: [1, 2].map(() => ({ date: '2026-12-25', name: 'twice' })) };
  await test.rejects(importBusiness(db, bad, 'owner'), { code: 'internal' });
  test.same(await readBusiness(db), good);
});

t.test('there is one contact a number', async (test) => {
  const { db } = await tempStore(test);
  await saveContact(db, ANNA);
  await saveContact(db, BOB);
  await saveContact(db, { ...ANNA, name: 'Anna Miller' });
  test.same(await listContacts(db), [{ ...ANNA, name: 'Anna Miller' }, BOB]);
  await removeContact(db, ANNA.number);
  test.equal(await contactByNumber(db, ANNA.number), null);
  test.same(await contactByNumber(db, BOB.number), BOB);
});
