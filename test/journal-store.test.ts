import { test } from 'tap';
import { storeJournal } from '../daemon/journal-store.js';
import { tasksOfCall } from '../daemon/store/tasks.js';
import { Chat } from './fakes/chat.js';
import { someCall, tempStore } from './store/temp-store.js';

test('a form that grows is one task, and a second message in the same call is another', async (t) => {
  const { db } = await tempStore(t);
  const journal = storeJournal(db);
  const callId = await someCall(db);
  const chat = new Chat();
  for (const said of [
    'can i leave a message',
    'my name is john smith and my bicycle has a broken chain',
    'yes',
    'can i leave another message',
    'the bell of my other bicycle is gone',
    'no wrong',
    'my name is john smith and the lamp of my other bicycle is gone',
    'and it is the one of my daughter',
    'it is red',
    'do you sell flags',
    'do you sell flags',
  ])
    await chat.says(said);
  for (const taken of chat.taken) await journal.take(callId, taken);
  const tasks = await tasksOfCall(db, callId);
  t.same(
    tasks.map(({ kind, reason }) => [kind, reason]),
    [
      ['message', 'my bicycle has a broken chain'],
      ['message', 'the lamp of my other bicycle is gone; and it is the one of my daughter; it is red'],
      ['question', 'do you sell flags'],
    ],
  );
  t.ok(tasks.slice(0, 2).every(({ name }) => name === 'John Smith'));
});
