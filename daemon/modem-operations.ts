import { z } from 'zod';
import { holding, placeCall } from './call/outgoing-call.js';
import { askConsole } from './modem/console.js';
import { asked, idle, type Operation } from './operation.js';
import { audit } from './store/audit.js';
import { listHealth } from './store/health-history.js';

const commandOf = z.object({ command: z.string().min(1) });
const pinOf = z.object({ pin: z.string() });
const dialOf = z.object({ number: z.string(), holdMs: z.number().min(0).max(600_000), keys: z.string() });
const healthOf = z.object({ limit: z.number().int().min(1).max(1000) });
const ussdOf = z.object({ text: z.string() });
/** Longer than the network and our own patience together. */
const LONGEST_MS = 15 * 60_000;

/** What `secretary modem …` asks of the running daemon. */
export const MODEM_OPERATIONS: Readonly<Record<string, Operation>> = {
  'modem-at': async (app, request) => {
    const { lines, final } = await askConsole(app.modem.link, asked(commandOf, request).command);
    return { lines, final: final.text, ok: final.ok };
  },
  'modem-pin': (app, request) => app.modem.enterPin(asked(pinOf, request).pin),
  'modem-dial': (app, request) => {
    idle(app);
    const purpose = { why: 'owner', actor: 'command' } as const;
    const { number, ...held } = asked(dialOf, request);
    const call = { number, purpose, whileUp: holding(app.modem, held) };
    return placeCall({ line: app.modem, guard: app.tollGuard }, call, AbortSignal.timeout(LONGEST_MS));
  },
  'modem-ussd': async (app, request) => {
    idle(app);
    const { text } = asked(ussdOf, request);
    await audit(app.store.db, { actor: 'command', action: 'ussd.send', subject: text, detail: null });
    return app.ussd.ask(text, AbortSignal.timeout(LONGEST_MS));
  },
  'modem-ussd-cancel': (app) => app.ussd.cancel(),
  'modem-health': (app, request) => listHealth(app.store.db, { limit: asked(healthOf, request).limit }),
  'modem-reset': async (app) => {
    idle(app);
    await app.modem.reset('asked for by the owner');
  },
};
