import { z } from 'zod';
import type { App } from './app.js';
import { SecretaryError } from './base/errors.js';
import { AUDIO_OPERATIONS } from './audio-operations.js';
import { JsonServer, type Request } from './base/json-socket.js';
import { MODEM_OPERATIONS } from './modem-operations.js';
import type { Operation } from './operation.js';
import { SMS_OPERATIONS } from './sms-operations.js';
import { readRecord } from './store/history.js';

const ofCall = z.object({ call: z.string() });

/** What other programs of this box may ask the running daemon; the op 'listen' brings the live events. */
const OPERATIONS: Readonly<Record<string, Operation>> = {
  listen: () => undefined,
  status: (app) => ({
    line: app.modem.status,
    engines: app.engines.supervised.map((engine) => engine.status),
    store: app.store.health,
    rendered: app.rendered,
    call: app.desk.current?.id ?? null,
    callsHandled: app.desk.callsHandled,
    memoryBytes: process.memoryUsage.rss(),
    pid: process.pid,
  }),
  record: async (app, request) => {
    const record = await readRecord(app.store.db, ofCall.parse(request).call);
    if (record === null) throw new SecretaryError('not-found', 'no call of that id');
    return record;
  },
  'hang-up': (app) => app.desk.stop('owner'),
  ...AUDIO_OPERATIONS,
  ...MODEM_OPERATIONS,
  ...SMS_OPERATIONS,
};

/** The daemon's own door: a socket that only its user may open. Opened before the box is put together, because a second
 *  daemon on the same folders must be turned away before it touches what the first one writes. */
export class DaemonControl {
  readonly #server: JsonServer;
  #app: App | null = null;

  constructor(path: string) {
    this.#server = new JsonServer(path, (request) => this.#perform(request));
  }

  /** Rejects 'busy' when another daemon answers there. */
  listen(): Promise<void> {
    return this.#server.listen();
  }

  serve(app: App): void {
    this.#app = app;
    app.live.subscribe('control', (event) => this.#server.publish(event));
  }

  close(): Promise<void> {
    return this.#server.close();
  }

  #perform(request: Request): unknown {
    const operation = Object.hasOwn(OPERATIONS, request.op) ? OPERATIONS[request.op] : undefined;
    if (operation === undefined) throw new SecretaryError('bad-input', 'there is no such operation');
    if (this.#app === null) throw new SecretaryError('busy', 'the daemon is starting', { retryable: true });
    return operation(this.#app, request);
  }
}
