import { z } from 'zod';
import { SecretaryError } from './base/errors.js';
import type { Request } from './base/json-socket.js';
import { askConsole } from './modem/console.js';
import type { Operation } from './operation.js';

const commandOf = z.object({ command: z.string().min(1) });
const pinOf = z.object({ pin: z.string() });

/** What `secretary modem …` asks of the running daemon. */
export const MODEM_OPERATIONS: Readonly<Record<string, Operation>> = {
  'modem-at': async (app, request) => {
    const { lines, final } = await askConsole(app.modem.link, asked(commandOf, request).command);
    return { lines, final: final.text, ok: final.ok };
  },
  'modem-pin': (app, request) => app.modem.enterPin(asked(pinOf, request).pin),
  'modem-reset': async (app) => {
    if (app.desk.current !== null) throw new SecretaryError('refused', 'a call has the line: try again after it');
    await app.modem.reset('asked for by the owner');
  },
};

function asked<T extends z.ZodType>(schema: T, request: Request): z.output<T> {
  const result = schema.safeParse(request);
  if (result.success) return result.data;
  throw new SecretaryError('bad-input', `${request.op}: ${z.prettifyError(result.error)}`);
}
