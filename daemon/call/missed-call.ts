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
  try {
    await journal.start({ id, from, startedAt: time.now(), recordingPath: null });
    await journal.finish(id, facts, outcome, null);
  } catch (error) {
    log.error('a missed call could not be written down', { call: id, error: messageOf(error) });
  }
  live.publish({ type: 'ended', callId: id, at: time.now(), endReason, outcome });
}
