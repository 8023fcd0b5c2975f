import type { Migration, MigrationProvider } from 'kysely/migration';
import * as calls from './0001-calls.js';
import * as business from './0002-business.js';
import * as owner from './0003-owner.js';
import * as sms from './0004-sms.js';
import * as health from './0005-health.js';

/** In the order of their names, which must never change once released: they are what a database remembers. */
const MIGRATIONS: Record<string, Migration> = {
  '0001-calls': calls,
  '0002-business': business,
  '0003-owner': owner,
  '0004-sms': sms,
  '0005-health': health,
};

export const migrations: MigrationProvider = { getMigrations: () => Promise.resolve(MIGRATIONS) };
