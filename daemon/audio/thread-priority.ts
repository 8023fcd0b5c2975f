import { setPriority } from 'node:os';
import koffi from 'koffi';
import { messageOf } from '../base/errors.js';
import { logger } from '../base/log.js';

const log = logger('audio/thread-priority');
const schedSetscheduler = koffi
  .load('libc.so.6')
  .func('int sched_setscheduler(int thread, int policy, const int *priority)');

const SCHED_RR = 2;
/** Threads that this one starts (the file pool, say) are ordinary again. */
const RESET_ON_FORK = 0x4000_0000;
const LOWEST_REAL_TIME = [1];
const NICENESS = -10;

/**
 * Sound before everything else, for the calling thread only (Linux schedules threads, not processes): real time where
 * the unit allows it (ours does not: RestrictRealtime), else a better nice (LimitNICE=-10), else as it is. Engines that keep every core
 * busy would otherwise make a tick wait for their time slice.
 */
export function raiseThreadPriority(): void {
  if (schedSetscheduler(0, SCHED_RR | RESET_ON_FORK, LOWEST_REAL_TIME) === 0) return;
  try {
    setPriority(NICENESS);
  } catch (error) {
    log.info('the media thread keeps its ordinary priority', { error: messageOf(error) });
  }
}
