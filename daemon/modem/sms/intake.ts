import { SecretaryError, hasCode, messageOf } from '../../base/errors.js';
import { logger } from '../../base/log.js';
import type { Topic } from '../../base/topic.js';
import type { ReceivedSms } from '../../store/sms-in.js';
import { saveReport } from '../../store/sms-out.js';
import type { Database } from '../../store/tables.js';
import { LIST, type Storage, erase, readList, select } from './commands.js';
import { Inbox } from './inbox.js';
import { type Pdu, decodePdu } from './pdu.js';
import type { Report } from './report.js';
import type { SmsModem } from './sms-modem.js';

const log = logger('modem/sms/intake');

export interface IntakeOwner {
  readonly modem: SmsModem;
  readonly db: Database;
  readonly received: Topic<ReceivedSms>;
  /** A report came about that message of ours. */
  reported(id: string): void;
}

/** Takes out of the modem what came in: kept first, then deleted there. */
export class Intake {
  readonly #owner: IntakeOwner;
  readonly #inbox: Inbox;
  /** Storages that may hold something. */
  readonly #due = new Set<Storage>();
  /** PDUs that the modem handed over without storing them: they exist nowhere else. */
  readonly #handed: string[] = [];

  constructor(owner: IntakeOwner) {
    this.#owner = owner;
    this.#inbox = new Inbox(owner.db);
  }

  /** The modem has something in that storage; which place it names is of no matter (sim7600.md §5 row 22). */
  stored(storage: string): void {
    this.#due.add(storage === 'SR' ? 'SR' : 'SM');
  }

  lookEverywhere(): void {
    this.#due.add('SM').add('SR');
  }

  /** A PDU that came in +CMT or +CDS. */
  handed(pdu: string): void {
    this.#handed.push(pdu);
  }

  /** Needs no modem: may run in a call. Rejects 'disk' when something could not be kept; it is tried again. */
  async keepHanded(): Promise<void> {
    for (let [pdu] = this.#handed; pdu !== undefined; [pdu] = this.#handed) {
      await this.#keep(pdu);
      this.#handed.shift();
    }
  }

  /** Empties the storages that may hold something, as long as `mayGoOn`; what is left is left for the next time. */
  async drain(mayGoOn: () => boolean): Promise<void> {
    for (const storage of Array.from(this.#due)) {
      this.#due.delete(storage);
      try {
        if (await this.#empty(storage, mayGoOn)) continue;
        this.#due.add(storage);
        return;
      } catch (error) {
        // Some firmware may have no store for reports; asking again soon would not change that.
        if (storage !== 'SR' || !hasCode(error, 'modem-error')) this.#due.add(storage);
        throw error;
      }
    }
  }

  /** Long messages whose parts are overdue are delivered as they are. */
  async tidy(): Promise<void> {
    this.#publish(await this.#inbox.tidy());
  }

  /** False when it had to stop before the end. */
  async #empty(storage: Storage, mayGoOn: () => boolean): Promise<boolean> {
    // Of one link: after a loss the places may be those of another SIM.
    const { queue } = this.#owner.modem.link;
    await queue.run(select(storage));
    for (const { index, pdu } of readList(await queue.run(LIST))) {
      if (!mayGoOn()) return false;
      await this.#keep(pdu);
      // One that cannot be deleted must not stand in the way of the next; it is known when it is read again.
      await queue.ask(erase(index));
    }
    return true;
  }

  async #keep(hex: string): Promise<void> {
    const pdu = readable(hex);
    if (pdu?.type === 'report') await this.#report(pdu);
    else this.#publish(await this.#inbox.keep(hex, pdu?.type === 'deliver' ? pdu : null));
  }

  async #report(report: Report): Promise<void> {
    const id = await saveReport(this.#owner.db, report);
    if (id === null) log.info('a report about no message of ours', { mr: report.mr, status: report.status });
    else this.#owner.reported(id);
  }

  #publish(messages: readonly ReceivedSms[]): void {
    for (const message of messages) this.#owner.received.publish(message);
  }
}

/** Null for a PDU that cannot be read: it is kept as it is, and stands in nobody's way. */
function readable(hex: string): Pdu | null {
  try {
    return decodePdu(hex);
  } catch (error) {
    if (!(error instanceof SecretaryError)) throw error;
    log.warn('a message cannot be read', { error: messageOf(error) });
    return null;
  }
}
