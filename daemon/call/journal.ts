import type { Recording } from '../audio/media.js';
import type { Taken } from '../dialog/reply.js';
import type { CallFacts, Outcome, TurnRecord } from '../store/record.js';

/** What the call core writes down, in the order in which it happens. On disk when it resolves; rejects 'disk'. */
export interface Journal {
  start(call: {
    readonly id: string;
    readonly from: string | null;
    readonly startedAt: number;
    readonly recordingPath: string | null;
  }): Promise<void>;
  event(callId: string, type: string, reason: string): Promise<void>;
  /** Again for the same index when more of the turn is known. */
  turn(callId: string, index: number, record: TurnRecord): Promise<void>;
  take(callId: string, taken: Taken): Promise<void>;
  finish(callId: string, facts: CallFacts, outcome: Outcome, recording: Recording | null): Promise<void>;
}
