import { time } from '../base/time.js';
import type { CallFacts, Outcome } from './record.js';
import { inTransaction } from './store.js';
import type { CallEventRow, Database } from './tables.js';

export interface CallStart {
  readonly id: string;
  /** E.164, or null when withheld. */
  readonly from: string | null;
  readonly direction: 'in' | 'out';
  readonly startedAt: number;
  /** Where the recording is being written; null when the call is not recorded. */
  readonly recordingPath: string | null;
}

export type CallEnd = Pick<CallFacts, 'answeredAfterMs' | 'durationMs' | 'endReason' | 'bytesOut' | 'rungs'>;
export type CallEvent = Pick<CallEventRow, 'type' | 'reason' | 'at'>;

/** Puts the call on disk, so that it exists whatever happens next. */
export function startCall(db: Database, start: CallStart): Promise<void> {
  return inTransaction(db, async (trx) => {
    const { id, from: number, direction, startedAt, recordingPath } = start;
    await trx.insertInto('calls').values({ id, number, direction, startedAt }).execute();
    if (recordingPath !== null) {
      await trx.insertInto('recordings').values({ callId: id, path: recordingPath }).execute();
    }
  });
}

/** A change of state, or anything else worth knowing about the call later; `at` is UTC milliseconds. */
export async function addEvent(db: Database, callId: string, event: CallEvent): Promise<void> {
  const { type, reason, at } = event;
  await db.insertInto('callEvents').values({ callId, type, reason, at }).execute();
}

export function readEvents(db: Database, callId: string): Promise<CallEvent[]> {
  return db
    .selectFrom('callEvents')
    .select(['type', 'reason', 'at'])
    .where('callId', '=', callId)
    .orderBy('id')
    .execute();
}

/** The call is over and this is what came of it. Ends an open call only: the first end is the true one. */
export async function finishCall(db: Database, id: string, end: CallEnd, outcome: Outcome): Promise<void> {
  await db
    .updateTable('calls')
    .set({
      endedAt: time.now(),
      answeredAfterMs: end.answeredAfterMs,
      durationMs: end.durationMs,
      endReason: end.endReason,
      bytesOut: end.bytesOut,
      rungs: JSON.stringify(end.rungs),
      ...outcomeColumns(outcome),
    })
    .where('id', '=', id)
    .where('endedAt', 'is', null)
    .execute();
}

export function outcomeColumns(outcome: Outcome) {
  return {
    outcomeKind: outcome.kind,
    outcomeSummary: outcome.summary,
    outcomeName: outcome.name,
    outcomeNumber: outcome.number,
    outcomeReason: outcome.reason,
  };
}

export interface FinishedRecording {
  readonly path: string;
  readonly durationMs: number;
  readonly complete: boolean;
}

/** The file as it lies on disk now; null when there is none after all. */
export async function finishRecording(db: Database, callId: string, file: FinishedRecording | null): Promise<void> {
  if (file === null) {
    await db.deleteFrom('recordings').where('callId', '=', callId).execute();
    return;
  }
  const row = { path: file.path, durationMs: file.durationMs, complete: file.complete ? 1 : 0 } as const;
  await db
    .insertInto('recordings')
    .values({ callId, ...row })
    .onConflict((conflict) => conflict.column('callId').doUpdateSet(row))
    .execute();
}
