import { sql } from 'kysely';
import { logger } from '../base/log.js';
import { outcomeColumns } from './calls.js';
import type { Outcome, OutcomeKind } from './record.js';
import { inTransaction } from './store.js';
import type { Database, TaskKind } from './tables.js';

const log = logger('store/recovery');

/** Why a call ended of which nobody saw the end. */
export const POWER_LOST = 'power-lost';

export interface RecoveredCall {
  readonly id: string;
  /** What lies there may lack its header or end in the middle of a sample; null when nothing was recorded. */
  readonly recordingPath: string | null;
}

/** For the start of the daemon: closes the calls that a crash or power cut left open, with what is known of them. */
export function recoverAfterCrash(db: Database, now: number): Promise<RecoveredCall[]> {
  return inTransaction(db, async (trx) => {
    const open = await openCalls(trx);
    for (const call of open) await closeAsLost(trx, call.id, now);
    if (open.length > 0) log.warn('calls closed that the last run left open', { count: open.length });
    return open;
  });
}

export function openCalls(db: Database): Promise<RecoveredCall[]> {
  return db
    .selectFrom('calls')
    .leftJoin('recordings', 'recordings.callId', 'calls.id')
    .select(['calls.id', 'recordings.path as recordingPath'])
    .where('endedAt', 'is', null)
    .orderBy('seq')
    .execute();
}

async function closeAsLost(db: Database, id: string, now: number): Promise<void> {
  await db
    .updateTable('calls')
    .set({
      endedAt: now,
      answeredAfterMs: sql<number>`coalesce(answered_after_ms, 0)`,
      durationMs: (query) =>
        query
          .selectFrom('turns')
          .select(sql<number>`coalesce(max(max(coalesce(said_end_ms, 0), coalesce(heard_end_ms, 0))), 0)`.as('end'))
          .where('callId', '=', id),
      endReason: POWER_LOST,
      ...outcomeColumns(await outcomeSoFar(db, id)),
    })
    .where('id', '=', id)
    .execute();
  await db.insertInto('callEvents').values({ callId: id, at: now, type: 'ended', reason: POWER_LOST }).execute();
}

const OUTCOME_OF_TASK: Record<TaskKind, OutcomeKind> = {
  message: 'message',
  callback: 'callback',
  booking: 'booking',
  question: 'message',
};

/** A message that was taken is the outcome, even if the call was cut right after it. */
async function outcomeSoFar(db: Database, callId: string): Promise<Outcome> {
  const task = await db
    .selectFrom('tasks')
    .select(['kind', 'name', 'number', 'reason'])
    .where('callId', '=', callId)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (task === undefined) return { kind: 'abandoned', summary: '', name: null, number: null, reason: null };
  return { ...task, kind: OUTCOME_OF_TASK[task.kind], summary: '' };
}
