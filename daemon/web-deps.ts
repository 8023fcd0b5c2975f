import type { WebDeps } from '../web/deps.js';
import type { App } from './app.js';
import { timeOfId } from './base/ids.js';
import { inBoth } from './base/language.js';
import { time } from './base/time.js';
import { healingInWords } from './modem/healing-words.js';
import { listHealth } from './store/health-history.js';
import { listCalls, readRecord } from './store/history.js';
import { listTasks, setTaskState } from './store/tasks.js';

const TASKS_SHOWN = 200;
/** A ladder's worth. */
const HEALING_SHOWN = 4;
const LATELY_MS = 7 * 24 * 60 * 60_000;

/** What the page may read and change of this box. */
export function webDeps(app: App): WebDeps {
  const { db } = app.store;
  return {
    business: () => app.briefing.business,
    lineStatus: () => app.modem.status,
    engineStatuses: () => app.engines.supervised.map((engine) => engine.status),
    storeHealth: () => app.store.health,
    async listHealing() {
      const rows = await listHealth(db, { kinds: ['healing', 'advice'], limit: HEALING_SHOWN });
      const lately = rows.filter(({ at }) => at > time.now() - LATELY_MS);
      return lately.map((row) => ({ at: row.at, words: healingInWords(row) ?? inBoth(row.kind) }));
    },
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
