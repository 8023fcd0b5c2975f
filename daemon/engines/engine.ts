import type { InBothLanguages } from '../base/language.js';
import type { Topic } from '../base/topic.js';

export type EngineKind = 'stt' | 'llm' | 'tts';
export type EngineState = 'missing' | 'starting' | 'ready' | 'restarting' | 'stopped';

/** What the page and the doctor show of an engine. */
export interface EngineStatus {
  readonly kind: EngineKind;
  readonly state: EngineState;
  /** Why it is not ready and what mends it; '' when it is. */
  readonly detail: InBothLanguages;
  readonly model: string | null;
  readonly loadMs: number | null;
  /** Resident memory of its process, bytes. */
  readonly memoryBytes: number | null;
  readonly restarts: number;
  readonly pid: number | null;
}

export interface Supervised {
  readonly status: EngineStatus;
  readonly statusChanges: Topic<EngineStatus>;
  start(): Promise<void>;
  stop(): Promise<void>;
}
