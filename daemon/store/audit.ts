import { time } from '../base/time.js';
import type { Database } from './tables.js';

/** Who did what to what; `detail` is any JSON value. */
export interface AuditEntry {
  /** 'owner', 'page', 'sms', 'command', 'daemon' … */
  readonly actor: string;
  /** Noun and verb: 'setting.write', 'business.import' … */
  readonly action: string;
  readonly subject: string;
  readonly detail: unknown;
}

/** To be called in the transaction of the change itself: no change without its entry. */
export async function audit(db: Database, entry: AuditEntry): Promise<void> {
  const detail = JSON.stringify(entry.detail ?? null);
  await db
    .insertInto('audit')
    .values({ ...entry, detail, at: time.now() })
    .execute();
}

/** Latest first. */
export async function listAudit(db: Database, limit: number): Promise<(AuditEntry & { readonly at: number })[]> {
  const rows = await db
    .selectFrom('audit')
    .select(['at', 'actor', 'action', 'subject', 'detail'])
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
  return rows.map((row) => ({ ...row, detail: JSON.parse(row.detail) as unknown }));
}
