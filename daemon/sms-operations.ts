import { z } from 'zod';
import type { Request } from './base/json-socket.js';
import { countSegments } from './modem/sms/segment.js';
import type { SmsService } from './modem/sms/service.js';
import { asked } from './operation.js';
import { audit } from './store/audit.js';
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

/** What `secretary modem sms …` asks of the running daemon. */
export const SMS_OPERATIONS: Readonly<Record<string, (host: SmsHost, request: Request) => unknown>> = {
  'sms-send': async ({ sms, store }, request) => {
    const message = asked(sendOf, request);
    const id = await sms.send(message);
    const segments = countSegments(message.text);
    await audit(store.db, { actor: 'command', action: 'sms.send', subject: id, detail: { segments } });
    return { id, segments };
  },
  'sms-list': async ({ store }, request) => {
    const { limit } = asked(listOf, request);
    return { received: await latestReceived(store.db, limit), sent: await latestSent(store.db, limit) };
  },
};
