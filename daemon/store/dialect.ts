import type Sqlite from 'better-sqlite3';
import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  SqliteAdapter,
  type SqliteDatabase,
  SqliteDriver,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';
import type { HealthWatch } from './health.js';

/** SQLite can roll back a half-made table (sqlite.org/lang_transaction.html), so a power cut leaves no half migration. */
class TransactionalAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

class StoreDriver extends SqliteDriver {
  readonly #file: Sqlite.Database;

  constructor(file: Sqlite.Database, watch: HealthWatch) {
    super({ database: watched(file, watch) });
    this.#file = file;
  }

  /** Takes the write lock at once: a transaction that read first could not get it later, whatever the busy time-out. */
  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'));
  }

  /** On a full disk SQLite rolls back by itself; a second rollback would be an error that hides the first. */
  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    if (this.#file.inTransaction) await super.rollbackTransaction(connection);
  }
}

function watched(file: Sqlite.Database, watch: HealthWatch): SqliteDatabase {
  return {
    close: () => file.close(),
    prepare(text) {
      const statement = watch.read(() => file.prepare(text));
      return {
        reader: statement.reader,
        all: (parameters) => watch.read(() => statement.all(...parameters)),
        run: (parameters) => watch.write(() => statement.run(...parameters)),
        iterate: (parameters) => statement.iterate(...parameters),
      };
    },
  };
}

export function storeDialect(file: Sqlite.Database, watch: HealthWatch): Dialect {
  return {
    createAdapter: () => new TransactionalAdapter(),
    createDriver: () => new StoreDriver(file, watch),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  };
}
