import type { WebDeps } from '../web/deps.js';
import type { App } from './app.js';
import { timeOfId } from './base/ids.js';
import { listCalls, readRecord } from './store/history.js';
import { listTasks, setTaskState } from './store/tasks.js';

const TASKS_SHOWN = 200;

/** What the page may read and change of this box. */
export function webDeps(app: App): WebDeps {
  const { db } = app.store;
  return {
    business: () => app.briefing.business,
    lineStatus: () => app.modem.status,
    engineStatuses: () => app.engines.supervised.map((engine) => engine.status),
    storeHealth: () => app.store.health,
    live: app.live,
    listCalls: (question) => listCalls(db, question),
    async readCall(id) {
      const record = await readRecord(db, id);
      return record === null ? null : { startedAt: timeOfId(id), record };
    },
    listTasks: (state) => listTasks(db, state, TASKS_SHOWN),
    setTaskState: (id, state) => setTaskState(db, id, state),
  };
}
