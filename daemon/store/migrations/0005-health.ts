import { type Kysely, sql } from 'kysely';

/** What happened to the modem and the clock, for whoever looks for the reason of a bad call. */
const STATEMENTS = [
  `create table health_events (
     id integer primary key,
     at integer not null,
     kind text not null,
     detail text not null check (json_valid(detail))
   ) strict`,
  `create index health_events_kind on health_events (kind, id)`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
