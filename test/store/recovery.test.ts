import t from 'tap';
import { finishCall, readEvents } from '../../daemon/store/calls.js';
import { readRecord } from '../../daemon/store/history.js';
import { openCalls, recoverAfterCrash } from '../../daemon/store/recovery.js';
import { addTask } from '../../daemon/store/tasks.js';
import { saveTurn } from '../../daemon/store/turns.js';
import { someCall, someTurn, tempStore } from './temp-store.js';

const NOW = 1_795_000_100_000;

t.test('after a power cut open calls are ended with what is known of them, finished ones stay', async (test) => {
  const { db } = await tempStore(test);
  const finished = await someCall(db);
  const outcome = { kind: 'answered', summary: '', name: null, number: null, reason: null } as const;
  await finishCall(
    db,
    finished,
    { answeredAfterMs: 1, durationMs: 2, endReason: 'goodbye', bytesOut: 0, rungs: [] },
    outcome,
  );
  const cut = await someCall(db, { recordingPath: '/data/cut.wav' });
  await saveTurn(db, cut, 0, someTurn({ saidEndMs: 7900.5 }));
  await saveTurn(db, cut, 1, someTurn({ heardEndMs: 9100, saidEndMs: null }));
  const silent = await someCall(db);

  test.same(await recoverAfterCrash(db, NOW), [
    { id: cut, recordingPath: '/data/cut.wav' },
    { id: silent, recordingPath: null },
  ]);
  test.same(await openCalls(db), []);
  test.match((await readRecord(db, cut))?.call, { endReason: 'power-lost', durationMs: 9100 });
  test.match(await readRecord(db, silent), { call: { durationMs: 0 }, outcome: { kind: 'abandoned' } });
  test.equal((await readRecord(db, finished))?.call.endReason, 'goodbye');
  test.same(await readEvents(db, cut), [{ type: 'ended', reason: 'power-lost', at: NOW }]);
  test.same(await recoverAfterCrash(db, NOW), [], 'a second start finds nothing to do');
});

t.test('a message that was taken before the cut is the outcome of the call', async (test) => {
  const { db } = await tempStore(test);
  const callId = await someCall(db);
  const task = { name: 'John Smith', number: '+447700900456', reason: 'broken chain' };
  await addTask(db, { callId, kind: 'callback', ...task });
  await recoverAfterCrash(db, NOW);
  test.same((await readRecord(db, callId))?.outcome, { kind: 'callback', summary: '', ...task });
});
