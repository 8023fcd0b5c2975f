import type { Selectable } from 'kysely';
import { newId } from '../base/ids.js';
import { time } from '../base/time.js';
import type { Database, Tables, TaskState } from './tables.js';

/** Something the owner has to do because of a call: pass on a message, call back, confirm a booking, find out. */
export type Task = Selectable<Tables['tasks']>;
export type NewTask = Pick<Task, 'callId' | 'kind' | 'name' | 'number' | 'reason'>;

/** Returns the id. The caller may be told "I have noted it" once this has resolved. */
export async function addTask(db: Database, task: NewTask): Promise<string> {
  const id = newId();
  const { callId, kind, name, number, reason } = task;
  await db
    .insertInto('tasks')
    .values({ id, callId, kind, name, number, reason, state: 'open', createdAt: time.now() })
    .execute();
  return id;
}

/** More became known of it, in the same call. */
export async function updateTask(
  db: Database,
  id: string,
  known: Pick<Task, 'name' | 'number' | 'reason'>,
): Promise<void> {
  const { name, number, reason } = known;
  await db.updateTable('tasks').set({ name, number, reason }).where('id', '=', id).execute();
}

/** Latest first. */
export function listTasks(db: Database, state: TaskState, limit: number): Promise<Task[]> {
  return db.selectFrom('tasks').selectAll().where('state', '=', state).orderBy('id', 'desc').limit(limit).execute();
}

export function tasksOfCall(db: Database, callId: string): Promise<Task[]> {
  return db.selectFrom('tasks').selectAll().where('callId', '=', callId).orderBy('id').execute();
}

/** False when there is no such task. */
export async function setTaskState(db: Database, id: string, state: TaskState): Promise<boolean> {
  const doneAt = state === 'done' ? time.now() : null;
  const { numUpdatedRows } = await db
    .updateTable('tasks')
    .set({ state, doneAt })
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  return numUpdatedRows > 0n;
}
