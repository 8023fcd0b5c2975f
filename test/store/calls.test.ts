import t from 'tap';
import { addEvent, finishCall, finishRecording, readEvents } from '../../daemon/store/calls.js';
import { listCalls, readRecord } from '../../daemon/store/history.js';
import type { Outcome } from '../../daemon/store/record.js';
import { saveContact } from '../../daemon/store/contacts.js';
import { saveTurn } from '../../daemon/store/turns.js';
import { someCall, someTurn, tempStore } from './temp-store.js';

const END = {
  answeredAfterMs: 4100,
  durationMs: 31_250.5,
  endReason: 'caller-hung-up',
  bytesOut: 0,
  rungs: ['faq'],
} as const;
const OUTCOME: Outcome = {
  kind: 'message',
  summary: 'Wants a call back',
  name: 'John Smith',
  number: '+447700900456',
  reason: 'broken chain',
};

t.test('a finished call reads back as the record that was told', async (test) => {
  const { db } = await tempStore(test);
  const id = await someCall(db, { recordingPath: '/data/part.wav' });
  const greeting = someTurn({ heard: null, heardStartMs: null, heardEndMs: null, path: 'greeting', evidence: [] });
  await saveTurn(db, id, 0, greeting);
  await saveTurn(db, id, 1, someTurn());
  await finishRecording(db, id, { path: '/data/whole.wav', durationMs: 31_250, complete: true });
  await finishCall(db, id, END, OUTCOME);
  test.same(await readRecord(db, id), {
    call: { id, from: '+447700900123', direction: 'in', recording: '/data/whole.wav', ...END },
    turns: [greeting, someTurn()],
    outcome: OUTCOME,
  });
});

t.test('a call that goes on can be read, and has neither end nor outcome yet', async (test) => {
  const { db } = await tempStore(test);
  const id = await someCall(db, { from: null });
  const record = await readRecord(db, id);
  test.match(record, {
    call: { from: null, endReason: '', recording: '', durationMs: 0 },
    outcome: { kind: 'abandoned' },
  });
  test.equal(await readRecord(db, 'no such call'), null);
});

t.test('what was really played replaces what was to be said', async (test) => {
  const { db } = await tempStore(test);
  const id = await someCall(db);
  await saveTurn(db, id, 0, someTurn({ spoken: null, saidEndMs: null }));
  await saveTurn(db, id, 0, someTurn({ spoken: 'Repairs take', saidEndMs: 6700.25, interrupted: true }));
  const turns = (await readRecord(db, id))?.turns;
  test.same(turns, [someTurn({ spoken: 'Repairs take', saidEndMs: 6700.25, interrupted: true })]);
});

t.test('the first end of a call is the true one', async (test) => {
  const { db } = await tempStore(test);
  const id = await someCall(db);
  await finishCall(db, id, END, OUTCOME);
  await finishCall(db, id, { ...END, endReason: 'unwound twice' }, { ...OUTCOME, kind: 'spam' });
  const record = await readRecord(db, id);
  test.equal(record?.call.endReason, END.endReason);
  test.equal(record?.outcome.kind, 'message');
});

t.test(
  'a turn is kept once, with the last that is known of it, and never for a call that is not there',
  async (test) => {
    const { db } = await tempStore(test);
    const id = await someCall(db);
    await saveTurn(db, id, 0, someTurn());
    await saveTurn(db, id, 0, someTurn({ said: 'At last.' }));
    await test.rejects(saveTurn(db, 'nobody', 0, someTurn()), { code: 'internal' });
    test.match((await readRecord(db, id))?.turns, [{ said: 'At last.' }]);
    test.equal((await readRecord(db, id))?.turns.length, 1);
  },
);

t.test('a recording that came to nothing leaves no trace', async (test) => {
  const { db } = await tempStore(test);
  const id = await someCall(db, { recordingPath: '/data/part.wav' });
  await finishRecording(db, id, null);
  test.equal((await readRecord(db, id))?.call.recording, '');
});

t.test('events of a call come back in the order they happened, whatever the clock did', async (test) => {
  const { db } = await tempStore(test);
  const id = await someCall(db);
  await addEvent(db, id, { type: 'answering', reason: 'one ring', at: 2000 });
  await addEvent(db, id, { type: 'connected', reason: '', at: 1000 });
  test.same(
    (await readEvents(db, id)).map(({ type }) => type),
    ['answering', 'connected'],
  );
});

t.test('what a caller says stays what it is', async (test) => {
  const { db } = await tempStore(test);
  const hostile = [
    `'); drop table calls; --`,
    '\u0000\u0001\u202Eabc',
    '"" OR * NEAR(',
    '👩‍🔧'.repeat(500),
    '%_\\',
    '',
  ];
  const id = await someCall(db, { from: `' or 1=1 --` });
  for (const [index, heard] of hostile.entries()) await saveTurn(db, id, index, someTurn({ heard, said: heard }));
  const record = await readRecord(db, id);
  test.same(
    record?.turns.map(({ heard }) => heard),
    hostile,
  );
  for (const search of hostile) await test.resolves(listCalls(db, { limit: 5, search }));
});

t.test('the list shows the latest calls first, page by page, even when the clock was set back', async (test) => {
  const { db } = await tempStore(test);
  const ids: string[] = [];
  for (let i = 0; i < 5; i++) ids.push(await someCall(db, { startedAt: 1_795_000_000_000 - i * 60_000 }));
  const first = await listCalls(db, { limit: 3 });
  const second = await listCalls(db, { limit: 3, before: first.at(-1)!.id });
  test.same(
    [...first, ...second].map(({ id }) => id),
    ids.toReversed(),
  );
});

t.test('the list is searched by words, number, outcome and contact', async (test) => {
  const { db } = await tempStore(test);
  await saveContact(db, { name: 'Anna Miller', number: '+447700900123', group: 'vip' });
  const anna = await someCall(db);
  await saveTurn(db, anna, 0, someTurn({ heard: 'сломалась цепь' }));
  const other = await someCall(db, { from: '+79161234567' });
  await finishCall(db, other, END, OUTCOME);
  const found = async (search: string) => (await listCalls(db, { limit: 9, search })).map(({ id }) => id);
  test.same(await found('repairs'), [anna]);
  test.same(await found('цепи'), [anna]);
  test.same(await found('miller'), [anna]);
  test.same(await found('7700 900-123'), [anna]);
  test.same(await found('916 123'), [other]);
  test.same(await found('john'), [other]);
  test.same(await found('call back'), [other]);
  test.same(await found('%'), []);
  test.same(await found('  '), [other, anna]);
  test.equal((await listCalls(db, { limit: 1, search: 'miller' }))[0]?.name, 'Anna Miller');
});
