import { z } from 'zod';
import type { App } from './app.js';
import { SecretaryError } from './base/errors.js';
import { JsonServer } from './base/json-socket.js';
import { MODEM_OPERATIONS } from './modem-operations.js';
import type { Operation } from './operation.js';
import { readRecord } from './store/history.js';

const ofCall = z.object({ call: z.string() });

/** What other programs of this box may ask the running daemon; the op 'listen' brings the live events. */
const OPERATIONS: Readonly<Record<string, Operation>> = {
  listen: () => undefined,
  status: (app) => ({
    line: app.modem.status,
    engines: app.engines.supervised.map((engine) => engine.status),
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
  ...MODEM_OPERATIONS,
};

/** The daemon's own door: a socket that only its user may open. */
export async function openControl(app: App, path: string): Promise<JsonServer> {
  const server = new JsonServer(path, (request) => {
    const operation = Object.hasOwn(OPERATIONS, request.op) ? OPERATIONS[request.op] : undefined;
    if (operation === undefined) throw new SecretaryError('bad-input', `no operation is called "${request.op}"`);
    return operation(app, request);
  });
  await server.listen();
  app.live.subscribe('control', (event) => server.publish(event));
  return server;
}
