import { z } from 'zod';
import type { App } from './app.js';
import { SecretaryError } from './base/errors.js';
import type { Request } from './base/json-socket.js';

/** One thing that another program of this box may ask the running daemon through its control socket. What it throws is
 *  the answer in words. */
export type Operation = (app: App, request: Request) => unknown;

/** Throws 'refused' while there is a call, answered by the desk or not. */
export function idle({ desk, modem }: App): void {
  if (desk.current === null && !modem.inCall) return;
  throw new SecretaryError('refused', 'a call has the line: try again after it');
}

/** What the request says, checked; throws 'bad-input' naming what is wrong with it. */
export function asked<T extends z.ZodType>(schema: T, request: Request): z.output<T> {
  const result = schema.safeParse(request);
  if (result.success) return result.data;
  throw new SecretaryError('bad-input', `${request.op}: ${z.prettifyError(result.error)}`);
}
