import { withDeadline } from '../base/abort.js';
import { isAborted, messageOf } from '../base/errors.js';
import { logger } from '../base/log.js';
import type { SttResult, SttStream } from '../engines/stt/stt.js';
import type { CallerTurn } from './caller-turn.js';

const log = logger('dialog/ear');

/** Longer than this, a final text is not coming: the engine hangs. A slow machine is given its time: what was said is
 *  worth more than a second. */
const FINAL_WITHIN_MS = 2500;

/** Puts into the turn what was said since the last call; null when the engine did not answer. */
export async function takeWords(stt: SttStream, turn: CallerTurn, signal: AbortSignal): Promise<SttResult | null> {
  try {
    const result = await withDeadline(stt.finalise(signal), FINAL_WITHIN_MS, 'final text');
    turn.add(result);
    return result;
  } catch (error) {
    if (!isAborted(error)) log.warn('no final text', { error: messageOf(error) });
    return null;
  }
}
