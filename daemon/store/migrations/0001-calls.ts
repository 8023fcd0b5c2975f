import { type Kysely, sql } from 'kysely';

/** Times of a turn are milliseconds on the recording's time line and may have fractions (a sample lasts 0.125 ms):
 *  hence `real`. Times of day are whole UTC milliseconds. */
const STATEMENTS = [
  `create table calls (
     seq integer primary key,
     id text not null unique,
     number text,
     direction text not null check (direction in ('in', 'out')),
     started_at integer not null,
     ended_at integer,
     answered_after_ms real,
     duration_ms real,
     end_reason text,
     bytes_out integer not null default 0,
     rungs text not null default '[]' check (json_valid(rungs)),
     outcome_kind text,
     outcome_summary text,
     outcome_name text,
     outcome_number text,
     outcome_reason text
   ) strict`,
  `create index calls_open on calls (seq) where ended_at is null`,
  `create index calls_number on calls (number)`,

  `create table call_events (
     id integer primary key,
     call_id text not null references calls (id) on delete cascade,
     at integer not null,
     type text not null,
     reason text not null
   ) strict`,
  `create index call_events_call on call_events (call_id)`,

  `create table turns (
     id integer primary key,
     call_id text not null references calls (id) on delete cascade,
     position integer not null,
     heard text,
     heard_start_ms real,
     heard_end_ms real,
     said text,
     spoken text,
     said_start_ms real,
     said_end_ms real,
     interrupted integer not null check (interrupted in (0, 1)),
     path text not null,
     evidence text not null check (json_valid(evidence)),
     endpoint_ms real not null,
     stt_ms real not null,
     llm_ms real not null,
     tts_ms real not null,
     play_ms real not null,
     dead_air_ms real not null,
     unique (call_id, position)
   ) strict`,

  `create table recordings (
     call_id text primary key references calls (id) on delete cascade,
     path text not null,
     duration_ms real,
     complete integer check (complete in (0, 1))
   ) strict`,

  // unicode61 strips no Cyrillic diacritics, and people write "е" where the recogniser writes "ё": the index sees "е".
  `create view transcripts as select
     id,
     replace(replace(heard, 'ё', 'е'), 'Ё', 'Е') as heard,
     replace(replace(said, 'ё', 'е'), 'Ё', 'Е') as said
   from turns`,
  `create virtual table transcript_index using fts5 (
     heard, said, content = 'transcripts', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2'
   )`,
  `create trigger turns_indexed after insert on turns begin
     insert into transcript_index (rowid, heard, said) select id, heard, said from transcripts where id = new.id;
   end`,
  `create trigger turns_unindexed before delete on turns begin
     insert into transcript_index (transcript_index, rowid, heard, said)
       select 'delete', id, heard, said from transcripts where id = old.id;
   end`,
  `create trigger turns_before_change before update of heard, said on turns begin
     insert into transcript_index (transcript_index, rowid, heard, said)
       select 'delete', id, heard, said from transcripts where id = old.id;
   end`,
  `create trigger turns_after_change after update of heard, said on turns begin
     insert into transcript_index (rowid, heard, said) select id, heard, said from transcripts where id = new.id;
   end`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
