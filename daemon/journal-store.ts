import type { Journal } from './call/journal.js';
import { time } from './base/time.js';
import type { Taken } from './dialog/reply.js';
import { addEvent, finishCall, finishRecording, startCall } from './store/calls.js';
import type { Database } from './store/tables.js';
import { addTask, updateTask } from './store/tasks.js';
import { saveTurn } from './store/turns.js';

/** The journal in the database. A form that grows in a call is one task that grows. */
export function storeJournal(db: Database): Journal {
  const tasks = new Map<string, string>();
  const take = async (callId: string, taken: Taken): Promise<void> => {
    const key = `${callId} ${taken.id}`;
    const { kind, name, number } = taken;
    const reason = [taken.reason, taken.when].filter((part) => part !== null).join(', ') || null;
    const known = tasks.get(key);
    if (known === undefined) tasks.set(key, await addTask(db, { callId, kind, name, number, reason }));
    else await updateTask(db, known, { name, number, reason });
  };
  return {
    start: ({ id, from, startedAt, recordingPath }) =>
      startCall(db, { id, from, direction: 'in', startedAt, recordingPath }),
    event: (callId, type, reason) => addEvent(db, callId, { type, reason, at: time.now() }),
    turn: (callId, index, record) => saveTurn(db, callId, index, record),
    take,
    async finish(callId, facts, outcome, recording) {
      for (const key of tasks.keys()) if (key.startsWith(`${callId} `)) tasks.delete(key);
      await finishRecording(db, callId, recording);
      await finishCall(db, callId, facts, outcome);
    },
  };
}
