import { Topic } from '../../daemon/base/topic.js';
import type { ModemEvent, ModemState, ModemStatus } from '../../daemon/modem/line.js';
import { AtQueue } from '../../daemon/modem/queue.js';
import type { SmsModem } from '../../daemon/modem/sms/sms-modem.js';
import { NO_MODEM } from '../../daemon/modem/status.js';

/** What short messages see of the modem, with the real queue and parser below it and nothing else of the driver. */
export class QueueModem implements SmsModem {
  readonly events = new Topic<ModemEvent>('events');
  readonly statusChanges = new Topic<ModemStatus>('status');
  readonly link: { readonly queue: AtQueue };
  readonly sick: string[] = [];
  inCall = false;
  status: ModemStatus = NO_MODEM;

  constructor(write: (text: string) => void) {
    const queue = new AtQueue({
      write,
      sent: () => undefined,
      ended: () => undefined,
      sick: (reason) => void this.sick.push(reason.en),
      heard: (item) => {
        if (item.kind !== 'fact') return;
        const { fact } = item;
        if (fact.type === 'sms' || fact.type === 'report' || fact.type === 'sms-stored') this.events.publish(fact);
      },
    });
    this.link = { queue };
  }

  become(state: ModemState): void {
    this.status = { ...this.status, state };
    this.statusChanges.publish(this.status);
  }
}
