import { type Kysely, sql } from 'kysely';

/** What the owner decides, what is to be done for them, and who changed what. */
const STATEMENTS = [
  `create table settings (
     key text primary key,
     value text not null check (json_valid(value)),
     updated_at integer not null
   ) strict`,

  `create table tasks (
     id text primary key,
     call_id text references calls (id) on delete set null,
     kind text not null check (kind in ('message', 'callback', 'booking', 'question')),
     name text,
     number text,
     reason text,
     state text not null check (state in ('open', 'done')),
     created_at integer not null,
     done_at integer
   ) strict`,
  `create index tasks_state on tasks (state, id)`,
  `create index tasks_call on tasks (call_id)`,

  `create table jobs (
     id text primary key,
     kind text not null,
     key text not null unique,
     payload text not null check (json_valid(payload)),
     state text not null check (state in ('waiting', 'running', 'done', 'failed')),
     attempts integer not null,
     run_at integer not null,
     lease_until integer,
     last_error text,
     created_at integer not null,
     done_at integer
   ) strict`,
  `create index jobs_due on jobs (run_at, id) where state in ('waiting', 'running')`,

  `create table audit (
     id integer primary key,
     at integer not null,
     actor text not null,
     action text not null,
     subject text not null,
     detail text not null check (json_valid(detail))
   ) strict`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
