import Sqlite from 'better-sqlite3';
import { hasCode, SecretaryError } from '../base/errors.js';
import { logger } from '../base/log.js';
import { Topic } from '../base/topic.js';

const log = logger('store/health');

/** Whether what is written is kept. `detail` is one plain sentence for the owner, '' when all is well. */
export interface StoreHealth {
  readonly state: 'well' | 'failing';
  readonly detail: string;
}

const WELL: StoreHealth = { state: 'well', detail: '' };

/** Result codes (sqlite.org/rescode.html) after which nothing more can be kept, in words for the owner. */
const DISK_FAULTS: ReadonlyArray<readonly [prefix: string, words: string]> = [
  ['SQLITE_FULL', 'the disk is full'],
  ['SQLITE_READONLY', 'the disk or the database file is read-only'],
  ['SQLITE_IOERR', 'the disk does not read or write'],
  ['SQLITE_CANTOPEN', 'the database file cannot be opened'],
  ['SQLITE_CORRUPT', 'the database file is damaged'],
  ['SQLITE_NOTADB', 'the database file is damaged'],
  ['SQLITE_PERM', 'the database file may not be used by this user'],
];

/** SQLite's error as ours; only its code is quoted, because its message may quote what a caller said. */
export function storeError(error: unknown): unknown {
  if (!(error instanceof Sqlite.SqliteError)) return error;
  const { code } = error;
  const words = DISK_FAULTS.find(([prefix]) => code.startsWith(prefix))?.[1];
  if (words !== undefined) return new SecretaryError('disk', `${words} (${code})`, { cause: error });
  if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED')) {
    return new SecretaryError('busy', `another program holds the database (${code})`, { retryable: true });
  }
  return new SecretaryError('internal', `the database refused a statement (${code})`, { cause: error });
}

/** Watches what SQLite answers: turns its errors into ours, and tells when it begins and ceases to fail. */
export class HealthWatch {
  readonly changes = new Topic<StoreHealth>('store health');
  #health = WELL;

  get health(): StoreHealth {
    return this.#health;
  }

  /** The result of `work`, or its error in our words. */
  attempt<T>(work: () => T): T {
    try {
      return work();
    } catch (raw) {
      const error = storeError(raw);
      if (hasCode(error, 'disk')) this.#become({ state: 'failing', detail: error.message });
      throw error;
    }
  }

  /** Something new has reached the disk. */
  proveWell(): void {
    this.#become(WELL);
  }

  #become(health: StoreHealth): void {
    if (health.detail === this.#health.detail) return;
    this.#health = health;
    if (health.state === 'well') log.info('the store writes again');
    else log.error('the store fails', { detail: health.detail });
    this.changes.publish(health);
  }
}
