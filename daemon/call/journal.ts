import type { Taken } from '../dialog/reply.js';
import type { CallFacts, Outcome, TurnRecord } from '../store/record.js';

/** What the call core writes down. Each method is durable when it returns, or throws 'disk'. */
export interface Journal {
  start(call: {
    readonly id: string;
    readonly from: string | null;
    readonly startedAt: number;
    readonly recording: string;
  }): void;
  event(callId: string, type: string, reason: string): void;
  turn(callId: string, index: number, record: TurnRecord): void;
  take(callId: string, taken: Taken): void;
  finish(callId: string, facts: CallFacts, outcome: Outcome): void;
}
