import { writeSync } from 'node:fs';
import { enqueueJob } from '../../daemon/store/jobs.js';
import { inTransaction, openStore } from '../../daemon/store/store.js';
import { addTask } from '../../daemon/store/tasks.js';
import { saveTurn } from '../../daemon/store/turns.js';
import { someCall, someTurn } from './temp-store.js';

/** Takes calls until it is killed; prints a call's id only when everything of it has been acknowledged. */
const { db } = await openStore(process.argv[2] ?? '');
for (;;) {
  const callId = await someCall(db, { recordingPath: '/data/cut.wav' });
  await saveTurn(db, callId, 0, someTurn());
  await inTransaction(db, async (trx) => {
    await addTask(trx, { callId, kind: 'message', name: 'John Smith', number: null, reason: 'chain' });
    await enqueueJob(trx, { kind: 'sms', key: callId, payload: null });
  });
  // Straight to the pipe: what a killed process still held in memory was never told to anybody.
  writeSync(1, `${callId}\n`);
}
