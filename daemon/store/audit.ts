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

export interface AuditRecord extends AuditEntry {
  readonly at: number;
}

/** Latest first. */
export async function listAudit(db: Database, limit: number): Promise<AuditRecord[]> {
  return read(entries(db).orderBy('id', 'desc').limit(limit));
}

/** What was done since that moment (UTC ms), oldest first; entries that a wrong clock dated ahead are among them. */
export function auditSince(db: Database, action: string, sinceMs: number): Promise<AuditRecord[]> {
  return read(entries(db).where('action', '=', action).where('at', '>=', sinceMs).orderBy('id'));
}

const entries = (db: Database) => db.selectFrom('audit').select(['at', 'actor', 'action', 'subject', 'detail']);

async function read(query: ReturnType<typeof entries>): Promise<AuditRecord[]> {
  return (await query.execute()).map((row) => ({ ...row, detail: JSON.parse(row.detail) as unknown }));
}
