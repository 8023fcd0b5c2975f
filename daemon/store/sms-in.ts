import type { Selectable } from 'kysely';
import { newId } from '../base/ids.js';
import { time } from '../base/time.js';
import type { Database, SmsInPartRow, SmsInRow } from './tables.js';

/** For how long the same PDU is the same message: a centre delivers again when its acknowledgement was lost. */
const DUPLICATE_MS = 7 * 24 * 3_600_000;

/** Which long message a PDU belongs to (sim7600.md §6.1): the same reference from another sender is another message. */
export interface PartOf {
  readonly sender: string;
  readonly reference: number;
  readonly referenceBits: 8 | 16;
  readonly total: number;
}

export interface NewPart {
  /** Equal for a PDU that is delivered a second time. */
  readonly fingerprint: string;
  readonly pdu: string;
  readonly sender: string | null;
  readonly of: PartOf | null;
  readonly part: number | null;
}

export type WaitingPart = Pick<Selectable<SmsInPartRow>, 'seq' | 'pdu' | 'receivedAt'> & { readonly part: number };

/** A message as it was put together; `missing` parts never came, `marks` say what is odd about it. */
export interface ReceivedSms {
  /** Counts up: whoever acts on messages remembers the last one and asks for those after it. */
  readonly seq: number;
  readonly id: string;
  /** As the network names it, which proves nobody's identity; '' when it cannot be read. */
  readonly from: string;
  /** ISO 8601 with its offset, by the service centre's clock. */
  readonly sentAt: string | null;
  readonly receivedAt: number;
  readonly text: string;
  readonly class: 0 | 1 | 2 | 3 | null;
  readonly parts: number;
  readonly missing: readonly number[];
  readonly marks: readonly string[];
}

export type NewSms = Omit<ReceivedSms, 'seq' | 'id' | 'receivedAt'>;

/** Its row's number, or null when the same PDU came before, within a week. */
export async function keepPart(db: Database, { fingerprint, pdu, sender, of, part }: NewPart): Promise<number | null> {
  const receivedAt = time.now();
  const known = await db
    .selectFrom('smsInParts')
    .select('seq')
    .where('fingerprint', '=', fingerprint)
    .where('receivedAt', '>', receivedAt - DUPLICATE_MS)
    .executeTakeFirst();
  if (known !== undefined) return null;
  const group = {
    reference: of?.reference ?? null,
    referenceBits: of?.referenceBits ?? null,
    total: of?.total ?? null,
  };
  const { seq } = await db
    .insertInto('smsInParts')
    .values({ fingerprint, pdu, receivedAt, sender, ...group, part })
    .returning('seq')
    .executeTakeFirstOrThrow();
  return seq;
}

/** The parts of that message that have come, in the order in which they came. */
export async function waitingParts(db: Database, of: PartOf): Promise<WaitingPart[]> {
  return db
    .selectFrom('smsInParts')
    .select(['seq', 'pdu', 'receivedAt'])
    .select((query) => query.ref('part').$notNull().as('part'))
    .where('smsId', 'is', null)
    .where('sender', '=', of.sender)
    .where('reference', '=', of.reference)
    .where('referenceBits', '=', of.referenceBits)
    .where('total', '=', of.total)
    .orderBy('seq')
    .execute();
}

/** Long messages of which the first part came before that moment and that are still not whole. */
export async function groupsWaitingSince(db: Database, before: number): Promise<PartOf[]> {
  return db
    .selectFrom('smsInParts')
    .select((query) => [
      query.ref('sender').$notNull().as('sender'),
      query.ref('reference').$notNull().as('reference'),
      query.ref('referenceBits').$notNull().as('referenceBits'),
      query.ref('total').$notNull().as('total'),
    ])
    .where('smsId', 'is', null)
    .where('reference', 'is not', null)
    .groupBy(['sender', 'reference', 'referenceBits', 'total'])
    .having((query) => query.fn.min('receivedAt'), '<', before)
    .execute();
}

/** The message is whole, or as whole as it will be; its parts wait no longer. */
export async function saveSms(db: Database, sms: NewSms, partSeqs: readonly number[]): Promise<ReceivedSms> {
  const { from, missing, marks, ...same } = sms;
  const row = { id: newId(), receivedAt: time.now(), ...same };
  const { seq } = await db
    .insertInto('smsIn')
    .values({ ...row, sender: from, missing: JSON.stringify(missing), marks: JSON.stringify(marks) })
    .returning('seq')
    .executeTakeFirstOrThrow();
  await db.updateTable('smsInParts').set({ smsId: row.id }).where('seq', 'in', partSeqs).execute();
  return { seq, ...row, from, missing, marks };
}

/** PDUs that no duplicate can be told by any more; their message stays. */
export async function dropOldParts(db: Database): Promise<void> {
  await db
    .deleteFrom('smsInParts')
    .where('smsId', 'is not', null)
    .where('receivedAt', '<', time.now() - DUPLICATE_MS)
    .execute();
}

/** In the order in which they came, from the one after `afterSeq` on. */
export async function listReceived(db: Database, afterSeq: number, limit: number): Promise<ReceivedSms[]> {
  const rows = await db
    .selectFrom('smsIn')
    .selectAll()
    .where('seq', '>', afterSeq)
    .orderBy('seq')
    .limit(limit)
    .execute();
  return rows.map(received);
}

/** Latest first. */
export async function latestReceived(db: Database, limit: number): Promise<ReceivedSms[]> {
  const rows = await db.selectFrom('smsIn').selectAll().orderBy('seq', 'desc').limit(limit).execute();
  return rows.map(received);
}

const received = ({ sender, missing, marks, ...same }: Selectable<SmsInRow>): ReceivedSms => ({
  ...same,
  from: sender,
  missing: JSON.parse(missing) as number[],
  marks: JSON.parse(marks) as string[],
});
