import type { Topic } from '../../base/topic.js';
import type { ModemEvent, ModemStatus } from '../line.js';
import type { AtQueue } from '../queue.js';

/** All that short messages need of the modem. */
export interface SmsModem {
  readonly events: Topic<ModemEvent>;
  readonly statusChanges: Topic<ModemStatus>;
  readonly status: ModemStatus;
  /** A call rings, is being dialled or is up: SMS commands are said to conflict with it (sim7600.md §2.9). */
  readonly inCall: boolean;
  /** Throws 'port-gone' while there is none. */
  readonly link: { readonly queue: Pick<AtQueue, 'ask' | 'run'> };
}
