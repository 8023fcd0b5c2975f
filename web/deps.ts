import type { InBothLanguages, Language } from '../daemon/base/language.js';
import type { Topic } from '../daemon/base/topic.js';
import type { LiveEvent } from '../daemon/call/live.js';
import type { EngineStatus } from '../daemon/engines/engine.js';
import type { ModemStatus } from '../daemon/modem/line.js';
import type { StoreHealth } from '../daemon/store/health.js';
import type { CallQuestion, CallSummary as StoredSummary } from '../daemon/store/history.js';
import type { CallRecord } from '../daemon/store/record.js';

export type { CallQuestion, Language };

/** Something that was done to heal the modem, and why. */
export interface Healing {
  readonly at: number;
  readonly words: InBothLanguages;
}

/** What of the business the page needs: its name in the header, and how its country writes numbers and times. */
export interface BusinessFacts {
  readonly name: string;
  readonly language: Language;
  /** ISO 3166 alpha-2, for writing telephone numbers. */
  readonly country: string;
  /** IANA name, for writing times. */
  readonly timezone: string;
}

/** A call as a line of a list; `outcome` is null while it goes on. */
export type CallSummary = Pick<
  StoredSummary,
  'id' | 'from' | 'name' | 'startedAt' | 'durationMs' | 'outcome' | 'summary'
>;

export interface StoredCall {
  readonly startedAt: number;
  readonly record: CallRecord;
}

export type TaskState = 'open' | 'done';

/** Something the owner was promised to be told, or has to do because of a call. */
export interface Task {
  readonly id: string;
  readonly callId: string | null;
  readonly kind: 'message' | 'callback' | 'booking' | 'question';
  readonly name: string | null;
  readonly number: string | null;
  readonly reason: string | null;
  readonly state: TaskState;
  readonly createdAt: number;
}

/** All that the page knows of the daemon. Lists come latest first. */
export interface WebDeps {
  business(): BusinessFacts;
  lineStatus(): ModemStatus;
  engineStatuses(): readonly EngineStatus[];
  /** Whether what is written down is kept. */
  storeHealth(): StoreHealth;
  /** What was done in the last days to heal the modem, or should be by its owner. */
  listHealing(): Promise<readonly Healing[]>;
  readonly live: Topic<LiveEvent>;
  listCalls(question: CallQuestion): Promise<readonly CallSummary[]>;
  /** Null when there is no such call. */
  readCall(id: string): Promise<StoredCall | null>;
  listTasks(state: TaskState): Promise<readonly Task[]>;
  /** Idempotent; false when there is no such task. */
  setTaskState(id: string, state: TaskState): Promise<boolean>;
}
