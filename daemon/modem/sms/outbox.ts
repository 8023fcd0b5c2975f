import { hasCode, messageOf } from '../../base/errors.js';
import { logger } from '../../base/log.js';
import { type QueuedPart, type Settlement, markSubmitting, nextQueued, settlePart } from '../../store/sms-out.js';
import type { Database } from '../../store/tables.js';
import type { Reply } from '../queue.js';
import { isRepeatable, wordsOf } from './cms-error.js';
import { referenceOf, submit } from './commands.js';
import type { SmsModem } from './sms-modem.js';

const log = logger('modem/sms/outbox');

/** Of one part: once, and once more when the network said that it may do better. */
const MOST_SUBMISSIONS = 2;
/** When the modem did not even take the text. */
const MOST_ATTEMPTS = 3;

export type Sending = 'nothing-to-send' | 'settled' | 'try-later';

export interface OutboxOwner {
  readonly modem: SmsModem;
  readonly db: Database;
  /** More is known of that message now. */
  changed(id: string): void;
}

/** Sends what is queued, one PDU at a time, each at most twice. */
export class Outbox {
  /** What came of the last submission, as long as the disk has not taken it. */
  #unsettled: { readonly part: QueuedPart; readonly settlement: Settlement } | null = null;

  constructor(private readonly owner: OutboxOwner) {}

  async sendNext(): Promise<Sending> {
    const { db } = this.owner;
    if (this.#unsettled !== null) return this.#settle();
    const part = await nextQueued(db);
    if (part === undefined) return 'nothing-to-send';
    await markSubmitting(db, part.seq);
    this.#unsettled = { part, settlement: await this.#submit(part) };
    return this.#settle();
  }

  /** Rejects 'disk', and is tried again before anything else is sent. */
  async #settle(): Promise<Sending> {
    if (this.#unsettled === null) return 'nothing-to-send';
    const { part, settlement } = this.#unsettled;
    await settlePart(this.owner.db, part, settlement);
    this.#unsettled = null;
    this.owner.changed(part.smsId);
    if (settlement.state !== 'sent') log.warn('message not sent', { id: part.smsId, ...settlement });
    return settlement.state === 'queued' ? 'try-later' : 'settled';
  }

  async #submit(part: QueuedPart): Promise<Settlement> {
    let written = false;
    try {
      const command = submit(part.pdu, part.length, () => (written = true));
      return settlementOf(await this.owner.modem.link.queue.ask(command), part);
    } catch (error) {
      log.info('no result', { written, error: messageOf(error) });
      if (!written) {
        const again = part.attempts + 1 < MOST_ATTEMPTS;
        return { state: again ? 'queued' : 'failed', error: 'the modem did not take the message' };
      }
      return hasCode(error, 'timeout')
        ? { state: 'hung', error: 'the modem gave no answer' }
        : { state: 'unknown', error: 'the modem went away while it was being sent' };
    }
  }
}

function settlementOf({ final, lines }: Reply, part: QueuedPart): Settlement {
  if (final.ok) return { state: 'sent', mr: referenceOf(lines) };
  const again = isRepeatable(final) && part.attempts + 1 < MOST_SUBMISSIONS;
  return { state: again ? 'queued' : 'failed', error: wordsOf(final) };
}
