import type { Generated, Kysely } from 'kysely';
import type { OutcomeKind, TurnPath } from './record.js';

/** Rows as SQLite holds them; column names are snake_case there (column-names.ts). `Json` is text of that value, a
 *  flag is 0 or 1, a moment is UTC milliseconds. */
export type Json = string;
export type Flag = 0 | 1;
export type UtcMs = number;

export interface CallRow {
  readonly seq: Generated<number>;
  readonly id: string;
  readonly number: string | null;
  readonly direction: 'in' | 'out';
  readonly startedAt: UtcMs;
  readonly endedAt: UtcMs | null;
  readonly answeredAfterMs: number | null;
  readonly durationMs: number | null;
  readonly endReason: string | null;
  readonly bytesOut: Generated<number>;
  readonly rungs: Generated<Json>;
  readonly outcomeKind: OutcomeKind | null;
  readonly outcomeSummary: string | null;
  readonly outcomeName: string | null;
  readonly outcomeNumber: string | null;
  readonly outcomeReason: string | null;
}

export interface CallEventRow {
  readonly id: Generated<number>;
  readonly callId: string;
  readonly at: UtcMs;
  readonly type: string;
  readonly reason: string;
}

export interface TurnRow {
  readonly id: Generated<number>;
  readonly callId: string;
  readonly position: number;
  readonly heard: string | null;
  readonly heardStartMs: number | null;
  readonly heardEndMs: number | null;
  readonly said: string | null;
  readonly spoken: string | null;
  readonly saidStartMs: number | null;
  readonly saidEndMs: number | null;
  readonly interrupted: Flag;
  readonly path: TurnPath;
  readonly evidence: Json;
  readonly endpointMs: number;
  readonly sttMs: number;
  readonly llmMs: number;
  readonly ttsMs: number;
  readonly playMs: number;
  readonly deadAirMs: number;
}

export interface RecordingRow {
  readonly callId: string;
  readonly path: string;
  readonly durationMs: number | null;
  readonly complete: Flag | null;
}

export interface BusinessRow {
  readonly id: 1;
  readonly name: string;
  readonly language: 'en' | 'ru';
  readonly timezone: string;
  readonly country: string;
  readonly address: string | null;
  readonly ownerName: string | null;
  readonly ownerNumber: string | null;
  readonly hoursGiven: Flag;
}

export interface SmsInRow {
  readonly seq: Generated<number>;
  readonly id: string;
  readonly sender: string;
  readonly sentAt: string | null;
  readonly receivedAt: UtcMs;
  readonly text: string;
  readonly class: 0 | 1 | 2 | 3 | null;
  readonly parts: number;
  readonly missing: Json;
  readonly marks: Json;
}

/** One PDU as it came. Those of a long message wait with `smsId` null until it is whole; one that is no part of a longer
 *  one has none of the fields from `reference` to `part`, one that cannot be read no sender either. */
export interface SmsInPartRow {
  readonly seq: Generated<number>;
  readonly fingerprint: string;
  readonly pdu: string;
  readonly receivedAt: UtcMs;
  readonly sender: string | null;
  readonly reference: number | null;
  readonly referenceBits: 8 | 16 | null;
  readonly total: number | null;
  readonly part: number | null;
  readonly smsId: string | null;
}

/** 'submitting' is written before the modem gets the PDU: found at a start, it means that nobody knows. */
export type SmsState = 'queued' | 'submitting' | 'sent' | 'unknown' | 'failed';
export type SmsReportOutcome = 'delivered' | 'trying' | 'failed';

export interface SmsOutPartRow {
  readonly seq: Generated<number>;
  readonly smsId: string;
  readonly part: number;
  readonly pdu: string;
  readonly length: number;
  readonly state: SmsState;
  readonly attempts: number;
  readonly mr: number | null;
  readonly settledAt: UtcMs | null;
  readonly error: string | null;
  /** The modem gave no answer to it at all. */
  readonly hung: Flag;
  readonly reportStatus: number | null;
  readonly reportOutcome: SmsReportOutcome | null;
  readonly reportedAt: UtcMs | null;
}

export type ContactGroup = 'vip' | 'known' | 'blocked';
export type TaskKind = 'message' | 'callback' | 'booking' | 'question';
export type TaskState = 'open' | 'done';
export type JobState = 'waiting' | 'running' | 'done' | 'failed';

export interface Tables {
  calls: CallRow;
  callEvents: CallEventRow;
  turns: TurnRow;
  /** External-content FTS5 over the turns' text; `rowid` is the turn's id. */
  transcriptIndex: { readonly rowid: number; readonly transcriptIndex: string; readonly rank: number };
  recordings: RecordingRow;
  business: BusinessRow;
  /** `weekday` counts as ISO 8601 does: Monday is 1. */
  hours: { readonly weekday: number; readonly fromMinute: number; readonly toMinute: number };
  holidays: { readonly date: string; readonly name: string };
  services: {
    readonly position: number;
    readonly name: string;
    readonly price: number | null;
    readonly currency: string | null;
    readonly minutes: number | null;
  };
  faq: { readonly position: number; readonly question: string; readonly answer: string };
  faqParaphrases: { readonly faqPosition: number; readonly position: number; readonly text: string };
  contacts: {
    readonly number: string;
    readonly name: string;
    readonly group: ContactGroup;
    readonly updatedAt: UtcMs;
  };
  settings: { readonly key: string; readonly value: Json; readonly updatedAt: UtcMs };
  tasks: {
    readonly id: string;
    readonly callId: string | null;
    readonly kind: TaskKind;
    readonly name: string | null;
    readonly number: string | null;
    readonly reason: string | null;
    readonly state: TaskState;
    readonly createdAt: UtcMs;
    readonly doneAt: UtcMs | null;
  };
  jobs: {
    readonly id: string;
    readonly kind: string;
    readonly key: string;
    readonly payload: Json;
    readonly state: JobState;
    readonly attempts: number;
    readonly runAt: UtcMs;
    readonly leaseUntil: UtcMs | null;
    readonly lastError: string | null;
    readonly createdAt: UtcMs;
    readonly doneAt: UtcMs | null;
  };
  smsIn: SmsInRow;
  smsInParts: SmsInPartRow;
  smsOut: {
    readonly seq: Generated<number>;
    readonly id: string;
    readonly recipient: string;
    readonly text: string;
    readonly report: Flag;
    readonly createdAt: UtcMs;
  };
  smsOutParts: SmsOutPartRow;
  healthEvents: {
    readonly id: Generated<number>;
    readonly at: UtcMs;
    readonly kind: string;
    readonly detail: Json;
  };
  audit: {
    readonly id: Generated<number>;
    readonly at: UtcMs;
    readonly actor: string;
    readonly action: string;
    readonly subject: string;
    readonly detail: Json;
  };
}

/** Every question of this room takes one, be it the database or a transaction of it. */
export type Database = Kysely<Tables>;
