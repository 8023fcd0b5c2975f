import type Sqlite from 'better-sqlite3';
import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  SqliteAdapter,
  type SqliteDatabase,
  SqliteDriver,
  SqliteIntrospector,
  type TransactionSettings,
} from 'kysely';
import { SnakeCaseCompiler } from './column-names.js';
import type { HealthWatch } from './health.js';

const ROLLBACK = 'rollback';

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

  /** Takes the write lock at once: a transaction that read first could not get it later, whatever the busy time-out.
   *  One that only reads asks for no lock, so that it works on a disk that has become read-only. */
  override async beginTransaction(connection: DatabaseConnection, settings?: TransactionSettings): Promise<void> {
    const begin = settings?.accessMode === 'read only' ? 'begin' : 'begin immediate';
    await connection.executeQuery(CompiledQuery.raw(begin));
  }

  /** On a full disk SQLite rolls back by itself; a second rollback would be an error that hides the first. */
  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    if (this.#file.inTransaction) await connection.executeQuery(CompiledQuery.raw(ROLLBACK));
  }
}

/** The questions of this program are some hundred; whoever asks others (an `in` list of every length) starts anew. */
const STATEMENTS_KEPT = 500;

function watched(file: Sqlite.Database, watch: HealthWatch): SqliteDatabase {
  let changes = 0;
  // Compiling a statement costs more than running it.
  const statements = new Map<string, Sqlite.Statement>();
  const compile = (source: string): Sqlite.Statement => {
    const known = statements.get(source);
    if (known !== undefined) return known;
    if (statements.size >= STATEMENTS_KEPT) statements.clear();
    const statement = watch.attempt(() => file.prepare(source));
    statements.set(source, statement);
    return statement;
  };
  const run = (statement: Sqlite.Statement, parameters: readonly unknown[]): Sqlite.RunResult => {
    const earlier = file.inTransaction ? changes : 0;
    const result = watch.attempt(() => statement.run(...parameters));
    changes = earlier + result.changes;
    // Within a transaction nothing has reached the disk before the commit, and after a rollback nothing ever will.
    if (changes > 0 && !file.inTransaction && statement.source !== ROLLBACK) watch.proveWell();
    return result;
  };
  return {
    close: () => file.close(),
    prepare(source) {
      const statement = compile(source);
      return {
        reader: statement.reader,
        all: (parameters) => watch.attempt(() => statement.all(...parameters)),
        run: (parameters) => run(statement, parameters),
        // One that is being iterated cannot be run again meanwhile.
        iterate: (parameters) => file.prepare(source).iterate(...parameters),
      };
    },
  };
}

export function storeDialect(file: Sqlite.Database, watch: HealthWatch): Dialect {
  return {
    createAdapter: () => new TransactionalAdapter(),
    createDriver: () => new StoreDriver(file, watch),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SnakeCaseCompiler(),
  };
}
