import type { Hono } from 'hono';
import { createApp } from '../../web/app.js';
import { EventStreams } from '../../web/event-streams.js';
import { loopbackHosts } from '../../web/guards.js';
import { LiveFeed } from '../../web/live-feed.js';
import { type FakeBox, fakeBox } from './fake-deps.js';

export const HOST = '127.0.0.1:8080';

export interface AppUnderTest {
  readonly box: FakeBox;
  readonly app: Hono;
  readonly streams: EventStreams;
  /** A page as a browser with no wish of language asks for it. */
  get(path: string, headers?: Record<string, string>): Promise<Response>;
  text(path: string, headers?: Record<string, string>): Promise<string>;
  /** A change as our own page asks for it; `headers` make it somebody else's. */
  post(path: string, form?: Record<string, string>, headers?: Record<string, string>): Promise<Response>;
  close(): Promise<void>;
}

/** The page without a socket. */
export async function appUnderTest(): Promise<AppUnderTest> {
  const box = await fakeBox();
  const feed = new LiveFeed(box.live);
  feed.start();
  const streams = new EventStreams(feed.changes);
  const app = createApp({ deps: box.deps, feed, streams, hosts: () => loopbackHosts(8080) });
  const get = async (path: string, headers: Record<string, string> = {}) =>
    app.request(path, { headers: { host: HOST, ...headers } });
  return {
    box,
    app,
    streams,
    get,
    text: async (path, headers) => (await get(path, headers)).text(),
    post: async (path, form = {}, headers = {}) =>
      app.request(path, {
        method: 'POST',
        body: new URLSearchParams(form),
        headers: { host: HOST, origin: `http://${HOST}`, 'sec-fetch-site': 'same-origin', ...headers },
      }),
    close: async () => {
      streams.closeAll();
      feed.stop();
      await box.remove();
    },
  };
}
