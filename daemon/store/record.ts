/** What came of a call, as `--json`, `secretary calls show` and the page tell it (../shared/commands.md). Times are
 *  milliseconds on the recording's own time line. */
export interface CallRecord {
  readonly call: CallFacts;
  readonly turns: readonly TurnRecord[];
  readonly outcome: Outcome;
}

export interface CallFacts {
  readonly id: string;
  /** E.164, or null when withheld. */
  readonly from: string | null;
  readonly direction: 'in' | 'out';
  readonly answeredAfterMs: number;
  readonly durationMs: number;
  readonly endReason: string;
  readonly recording: string;
  /** Bytes that left the box because of this call: 0 unless a cloud was used. */
  readonly bytesOut: number;
  /** Rungs of the ladder that served this call, in the order first used. */
  readonly rungs: readonly Rung[];
}

export type Rung = 'faq' | 'llm' | 'form' | 'phrase' | 'keys' | 'voicemail';
export type TurnPath = 'greeting' | Rung;

export interface TurnRecord {
  /** What the caller said; null when the assistant spoke unasked (greeting, silence prompt). */
  readonly heard: string | null;
  readonly heardStartMs: number | null;
  readonly heardEndMs: number | null;
  /** The text decided on, and the part of it that was really played. */
  readonly said: string | null;
  readonly spoken: string | null;
  readonly saidStartMs: number | null;
  readonly saidEndMs: number | null;
  readonly interrupted: boolean;
  readonly path: TurnPath;
  /** Rows the answer stands on: 'faq:3', 'hours', 'service:0', 'address' … */
  readonly evidence: readonly string[];
  readonly timing: TurnTiming;
}

/** Consecutive stages between the caller's last sound and the assistant's first; they add up to `deadAirMs`. */
export interface TurnTiming {
  /** Caller's last sound → the turn was judged ended. */
  readonly endpointMs: number;
  /** → its final text. */
  readonly sttMs: number;
  /** → the first clause decided on. */
  readonly llmMs: number;
  /** → its first sound synthesised. */
  readonly ttsMs: number;
  /** → heard by the caller. */
  readonly playMs: number;
  readonly deadAirMs: number;
}

export type OutcomeKind = 'answered' | 'message' | 'callback' | 'booking' | 'spam' | 'abandoned';

export interface Outcome {
  readonly kind: OutcomeKind;
  readonly summary: string;
  readonly name: string | null;
  readonly number: string | null;
  readonly reason: string | null;
}
