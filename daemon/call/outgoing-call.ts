import { messageOf } from '../base/errors.js';
import { logger } from '../base/log.js';
import { time } from '../base/time.js';
import type { DialResult, Line } from '../modem/line.js';
import type { DialPurpose, TollGuard } from './toll-guard.js';

const log = logger('call/outgoing-call');

export interface OutgoingCall<T> {
  readonly number: string;
  readonly purpose: DialPurpose;
  /** Has the line from the answer on. Its signal is aborted when the other side hangs up, or when the guard allows no
   *  more; what it then still does is waited for. */
  readonly whileUp: (signal: AbortSignal) => Promise<T>;
}

/** `came` is what `whileUp` brought; null when it never had the line. */
export type OutgoingResult<T> = DialResult & {
  readonly rang: boolean;
  readonly lastedMs: number;
  readonly came: T | null;
};

export interface Outside {
  readonly line: Line;
  readonly guard: TollGuard;
}

/** A call without a conversation, hung up when `whileUp` is done. Rejects 'refused' when the guard or the modem does not
 *  dial. */
export async function placeCall<T>(
  { line, guard }: Outside,
  { number, purpose, whileUp }: OutgoingCall<T>,
  signal: AbortSignal,
): Promise<OutgoingResult<T>> {
  const permit = await guard.ask(number, purpose);
  let rang = false;
  let upSinceMs: number | null = null;
  let told = 'not dialled';
  const lastedMs = () => (upSinceMs === null ? 0 : Math.round(time.monotonicMs() - upSinceMs));
  try {
    const result = await line.dial({ number: permit.number, onRinging: () => (rang = true) }, signal);
    told = result.result;
    if (result.result !== 'answered') return { ...result, rang, lastedMs: 0, came: null };
    upSinceMs = time.monotonicMs();
    const came = await untilOver(line, permit.longestMs, (over) => whileUp(AbortSignal.any([signal, over])));
    return { ...result, rang, lastedMs: lastedMs(), came };
  } finally {
    await permit.ended(lastedMs(), told);
  }
}

async function untilOver<T>(line: Line, longestMs: number, use: (over: AbortSignal) => Promise<T>): Promise<T> {
  const over = new AbortController();
  const unsubscribe = line.events.subscribe('outgoing call', ({ type }) => type === 'ended' && over.abort());
  const cancel = time.after(longestMs, () => over.abort());
  try {
    return await use(over.signal);
  } finally {
    cancel();
    unsubscribe();
    await line.hangUp();
  }
}

export interface Holding {
  readonly holdMs: number;
  /** DTMF that is sent after the answer; '' is none. */
  readonly keys: string;
}

/** It shows that the line can dial and what the network says, and says nothing itself. */
export const holding =
  (line: Line, { holdMs, keys }: Holding) =>
  async (signal: AbortSignal): Promise<void> => {
    try {
      if (keys !== '') await line.sendKeys(keys);
      await time.sleep(holdMs, signal);
    } catch (error) {
      log.info('held no longer', { error: messageOf(error) });
    }
  };
