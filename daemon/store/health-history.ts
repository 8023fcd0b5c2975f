import { time } from '../base/time.js';
import type { Database } from './tables.js';

/** More than a year of a box that is well; one that flaps must not fill the disk. */
const KEPT = 20_000;

export interface HealthEvent {
  /** Noun and what became of it: 'voice-path', 'network-lost', 'healing' … */
  readonly kind: string;
  /** Never a number, a name or a text of somebody. */
  readonly detail: Readonly<Record<string, string | number | null>>;
}

export interface HealthRow extends HealthEvent {
  readonly id: number;
  /** UTC ms. */
  readonly at: number;
}

/** The oldest ones make room. */
export async function addHealthEvent(db: Database, { kind, detail }: HealthEvent): Promise<void> {
  const { id } = await db
    .insertInto('healthEvents')
    .values({ at: time.now(), kind, detail: JSON.stringify(detail) })
    .returning('id')
    .executeTakeFirstOrThrow();
  await db
    .deleteFrom('healthEvents')
    .where('id', '<=', id - KEPT)
    .execute();
}

export interface HealthQuestion {
  readonly limit: number;
  /** Only of these. */
  readonly kinds?: readonly string[];
  /** Only what was before that row. */
  readonly beforeId?: number;
}

/** Latest first. */
export async function listHealth(db: Database, { limit, kinds, beforeId }: HealthQuestion): Promise<HealthRow[]> {
  let query = db.selectFrom('healthEvents').selectAll().orderBy('id', 'desc').limit(limit);
  if (kinds !== undefined) query = query.where('kind', 'in', kinds);
  if (beforeId !== undefined) query = query.where('id', '<', beforeId);
  return (await query.execute()).map((row) => ({ ...row, detail: JSON.parse(row.detail) as HealthEvent['detail'] }));
}
