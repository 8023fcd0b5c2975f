import type { InBothLanguages } from './language.js';

/** What went wrong, in a word that code can decide on; the message is for people. */
export type ErrorCode =
  | 'aborted'
  | 'timeout'
  | 'bad-input'
  /** The command line does not say what is meant: exit code 2. */
  | 'wrong-use'
  | 'not-found'
  | 'refused'
  | 'busy'
  | 'port-gone'
  | 'modem-error'
  | 'engine-failed'
  | 'model-missing'
  | 'model-corrupt'
  | 'disk'
  | 'network'
  | 'internal';

export interface ErrorOptions {
  /** True when the same call may succeed later without anybody changing anything. */
  readonly retryable?: boolean;
  readonly cause?: unknown;
  /** The message in Russian, where it may reach the owner of a box. */
  readonly ru?: string;
}

/** The only error class of the project. `message` never holds a number, a name or a transcript. */
export class SecretaryError extends Error {
  readonly code: ErrorCode;
  readonly retryable: boolean;
  readonly ru: string;

  constructor(code: ErrorCode, message: string, options: ErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'SecretaryError';
    this.code = code;
    this.retryable = options.retryable ?? false;
    this.ru = options.ru ?? message;
  }
}

export function hasCode(error: unknown, code: ErrorCode): error is SecretaryError {
  return error instanceof SecretaryError && error.code === code;
}

export function isAborted(error: unknown): boolean {
  return hasCode(error, 'aborted') || (error instanceof Error && error.name === 'AbortError');
}

/** The `code` of a Node system error ('ENOENT', 'EAGAIN' …), or undefined. */
export function systemCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

/** One plain sentence for a log line or a terminal. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The same for the owner; an error that says nothing in Russian says it in English. */
export function messagesOf(error: unknown): InBothLanguages {
  const en = messageOf(error);
  return { en, ru: error instanceof SecretaryError ? error.ru : en };
}
