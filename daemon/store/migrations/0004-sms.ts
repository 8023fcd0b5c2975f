import { type Kysely, sql } from 'kysely';

/** Short messages: what came in, PDU by PDU and as whole texts, and the journal of what went out. */
const STATEMENTS = [
  `create table sms_in (
     seq integer primary key,
     id text not null unique,
     sender text not null,
     sent_at text,
     received_at integer not null,
     text text not null,
     class integer check (class between 0 and 3),
     parts integer not null,
     missing text not null check (json_valid(missing)),
     marks text not null check (json_valid(marks))
   ) strict`,

  `create table sms_in_parts (
     seq integer primary key,
     fingerprint text not null,
     pdu text not null,
     received_at integer not null,
     sender text,
     reference integer,
     reference_bits integer,
     total integer,
     part integer,
     sms_id text references sms_in (id) on delete cascade
   ) strict`,
  `create index sms_in_parts_fingerprint on sms_in_parts (fingerprint)`,
  `create index sms_in_parts_waiting on sms_in_parts (sender, reference) where sms_id is null`,
  `create index sms_in_parts_sms on sms_in_parts (sms_id)`,

  `create table sms_out (
     seq integer primary key,
     id text not null unique,
     recipient text not null,
     text text not null,
     report integer not null check (report in (0, 1)),
     created_at integer not null
   ) strict`,

  `create table sms_out_parts (
     seq integer primary key,
     sms_id text not null references sms_out (id) on delete cascade,
     part integer not null,
     pdu text not null,
     length integer not null,
     state text not null check (state in ('queued', 'submitting', 'sent', 'unknown', 'failed')),
     attempts integer not null,
     mr integer,
     settled_at integer,
     error text,
     hung integer not null check (hung in (0, 1)),
     report_status integer,
     report_outcome text check (report_outcome in ('delivered', 'trying', 'failed')),
     reported_at integer,
     unique (sms_id, part)
   ) strict`,
  `create index sms_out_parts_open on sms_out_parts (seq) where state in ('queued', 'submitting')`,
  `create index sms_out_parts_settled on sms_out_parts (settled_at)`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
