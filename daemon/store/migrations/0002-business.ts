import { type Kysely, sql } from 'kysely';

/** What the assistant knows. Positions are the order of the owner's file, and what evidence ('faq:3') refers to. */
const STATEMENTS = [
  `create table business (
     id integer primary key check (id = 1),
     name text not null,
     language text not null check (language in ('en', 'ru')),
     timezone text not null,
     country text not null,
     address text,
     owner_name text,
     owner_number text,
     hours_given integer not null check (hours_given in (0, 1))
   ) strict`,

  `create table hours (
     weekday integer not null check (weekday between 1 and 7),
     from_minute integer not null check (from_minute between 0 and 1439),
     to_minute integer not null check (to_minute > from_minute and to_minute <= 1440),
     primary key (weekday, from_minute)
   ) strict`,

  `create table holidays (
     date text primary key,
     name text not null
   ) strict`,

  `create table services (
     position integer primary key,
     name text not null,
     price real,
     currency text,
     minutes integer
   ) strict`,

  `create table faq (
     position integer primary key,
     question text not null,
     answer text not null
   ) strict`,

  `create table faq_paraphrases (
     faq_position integer not null references faq (position) on delete cascade,
     position integer not null,
     text text not null,
     primary key (faq_position, position)
   ) strict`,

  `create table contacts (
     number text primary key,
     name text not null,
     "group" text not null check ("group" in ('vip', 'known', 'blocked')),
     updated_at integer not null
   ) strict`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}
