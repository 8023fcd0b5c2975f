import { sql } from 'kysely';
import { newId } from '../base/ids.js';
import { time } from '../base/time.js';
import { inTransaction } from './store.js';
import type { Database, SmsReportOutcome, SmsState } from './tables.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** A recipient whose message hung the modem is left in peace for so long, that very text for a week: sending it again
 *  was seen to hang the modem again, twenty-three times (sim7600.md §5 row 10). */
const QUARANTINE_MS = { recipient: HOUR_MS, text: 7 * DAY_MS } as const;
/** References come round after 256 messages; a report that is older belongs to one before (sim7600.md §6.1). */
const REPORT_MS = 2 * DAY_MS;
/** Of a number that also comes in its national form. */
const TELLING_DIGITS = 7;

export interface NewOutgoing {
  readonly to: string;
  readonly text: string;
  readonly report: boolean;
  readonly parts: readonly { readonly hex: string; readonly length: number }[];
}

export interface QueuedPart {
  readonly seq: number;
  readonly smsId: string;
  readonly pdu: string;
  /** For AT+CMGS. */
  readonly length: number;
  /** Submissions so far. */
  readonly attempts: number;
}

export type Settlement =
  | { readonly state: 'sent'; readonly mr: number | null }
  | { readonly state: 'queued' | 'failed' | 'unknown'; readonly error: string }
  /** The modem gave no answer: nobody knows, and neither text nor recipient is to be tried soon. */
  | { readonly state: 'hung'; readonly error: string };

export interface SentSms {
  readonly id: string;
  readonly to: string;
  readonly text: string;
  readonly createdAt: number;
  /** The worst of its parts: 'failed', 'unknown', 'submitting', 'queued', 'sent', in this order. */
  readonly state: SmsState;
  readonly segments: number;
  /** Why it failed or is unknown. */
  readonly error: string | null;
  /** Delivered only when every part was; null while no report has come. */
  readonly outcome: SmsReportOutcome | null;
}

/** Puts the message on disk, from where it will be sent; returns its id. */
export function queueSms(db: Database, { to, text, report, parts }: NewOutgoing): Promise<string> {
  return inTransaction(db, async (trx) => {
    const id = newId();
    const row = { id, recipient: to, text, report: report ? 1 : 0, createdAt: time.now() } as const;
    await trx.insertInto('smsOut').values(row).execute();
    for (const [index, { hex: pdu, length }] of parts.entries()) {
      const state = { state: 'queued', attempts: 0, hung: 0 } as const;
      await trx
        .insertInto('smsOutParts')
        .values({ smsId: id, part: index + 1, pdu, length, ...state })
        .execute();
    }
    return id;
  });
}

/** The part that has waited longest. */
export async function nextQueued(db: Database): Promise<QueuedPart | undefined> {
  // In the words of its index, and with nothing bound: SQLite compiles a statement anew each time when a bound value
  // might decide about its plan (sqlite.org/partialindex.html, sqlite.org/c3ref/prepare.html).
  return db
    .selectFrom('smsOutParts')
    .select(['seq', 'smsId', 'pdu', 'length', 'attempts'])
    .where(sql<boolean>`state in ('queued', 'submitting') and state = 'queued'`)
    .orderBy('seq')
    .limit(sql.lit(1))
    .executeTakeFirst();
}

/** To be on disk before the modem gets the PDU. */
export async function markSubmitting(db: Database, seq: number): Promise<void> {
  await db
    .updateTable('smsOutParts')
    .set({ state: 'submitting', attempts: sql<number>`attempts + 1` })
    .where('seq', '=', seq)
    .execute();
}

/** What became of a submission. A message of which one part is lost is of no use: its other parts are not sent, and after
 *  a hang nothing else to that recipient. */
export function settlePart(db: Database, { seq, smsId }: QueuedPart, settlement: Settlement): Promise<void> {
  return inTransaction(db, async (trx) => {
    const { state } = settlement;
    const error = state === 'sent' ? null : settlement.error;
    await trx
      .updateTable('smsOutParts')
      .set({
        state: state === 'hung' ? 'unknown' : state,
        hung: state === 'hung' ? 1 : 0,
        error,
        mr: state === 'sent' ? settlement.mr : null,
        settledAt: state === 'queued' ? null : time.now(),
      })
      .where('seq', '=', seq)
      .execute();
    if (state === 'failed') await giveUpQueued(trx, [smsId], 'another part of it could not be sent');
    if (state === 'hung') await giveUpQueued(trx, await sameRecipient(trx, smsId), 'the modem hung on this recipient');
  });
}

async function sameRecipient(db: Database, smsId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('smsOut')
    .select('id')
    .where('recipient', '=', (query) => query.selectFrom('smsOut').select('recipient').where('id', '=', smsId))
    .execute();
  return rows.map(({ id }) => id);
}

async function giveUpQueued(db: Database, smsIds: readonly string[], error: string): Promise<void> {
  await db
    .updateTable('smsOutParts')
    .set({ state: 'failed', error, settledAt: time.now() })
    .where('state', '=', 'queued')
    .where('smsId', 'in', smsIds)
    .execute();
}

/** For the start of the daemon: what was in the modem's hands when it was cut off may be sent or not; it is never sent
 *  again. Returns how many there were. */
export async function settleCutOff(db: Database): Promise<number> {
  const { numUpdatedRows } = await db
    .updateTable('smsOutParts')
    .set({ state: 'unknown', error: 'the box stopped while it was being sent', settledAt: time.now() })
    .where('state', '=', 'submitting')
    .executeTakeFirstOrThrow();
  return Number(numUpdatedRows);
}

/** Whether the modem hung on that recipient lately, or on that text to it. */
export async function isQuarantined(db: Database, { to, text }: Pick<NewOutgoing, 'to' | 'text'>): Promise<boolean> {
  const now = time.now();
  const hung = await db
    .selectFrom('smsOutParts')
    .innerJoin('smsOut', 'smsOut.id', 'smsOutParts.smsId')
    .select('smsOutParts.seq')
    .where('hung', '=', 1)
    .where('recipient', '=', to)
    .where((of) =>
      of.or([
        of('settledAt', '>', now - QUARANTINE_MS.recipient),
        of.and([of('text', '=', text), of('settledAt', '>', now - QUARANTINE_MS.text)]),
      ]),
    )
    .executeTakeFirst();
  return hung !== undefined;
}

export interface DeliveryReport {
  readonly mr: number;
  readonly to: string;
  readonly status: number;
  readonly outcome: SmsReportOutcome;
}

/** Gives the report to the latest message of that reference to that number which has no final one yet, else to one of
 *  which nobody knew whether it was sent at all: now it is known. The message's id, or null when it is nobody's. */
export async function saveReport(db: Database, { mr, to, status, outcome }: DeliveryReport): Promise<string | null> {
  const reportedAt = time.now();
  const updated = await db
    .updateTable('smsOutParts')
    .set({ state: 'sent', error: null, reportStatus: status, reportOutcome: outcome, reportedAt })
    .where('seq', '=', (query) =>
      query
        .selectFrom('smsOutParts')
        .innerJoin('smsOut', 'smsOut.id', 'smsOutParts.smsId')
        .select('smsOutParts.seq')
        .where((of) => of.or([of('mr', '=', mr), of.and([of('mr', 'is', null), of('state', '=', 'unknown')])]))
        .where('report', '=', 1)
        .where('settledAt', '>', reportedAt - REPORT_MS)
        .where((of) => of.or([of('reportOutcome', 'is', null), of('reportOutcome', '=', 'trying')]))
        .where(sql<string>`substr(recipient, ${-TELLING_DIGITS})`, '=', to.slice(-TELLING_DIGITS))
        .orderBy(sql`mr is null`)
        .orderBy('smsOutParts.seq', 'desc')
        .limit(1),
    )
    .returning('smsId')
    .executeTakeFirst();
  return updated?.smsId ?? null;
}

/** Worst first. */
const STATES: readonly SmsState[] = ['failed', 'unknown', 'submitting', 'queued', 'sent'];
const OUTCOMES: readonly (SmsReportOutcome | null)[] = ['failed', null, 'trying', 'delivered'];

/** Latest first. */
export async function latestSent(db: Database, limit: number): Promise<SentSms[]> {
  const messages = await db.selectFrom('smsOut').selectAll().orderBy('seq', 'desc').limit(limit).execute();
  return Promise.all(messages.map((message) => withParts(db, message)));
}

/** Null when there is none of that id. */
export async function readSent(db: Database, id: string): Promise<SentSms | null> {
  const message = await db.selectFrom('smsOut').selectAll().where('id', '=', id).executeTakeFirst();
  return message === undefined ? null : withParts(db, message);
}

type Message = { readonly id: string; readonly recipient: string; readonly text: string; readonly createdAt: number };

async function withParts(db: Database, { id, recipient, text, createdAt }: Message): Promise<SentSms> {
  const parts = await db
    .selectFrom('smsOutParts')
    .select(['state', 'error', 'reportOutcome'])
    .where('smsId', '=', id)
    .orderBy('part')
    .execute();
  const worst = <T>(order: readonly T[], of: (part: (typeof parts)[number]) => T): T | undefined =>
    order.find((each) => parts.some((part) => of(part) === each));
  return {
    id,
    to: recipient,
    text,
    createdAt,
    segments: parts.length,
    state: worst(STATES, ({ state }) => state) ?? 'queued',
    error: parts.find(({ error }) => error !== null)?.error ?? null,
    outcome: worst(OUTCOMES, ({ reportOutcome }) => reportOutcome) ?? null,
  };
}
