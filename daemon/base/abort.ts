import { SecretaryError } from './errors.js';
import { time } from './time.js';

/** Rejects with code 'aborted' naming the step, as soon as the signal says so; a late result is dropped. */
export function waitOrAbort<T>(work: Promise<T>, signal: AbortSignal, step: string): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(new SecretaryError('aborted', `${step}: aborted`));
    if (signal.aborted) {
      abort();
      work.catch(() => undefined);
      return;
    }
    signal.addEventListener('abort', abort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}

/** Rejects with code 'timeout' naming the step when `work` takes longer than `ms`. */
export function withDeadline<T>(work: Promise<T>, ms: number, step: string): Promise<T> {
  return new Promise((resolve, reject) => {
    const cancel = time.after(ms, () =>
      reject(new SecretaryError('timeout', `${step}: no answer within ${ms} ms`, { retryable: true })),
    );
    work.then(resolve, reject).finally(cancel);
  });
}

/** Waits for `work`, but never longer than the budget and never with an error: for unwinding. */
export async function settleWithin(work: Promise<unknown>, budgetMs: number): Promise<boolean> {
  try {
    await withDeadline(work, budgetMs, 'unwind');
    return true;
  } catch {
    return false;
  }
}
