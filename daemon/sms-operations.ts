import { z } from 'zod';
import type { Request } from './base/json-socket.js';
import type { NewText, SmsService } from './modem/sms/service.js';
import { asked } from './operation.js';
import { audit } from './store/audit.js';
import { readSettings } from './store/settings.js';
import { latestReceived } from './store/sms-in.js';
import { latestSent } from './store/sms-out.js';
import type { Store } from './store/store.js';

const sendOf = z.object({ to: z.string(), text: z.string(), report: z.boolean() });
const listOf = z.object({ limit: z.number().int().min(1).max(1000) });

/** What of the daemon these operations need. */
export interface SmsHost {
  readonly sms: SmsService;
  readonly store: Store;
}

/** What the network will charge a message as, and what that costs by the owner's settings: null when they do not say. */
export interface SmsCost {
  readonly segments: number;
  readonly price: number | null;
  readonly currency: string;
}

async function costOf({ sms, store }: SmsHost, message: NewText): Promise<SmsCost> {
  const { parts } = await sms.prepare(message);
  const { smsPrice, smsCurrency: currency } = await readSettings(store.db);
  const price = smsPrice === null ? null : Number((parts.length * smsPrice).toFixed(PRICE_DECIMALS));
  return { segments: parts.length, price, currency };
}

/** Of tariffs such as 0.0475; more would be the noise of binary fractions. */
const PRICE_DECIMALS = 4;

/** What `secretary modem sms …` asks of the running daemon. */
export const SMS_OPERATIONS: Readonly<Record<string, (host: SmsHost, request: Request) => unknown>> = {
  'sms-cost': (host, request) => costOf(host, asked(sendOf, request)),
  'sms-send': async (host, request) => {
    const message = asked(sendOf, request);
    const cost = await costOf(host, message);
    const id = await host.sms.send(message);
    await audit(host.store.db, { actor: 'command', action: 'sms.send', subject: id, detail: cost });
    return { id, ...cost };
  },
  'sms-list': async ({ store }, request) => {
    const { limit } = asked(listOf, request);
    return { received: await latestReceived(store.db, limit), sent: await latestSent(store.db, limit) };
  },
};
