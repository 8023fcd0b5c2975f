import type { EngineStatus } from '../engines/engine.js';
import type { ModemStatus } from '../modem/line.js';
import type { StoreHealth } from '../store/health.js';
import type { Outcome, TurnRecord } from '../store/record.js';

/** What happens on the box right now, for whoever watches it. `at` is UTC, milliseconds. */
export type LiveEvent = BoxEvent | CallEvent;

export type BoxEvent =
  | { readonly type: 'line'; readonly at: number; readonly status: ModemStatus }
  | { readonly type: 'engine'; readonly at: number; readonly status: EngineStatus }
  /** Whether what is written down is kept. */
  | { readonly type: 'store'; readonly at: number; readonly status: StoreHealth };

/** The events of one call carry its id, so that a late one of the call before cannot disturb the next. */
export type CallEvent = { readonly callId: string; readonly at: number } & (
  | { readonly type: 'ringing'; readonly from: string | null }
  | { readonly type: 'connected' }
  /** The caller's words so far in this utterance; replaces the partial before it. */
  | { readonly type: 'heard-partial'; readonly text: string }
  /** A clause begins to be heard (`on`), or nothing is being said any more. */
  | { readonly type: 'speaking'; readonly text: string; readonly on: boolean }
  /** Published when the caller's words are final (`said` still null), and again when its answer is over. */
  | { readonly type: 'turn'; readonly index: number; readonly turn: TurnRecord }
  | { readonly type: 'ended'; readonly endReason: string; readonly outcome: Outcome | null }
);

/** Whose move it is: 'caller' and 'assistant' are speaking, 'thinking' is the dead air before an answer. */
export type LivePhase = 'ringing' | 'listening' | 'caller' | 'thinking' | 'assistant' | 'ended';

/** The current call from its start, so that a page opened in the middle of it shows all of it. */
export interface LiveCall {
  readonly callId: string;
  readonly from: string | null;
  readonly ringingAt: number;
  readonly connectedAt: number | null;
  readonly endedAt: number | null;
  readonly phase: LivePhase;
  readonly turns: readonly TurnRecord[];
  /** What the caller is saying, not final yet; '' when nothing. */
  readonly hearing: string;
  /** What was said of the answer in progress, clause after clause; '' when nothing. */
  readonly saying: string;
  readonly endReason: string | null;
  readonly outcome: Outcome | null;
}

/** The call after the event. An event of no call, or of another than this one, changes nothing. */
export function followCall(call: LiveCall | null, event: LiveEvent): LiveCall | null {
  if (!('callId' in event)) return call;
  if (event.type === 'ringing') return call?.callId === event.callId ? call : newCall(event);
  if (call === null || call.callId !== event.callId || call.phase === 'ended') return call;
  switch (event.type) {
    case 'connected':
      return { ...call, phase: 'listening', connectedAt: event.at };
    case 'heard-partial':
      return { ...call, phase: event.text === '' ? call.phase : 'caller', hearing: event.text };
    case 'speaking':
      return event.on
        ? { ...call, phase: 'assistant', saying: `${call.saying} ${event.text}`.trim() }
        : { ...call, phase: call.phase === 'assistant' ? 'listening' : call.phase };
    case 'turn':
      return withTurn(call, event);
    case 'ended':
      return { ...call, ...ENDED, endedAt: event.at, endReason: event.endReason, outcome: event.outcome };
    default:
      return event satisfies never;
  }
}

const ENDED = { phase: 'ended', hearing: '', saying: '' } as const;

function newCall(event: { callId: string; at: number; from: string | null }): LiveCall {
  return {
    callId: event.callId,
    from: event.from,
    ringingAt: event.at,
    connectedAt: null,
    endedAt: null,
    phase: 'ringing',
    turns: [],
    hearing: '',
    saying: '',
    endReason: null,
    outcome: null,
  };
}

function withTurn(call: LiveCall, { index, turn }: { index: number; turn: TurnRecord }): LiveCall {
  // A turn that was missed leaves no hole: what comes after it moves up.
  const turns = [...call.turns.slice(0, index), turn, ...call.turns.slice(index + 1)];
  const answered = turn.said !== null;
  // After a barge-in the caller's next words are on the page before the record of the turn that they cut.
  const heardNow = turn.heard !== null && call.turns[index]?.heard == null;
  return {
    ...call,
    turns,
    phase: !answered && turn.heard !== null ? 'thinking' : call.phase,
    hearing: heardNow ? '' : call.hearing,
    saying: answered ? '' : call.saying,
  };
}
