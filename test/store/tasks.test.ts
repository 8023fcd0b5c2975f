import t from 'tap';
import { addTask, listTasks, setTaskState, tasksOfCall } from '../../daemon/store/tasks.js';
import { someCall, tempStore } from './temp-store.js';

const MESSAGE = { kind: 'message', name: 'John Smith', number: '+447700900456', reason: 'broken chain' } as const;

t.test('a message is open until the owner has done it, and can be opened again', async (test) => {
  const { db } = await tempStore(test);
  const callId = await someCall(db);
  const first = await addTask(db, { callId, ...MESSAGE });
  const second = await addTask(db, { callId: null, ...MESSAGE, kind: 'question' });
  const ids = async (state: 'open' | 'done') => (await listTasks(db, state, 5)).map(({ id }) => id);
  test.same(await ids('open'), [second, first]);
  test.equal(await setTaskState(db, first, 'done'), true);
  test.same([await ids('open'), await ids('done')], [[second], [first]]);
  test.equal(await setTaskState(db, first, 'open'), true);
  test.match(await tasksOfCall(db, callId), [{ ...MESSAGE, state: 'open', doneAt: null }]);
  test.equal(await setTaskState(db, 'no such task', 'done'), false);
});

t.test('a message outlives the call it was taken in', async (test) => {
  const { db } = await tempStore(test);
  const callId = await someCall(db);
  await addTask(db, { callId, ...MESSAGE });
  await db.deleteFrom('calls').where('id', '=', callId).execute();
  test.match(await listTasks(db, 'open', 5), [{ callId: null, reason: 'broken chain' }]);
});
