import { assert, asyncProperty, string } from 'fast-check';
import { sql } from 'kysely';
import t from 'tap';
import { matchExpression, searchTurns } from '../../daemon/store/search.js';
import { saveTurn } from '../../daemon/store/turns.js';
import { someCall, someTurn, tempStore } from './temp-store.js';

t.test('words are found in any form, case and spelling, in both languages', async (test) => {
  const { db } = await tempStore(test);
  const id = await someCall(db);
  await saveTurn(db, id, 0, someTurn({ heard: 'Мой велосипед ещё не починён', said: 'Завтра в десять.' }));
  await saveTurn(db, id, 1, someTurn({ heard: 'I have punctured tyres', said: null }));
  const found = async (text: string) => (await searchTurns(db, text, 5)).map(({ index }) => index);
  for (const text of ['велосипед', 'ВЕЛОСИПЕДА', 'еще', 'ещё мой', 'починен', 'завтра', 'десять велосипед']) {
    test.same(await found(text), [0], text);
  }
  for (const text of ['puncture', 'PUNCTURED tyres', 'tyre']) test.same(await found(text), [1], text);
  for (const text of ['самокат', 'puncture велосипед', '', '  ', '"*', 'NOT']) test.same(await found(text), [], text);
});

t.test('the index follows a turn that changes, and a call that goes', async (test) => {
  const { db } = await tempStore(test);
  const id = await someCall(db);
  await saveTurn(db, id, 0, someTurn({ said: 'Ёлка' }));
  await saveTurn(db, id, 0, someTurn({ said: 'Сосна' }));
  test.same(await searchTurns(db, 'елка', 5), []);
  test.equal((await searchTurns(db, 'сосна', 5))[0]?.excerpt, 'Сосна');
  await db.deleteFrom('calls').where('id', '=', id).execute();
  test.same(await searchTurns(db, 'сосна', 5), []);
  await test.resolves(sql`insert into transcript_index (transcript_index) values ('integrity-check')`.execute(db));
});

t.test('nothing that can be typed is a syntax error', async (test) => {
  const { db } = await tempStore(test);
  await assert(
    asyncProperty(string({ unit: 'binary' }), async (text) => {
      await searchTurns(db, text, 1);
      const match = matchExpression(text);
      return match === null || /^"[^"]+"\*(?: "[^"]+"\*)*$/u.test(match);
    }),
    { numRuns: 300 },
  );
  test.equal(matchExpression('a"b OR c*'), '"a"* "b"* "or"* "c"*');
});
