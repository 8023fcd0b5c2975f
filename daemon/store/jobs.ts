import { sql } from 'kysely';
import { messageOf, SecretaryError } from '../base/errors.js';
import { newId } from '../base/ids.js';
import { time } from '../base/time.js';
import type { Database } from './tables.js';

/** The outbox: effects outside the box (an SMS, a message to Telegram) that must happen because something is on disk. */
export interface NewJob {
  readonly kind: string;
  /** Says what the job is about; a second job with the same key is the same job and is not queued again. */
  readonly key: string;
  readonly payload: unknown;
  /** UTC milliseconds before which it must not run. */
  readonly runAt?: number;
}

export interface Job {
  readonly id: string;
  readonly kind: string;
  readonly key: string;
  readonly payload: unknown;
  /** 1 at the first try. */
  readonly attempts: number;
}

const FIRST_RETRY_MS = 30_000;
const LONGEST_RETRY_MS = 3_600_000;
const MOST_ATTEMPTS = 12;

/** To be called in the transaction of what causes it: both are kept, or neither. */
export async function enqueueJob(db: Database, job: NewJob): Promise<void> {
  const createdAt = time.now();
  const { kind, key, runAt = createdAt } = job;
  const payload = JSON.stringify(job.payload ?? null);
  await db
    .insertInto('jobs')
    .values({ id: newId(), kind, key, payload, state: 'waiting', attempts: 0, runAt, createdAt })
    .onConflict((conflict) => conflict.column('key').doNothing())
    .execute();
}

/** The job that is due longest, taken for `leaseMs`: if it is neither done nor failed by then, it is due again. */
export async function claimJob(db: Database, kinds: readonly string[], leaseMs: number): Promise<Job | null> {
  const now = time.now();
  const row = await db
    .updateTable('jobs')
    .set({ state: 'running', leaseUntil: now + leaseMs, attempts: sql`attempts + 1` })
    .where('id', '=', (query) =>
      query
        .selectFrom('jobs')
        .select('id')
        .where('kind', 'in', kinds)
        .where((of) =>
          of.or([
            of.and([of('state', '=', 'waiting'), of('runAt', '<=', now)]),
            of.and([of('state', '=', 'running'), of('leaseUntil', '<=', now)]),
          ]),
        )
        .orderBy('runAt')
        .orderBy('id')
        .limit(1),
    )
    .returning(['id', 'kind', 'key', 'payload', 'attempts'])
    .executeTakeFirst();
  return row === undefined ? null : { ...row, payload: JSON.parse(row.payload) as unknown };
}

/** The effect has happened. */
export function finishJob(db: Database, job: Job): Promise<void> {
  return settle(db, job, { state: 'done', doneAt: time.now() });
}

/** The effect has not happened: due again after a pause that doubles, unless the error says that trying is useless. */
export function failJob(db: Database, job: Job, error: unknown): Promise<void> {
  const lastError = messageOf(error);
  const useless = error instanceof SecretaryError && !error.retryable;
  if (useless || job.attempts >= MOST_ATTEMPTS) return settle(db, job, { state: 'failed', lastError });
  const pauseMs = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** (job.attempts - 1));
  return settle(db, job, { state: 'waiting', lastError, runAt: time.now() + pauseMs });
}

interface Settled {
  readonly state: 'done' | 'failed' | 'waiting';
  readonly doneAt?: number;
  readonly lastError?: string;
  readonly runAt?: number;
}

/** Only whoever holds the latest lease may settle: one that came too late must not undo what the next one did. */
async function settle(db: Database, job: Job, settled: Settled): Promise<void> {
  await db
    .updateTable('jobs')
    .set({ ...settled, leaseUntil: null })
    .where('id', '=', job.id)
    .where('state', '=', 'running')
    .where('attempts', '=', job.attempts)
    .execute();
}
