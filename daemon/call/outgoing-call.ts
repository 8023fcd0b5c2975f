import { messageOf } from '../base/errors.js';
import { logger } from '../base/log.js';
import { time } from '../base/time.js';
import type { DialResult, Line } from '../modem/line.js';
import type { DialPurpose, TollGuard } from './toll-guard.js';

const log = logger('call/outgoing-call');

export interface OutgoingCall {
  readonly number: string;
  readonly purpose: DialPurpose;
  /** How long the line is held after the answer, at most; the guard may allow less. */
  readonly holdMs: number;
  /** DTMF that is sent after the answer; '' is none. */
  readonly keys: string;
}

export type OutgoingResult = DialResult & { readonly rang: boolean; readonly lastedMs: number };

/** A call without a conversation: it shows that the line can dial, what the network says, and ends by itself. Rejects
 *  'refused' when the guard or the modem does not dial. */
export async function placeCall(
  { line, guard }: { readonly line: Line; readonly guard: TollGuard },
  { number, purpose, holdMs, keys }: OutgoingCall,
  signal: AbortSignal,
): Promise<OutgoingResult> {
  const permit = await guard.ask(number, purpose);
  let rang = false;
  let lastedMs = 0;
  let told = 'not dialled';
  try {
    const result = await line.dial({ number: permit.number, onRinging: () => (rang = true) }, signal);
    told = result.result;
    if (result.result === 'answered') lastedMs = await hold(line, keys, Math.min(holdMs, permit.longestMs), signal);
    return { ...result, rang, lastedMs };
  } finally {
    await permit.ended(lastedMs, told);
  }
}

/** Until the other side hangs up, the time is over, or nobody wants it any more. */
async function hold(line: Line, keys: string, holdMs: number, signal: AbortSignal): Promise<number> {
  const sinceMs = time.monotonicMs();
  const over = new AbortController();
  const either = AbortSignal.any([signal, over.signal]);
  const ended = line.events.next(({ type }) => type === 'ended', either).then(() => undefined);
  try {
    if (keys !== '') await line.sendKeys(keys);
    await Promise.race([ended, time.sleep(holdMs, either)]);
  } catch (error) {
    log.info('held no longer', { error: messageOf(error) });
  } finally {
    over.abort();
    ended.catch(() => undefined);
    await line.hangUp();
  }
  return Math.round(time.monotonicMs() - sinceMs);
}
