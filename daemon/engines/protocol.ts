import type { ErrorCode } from '../base/errors.js';

/** What one kind of engine can be asked, told and overheard: both ends of the channel are typed by it. */
export interface Wire {
  /** Given once, at the start. */
  readonly options: unknown;
  /** Asked and answered; pieces may come before the answer. */
  readonly requests: Readonly<Record<string, Exchange>>;
  /** Told, never answered. */
  readonly tells: Readonly<Record<string, unknown>>;
  /** What the engine says unasked. */
  readonly event: unknown;
}

export interface Exchange {
  readonly payload: unknown;
  readonly piece: unknown;
  readonly answer: unknown;
}

/** A question with one answer. */
export interface Ask<Payload, Answer> extends Exchange {
  readonly payload: Payload;
  readonly piece: never;
  readonly answer: Answer;
}

/** Measured inside the child, where alone it is the engine's. */
export interface Usage {
  /** Resident memory, bytes. */
  readonly memoryBytes: number;
  /** User and system time since the process began. */
  readonly cpuMs: number;
}

/** A SecretaryError on its way between processes. */
export interface Failure {
  readonly code: ErrorCode;
  readonly message: string;
  /** The message in Russian. */
  readonly ru: string;
  readonly retryable: boolean;
}

/** Parent → child. Sent with V8's serialisation, so that typed arrays travel as bytes. */
export type ToChild =
  | { readonly type: 'start'; readonly options: unknown }
  | { readonly type: 'request'; readonly id: number; readonly op: string; readonly payload: unknown }
  | { readonly type: 'abort'; readonly id: number }
  | { readonly type: 'tell'; readonly op: string; readonly payload: unknown }
  | { readonly type: 'ping' };

/** Child → parent. */
export type FromChild =
  | { readonly type: 'ready'; readonly usage: Usage }
  | { readonly type: 'refused'; readonly failure: Failure }
  | { readonly type: 'piece'; readonly id: number; readonly payload: unknown }
  | { readonly type: 'answer'; readonly id: number; readonly payload: unknown }
  | { readonly type: 'failure'; readonly id: number; readonly failure: Failure }
  | { readonly type: 'event'; readonly payload: unknown }
  | { readonly type: 'pong'; readonly usage: Usage };
