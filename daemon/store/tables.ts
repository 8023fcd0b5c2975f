import type { Generated, Kysely } from 'kysely';
import type { OutcomeKind, TurnPath } from './record.js';

/** Rows as SQLite holds them; column names are snake_case there (CamelCasePlugin). `Json` is text of that value, a
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
