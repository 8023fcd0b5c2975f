import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { SecretaryError, systemCode } from '../daemon/base/errors.js';
import { createApp } from './app.js';
import type { WebDeps } from './deps.js';
import { EventStreams } from './event-streams.js';
import { loopbackHosts } from './guards.js';
import { LiveFeed } from './live-feed.js';

export interface WebOptions {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
}

export interface Web {
  readonly url: string;
  /** Ends the event streams and every open connection. */
  stop(): Promise<void>;
}

const LOOPBACK: ReadonlySet<string> = new Set(['127.0.0.1', 'localhost', '::1']);

/** Serves the page. Rejects 'refused' for an address others could reach, 'busy' when the port is taken. */
export async function startWeb({ host, port }: WebOptions, deps: WebDeps): Promise<Web> {
  if (!LOOPBACK.has(host)) {
    throw new SecretaryError(
      'refused',
      'the page has no sign-in yet, so it is served to this machine only: listen on 127.0.0.1, ::1 or localhost',
    );
  }
  const feed = new LiveFeed(deps.live);
  const streams = new EventStreams(feed.changes);
  let hosts: readonly string[] = [];
  const app = createApp({ deps, feed, streams, hosts: () => hosts });
  const server = createAdaptorServer({ fetch: app.fetch }) as Server;
  const bound = await listen(server, host, port);
  hosts = loopbackHosts(bound);
  feed.start();
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${bound}`,
    stop: async () => {
      feed.stop();
      streams.closeAll();
      await closeServer(server);
    },
  };
}

function listen(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) => {
      const taken = systemCode(error) === 'EADDRINUSE';
      const why = taken ? `port ${port} is taken by another program` : error.message;
      reject(new SecretaryError(taken ? 'busy' : 'network', `the page cannot be served: ${why}`, { cause: error }));
    });
    server.listen(port, host, () => resolve((server.address() as AddressInfo).port));
  });
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
