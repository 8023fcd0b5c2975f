import type { Topic } from '../daemon/base/topic.js';
import type { LiveEvent } from '../daemon/call/live.js';
import type { EngineStatus } from '../daemon/engines/engine.js';
import type { ModemStatus } from '../daemon/modem/line.js';
import type { CallRecord, OutcomeKind } from '../daemon/store/record.js';

export type Language = 'en' | 'ru';

/** What of the business the page needs: its name in the header, and how its country writes numbers and times. */
export interface BusinessFacts {
  readonly name: string;
  readonly language: Language;
  /** ISO 3166 alpha-2, for writing telephone numbers. */
  readonly country: string;
  /** IANA name, for writing times. */
  readonly timezone: string;
}

export interface CallQuery {
  /** Words to be found in the transcript, summary, name or number; '' finds all. */
  readonly search: string;
  /** Only calls older than this one; null starts with the newest. */
  readonly before: string | null;
  readonly limit: number;
}

/** A call as a line of a list. */
export interface CallSummary {
  readonly id: string;
  readonly from: string | null;
  readonly name: string | null;
  /** UTC, milliseconds. */
  readonly startedAt: number;
  readonly durationMs: number;
  /** Null while the call is going on. */
  readonly kind: OutcomeKind | null;
  readonly summary: string;
  /** The place in the transcript that matched a search, as plain text. */
  readonly snippet: string | null;
}

export interface StoredCall {
  readonly startedAt: number;
  readonly record: CallRecord;
}

/** A message taken, or anything else the owner was promised to be told. */
export interface Task {
  readonly id: string;
  readonly callId: string | null;
  readonly createdAt: number;
  readonly name: string | null;
  readonly number: string | null;
  readonly text: string;
  readonly doneAt: number | null;
}

/** All that the page knows of the daemon. */
export interface WebDeps {
  business(): BusinessFacts;
  lineStatus(): ModemStatus;
  engineStatuses(): readonly EngineStatus[];
  readonly live: Topic<LiveEvent>;
  /** Newest first. */
  listCalls(query: CallQuery): Promise<readonly CallSummary[]>;
  readCall(id: string): Promise<StoredCall | null>;
  /** Newest first. */
  listTasks(state: 'open' | 'done'): Promise<readonly Task[]>;
  /** Both are idempotent and resolve to the task as it is then, or to null when there is none. */
  closeTask(id: string): Promise<Task | null>;
  reopenTask(id: string): Promise<Task | null>;
}
