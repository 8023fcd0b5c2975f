import { type Selectable, sql } from 'kysely';
import type { CallRecord, OutcomeKind, Rung } from './record.js';
import { matchExpression } from './search.js';
import type { CallRow, Database } from './tables.js';
import { readTurns } from './turns.js';

/** The call as `--json` tells it, or null when there is none of that id. One that is still going on has the
 *  endReason '' and the outcome 'abandoned'; `recording` is '' when nothing was recorded. */
export async function readRecord(db: Database, id: string): Promise<CallRecord | null> {
  const row = await db
    .selectFrom('calls')
    .leftJoin('recordings', 'recordings.callId', 'calls.id')
    .selectAll('calls')
    .select('recordings.path as recording')
    .where('calls.id', '=', id)
    .executeTakeFirst();
  if (row === undefined) return null;
  return { call: toFacts(row), turns: await readTurns(db, id), outcome: toOutcome(row) };
}

function toFacts(row: Selectable<CallRow> & { recording: string | null }): CallRecord['call'] {
  return {
    id: row.id,
    from: row.number,
    direction: row.direction,
    answeredAfterMs: row.answeredAfterMs ?? 0,
    durationMs: row.durationMs ?? 0,
    endReason: row.endReason ?? '',
    recording: row.recording ?? '',
    bytesOut: row.bytesOut,
    rungs: JSON.parse(row.rungs) as Rung[],
  };
}

function toOutcome(row: Selectable<CallRow>): CallRecord['outcome'] {
  return {
    kind: row.outcomeKind ?? 'abandoned',
    summary: row.outcomeSummary ?? '',
    name: row.outcomeName,
    number: row.outcomeNumber,
    reason: row.outcomeReason,
  };
}

export interface CallQuestion {
  readonly limit: number;
  /** Id of the last call of the page before: only older calls are listed. */
  readonly before?: string;
  /** Words of the conversation or the outcome, a contact's name, or a part of the number. */
  readonly search?: string;
}

/** One line of the list of calls. */
export interface CallSummary {
  readonly id: string;
  readonly from: string | null;
  /** The contact of that number, else what the caller said they are called. */
  readonly name: string | null;
  readonly direction: 'in' | 'out';
  readonly startedAt: number;
  /** Null while the call goes on. */
  readonly endedAt: number | null;
  readonly durationMs: number | null;
  readonly endReason: string | null;
  readonly outcome: OutcomeKind | null;
  readonly summary: string | null;
}

/** Latest first, in the order the calls came: the clock of a box without a battery jumps. */
export function listCalls(db: Database, question: CallQuestion): Promise<CallSummary[]> {
  const { limit, before, search = '' } = question;
  let query = db
    .selectFrom('calls')
    .leftJoin('contacts', 'contacts.number', 'calls.number')
    .select(['calls.id', 'calls.number as from', 'direction', 'startedAt', 'endedAt', 'durationMs', 'endReason'])
    .select(['outcomeKind as outcome', 'outcomeSummary as summary'])
    .select(sql<string | null>`coalesce(contacts.name, calls.outcome_name)`.as('name'))
    .orderBy('seq', 'desc')
    .limit(limit);
  if (before !== undefined) {
    query = query.where('seq', '<', (of) => of.selectFrom('calls').select('seq').where('id', '=', before));
  }
  if (search.trim() !== '') query = query.where(mentions(search));
  return query.execute();
}

/** A condition on `calls` joined with `contacts`: true for the calls in which the text occurs somewhere. */
function mentions(text: string) {
  const part = `%${text.trim().replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
  const digits = text.replaceAll(/[\s()+-]/g, '');
  const number = /^\d+$/.test(digits) ? `%${digits}%` : null;
  return sql<boolean>`(
    calls.id in (select call_id from turns where id in (${turnsWith(text)}))
    or calls.number like ${number}
    or contacts.name like ${part} escape '\\'
    or calls.outcome_name like ${part} escape '\\'
    or calls.outcome_summary like ${part} escape '\\'
  )`;
}

/** Ids of the turns in which all words of the text occur. */
function turnsWith(text: string) {
  const match = matchExpression(text);
  return match === null
    ? sql`select null`
    : sql`select rowid from transcript_index where transcript_index match ${match}`;
}
