import Sqlite from 'better-sqlite3';
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { Kysely } from 'kysely';
import { Migrator } from 'kysely/migration';
import { SecretaryError, systemCode } from '../base/errors.js';
import type { InBothLanguages } from '../base/language.js';
import type { Topic } from '../base/topic.js';
import { CamelCaseRows } from './column-names.js';
import { storeDialect } from './dialect.js';
import type { DiskUse } from './disk.js';
import { HealthWatch, type StoreHealth, storeError } from './health.js';
import { migrations } from './migrations/migrations.js';
import type { Database } from './tables.js';

/** How long a write waits for another process (an export, a command). It blocks this thread: voice has its own. */
const BUSY_TIMEOUT_MS = 500;

export interface Store {
  readonly db: Database;
  readonly health: StoreHealth;
  readonly healthChanges: Topic<StoreHealth>;
  /** What the watch of its disk saw; see StoreHealth. */
  diskIs(use: DiskUse): void;
  close(): Promise<void>;
}

/** Opens the database, making it or bringing it up to date. ':memory:' keeps nothing, for a box whose disk is gone
 *  and with `lastingFault` saying why. Throws 'disk' when the file cannot be used, 'refused' when a newer version of the program wrote it. */
export async function openStore(path: string, lastingFault: InBothLanguages | null = null): Promise<Store> {
  const watch = new HealthWatch(lastingFault);
  const file = openFile(path);
  const db: Database = new Kysely({ dialect: storeDialect(file, watch), plugins: [new CamelCaseRows()] });
  try {
    await migrate(db);
  } catch (error) {
    file.close();
    throw error;
  }
  return {
    db,
    get health() {
      return watch.health;
    },
    healthChanges: watch.changes,
    diskIs: (use) => watch.diskIs(use),
    close: () => db.destroy(),
  };
}

function openFile(path: string): Sqlite.Database {
  try {
    if (path !== ':memory:') mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    const file = new Sqlite(path, { timeout: BUSY_TIMEOUT_MS });
    file.pragma('journal_mode = WAL');
    file.pragma('synchronous = FULL');
    file.pragma('foreign_keys = ON');
    return file;
  } catch (error) {
    const code = systemCode(error);
    if (error instanceof Sqlite.SqliteError) throw storeError(error);
    throw new SecretaryError('disk', `the folder of the database cannot be made (${code})`, { cause: error });
  }
}

async function migrate(db: Database): Promise<void> {
  const { error } = await new Migrator({ db, provider: migrations }).migrateToLatest();
  if (error instanceof SecretaryError) throw error;
  if (error !== undefined) {
    throw new SecretaryError('refused', 'the database was written by a newer version of this program', {
      cause: error,
    });
  }
}

/** Everything in `work` is kept, or nothing; inside a transaction it becomes part of that one. Only queries may be
 *  awaited in it: the whole store waits meanwhile. */
export function inTransaction<T>(db: Database, work: (transaction: Database) => Promise<T>): Promise<T> {
  return db.isTransaction ? work(db) : db.transaction().execute(work);
}

/** All questions in `work` see the same state of the store; nothing can be written in it. */
export function inSnapshot<T>(db: Database, work: (snapshot: Database) => Promise<T>): Promise<T> {
  return db.isTransaction ? work(db) : db.transaction().setAccessMode('read only').execute(work);
}
