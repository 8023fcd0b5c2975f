import { messageOf } from '../base/errors.js';
import { newId } from '../base/ids.js';
import { logger } from '../base/log.js';
import { time } from '../base/time.js';
import { outcomeOf } from '../dialog/outcome.js';
import type { CallDeps } from './call.js';

const log = logger('call/missed-call');

/** Keeps a caller whom nobody could answer like any other call, so that the owner sees who it was. Never rejects. */
export async function keepMissedCall(deps: CallDeps, from: string | null, endReason: string): Promise<void> {
  const { journal, live, texts } = deps;
  const id = newId();
  const outcome = outcomeOf([], [], from, texts);
  const facts = {
    id,
    from,
    direction: 'in',
    answeredAfterMs: 0,
    durationMs: 0,
    endReason,
    recording: '',
    bytesOut: 0,
    rungs: [],
  } as const;
  // A beginning that has to wait for the disk must not keep the end from waiting behind it.
  const started = journal.start({ id, from, startedAt: time.now(), recordingPath: null });
  const written = await Promise.allSettled([started, journal.finish(id, facts, outcome, null)]);
  for (const each of written) {
    if (each.status === 'rejected')
      log.error('a missed call could not be written down', { call: id, error: messageOf(each.reason) });
  }
  live.publish({ type: 'ended', callId: id, at: time.now(), endReason, outcome });
}
