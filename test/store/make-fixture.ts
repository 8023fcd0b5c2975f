import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import Sqlite from 'better-sqlite3';
import { Kysely } from 'kysely';
import { Migrator } from 'kysely/migration';
import { storeDialect } from '../../daemon/store/dialect.js';
import { HealthWatch } from '../../daemon/store/health.js';
import { migrations } from '../../daemon/store/migrations/migrations.js';
import { fill, fixturePath } from './schema-fixtures.js';

/** After a new migration: `node dist/test/store/make-fixture.js` keeps a database of its version; older ones stay. */
const folder = mkdtempSync(join(tmpdir(), 'secretary-fixture-'));
for (const name of Object.keys(await migrations.getMigrations())) {
  if (existsSync(fixturePath(name))) continue;
  const path = join(folder, name);
  const file = new Sqlite(path);
  const db = new Kysely({ dialect: storeDialect(file, new HealthWatch()) });
  const { error } = await new Migrator({ db, provider: migrations }).migrateTo(name);
  if (error !== undefined) throw error;
  fill(file, name);
  file.exec('vacuum');
  await db.destroy();
  writeFileSync(fixturePath(name), gzipSync(readFileSync(path), { level: 9 }));
  process.stdout.write(`${fixturePath(name)}\n`);
}
rmSync(folder, { recursive: true });
