import type { WebDeps } from '../web/deps.js';
import type { App } from './app.js';
import { timeOfId } from './base/ids.js';
import { listCalls, readRecord } from './store/history.js';
import { type Task, listTasks, readTask, setTaskState } from './store/tasks.js';

const TASKS_SHOWN = 200;

/** What the page may read and change of this box. */
export function webDeps(app: App): WebDeps {
  const { db } = app.store;
  const changeTask = async (id: string, state: 'open' | 'done') => {
    await setTaskState(db, id, state);
    const task = await readTask(db, id);
    return task === null ? null : taskLine(task);
  };
  return {
    business: () => app.briefing().business,
    lineStatus: () => app.modem.status,
    engineStatuses: () => app.engines.supervised.map((engine) => engine.status),
    live: app.live,
    async listCalls({ search, before, limit }) {
      const calls = await listCalls(db, { limit, search, ...(before === null ? {} : { before }) });
      return calls.map(({ outcome, summary, durationMs, ...same }) => ({
        ...same,
        durationMs: durationMs ?? 0,
        kind: outcome,
        summary: summary ?? '',
        snippet: null,
      }));
    },
    async readCall(id) {
      const record = await readRecord(db, id);
      return record === null ? null : { startedAt: timeOfId(id), record };
    },
    listTasks: async (state) => (await listTasks(db, state, TASKS_SHOWN)).map(taskLine),
    closeTask: (id) => changeTask(id, 'done'),
    reopenTask: (id) => changeTask(id, 'open'),
  };
}

const taskLine = ({ id, callId, createdAt, name, number, reason, doneAt }: Task) => ({
  id,
  callId,
  createdAt,
  name,
  number,
  text: reason ?? '',
  doneAt,
});
