import type { Insertable, Selectable } from 'kysely';
import type { TurnRecord } from './record.js';
import type { Database, TurnRow } from './tables.js';

type TurnColumns = Omit<Insertable<TurnRow>, 'id' | 'callId' | 'position'>;

/** Keeps a turn as it happens, and again when more of it is known; `index` counts from 0 and is its place in the record. */
export async function saveTurn(db: Database, callId: string, index: number, turn: TurnRecord): Promise<void> {
  const { interrupted, evidence, timing, ...same } = turn;
  const columns: TurnColumns = {
    ...same,
    interrupted: interrupted ? 1 : 0,
    evidence: JSON.stringify(evidence),
    ...timing,
  };
  await db
    .insertInto('turns')
    .values({ callId, position: index, ...columns })
    .onConflict((conflict) => conflict.columns(['callId', 'position']).doUpdateSet(columns))
    .execute();
}

export async function readTurns(db: Database, callId: string): Promise<TurnRecord[]> {
  const rows = await db.selectFrom('turns').selectAll().where('callId', '=', callId).orderBy('position').execute();
  return rows.map(toTurn);
}

function toTurn(row: Selectable<TurnRow>): TurnRecord {
  const { endpointMs, sttMs, llmMs, ttsMs, playMs, deadAirMs } = row;
  return {
    heard: row.heard,
    heardStartMs: row.heardStartMs,
    heardEndMs: row.heardEndMs,
    said: row.said,
    spoken: row.spoken,
    saidStartMs: row.saidStartMs,
    saidEndMs: row.saidEndMs,
    interrupted: row.interrupted === 1,
    path: row.path,
    evidence: JSON.parse(row.evidence) as string[],
    timing: { endpointMs, sttMs, llmMs, ttsMs, playMs, deadAirMs },
  };
}
