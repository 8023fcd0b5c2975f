import type { App } from './app.js';
import type { Request } from './base/json-socket.js';

/** One thing that another program of this box may ask the running daemon through its control socket. What it throws is
 *  the answer in words. */
export type Operation = (app: App, request: Request) => unknown;
