import { type Context, Hono } from 'hono';
import { isId } from '../daemon/base/ids.js';
import { logger } from '../daemon/base/log.js';
import type { WebDeps } from './deps.js';
import type { EventStreams, Region } from './event-streams.js';
import { checkHost, checkOrigin, headers, limitBody } from './guards.js';
import { chooseLanguage, languageOf } from './language.js';
import type { LiveFeed } from './live-feed.js';
import { callPage } from './pages/call.js';
import { callsPage, SEARCH_CHARS } from './pages/calls.js';
import { livePage, liveRegions } from './pages/live.js';
import { ChangedTask, listUrl, messagesPage } from './pages/messages.js';
import { problemPage } from './pages/problem.js';
import { type BoxState, statusPage, statusRegions } from './pages/status.js';
import { readinessOf } from './readiness.js';
import { hasRecording, sendRecording } from './recording.js';
import { serveStatic } from './static-files.js';
import { View } from './view.js';

const log = logger('web/app');
const CALLS_ON_A_PAGE = 25;
const LATEST_CALLS = 5;

export interface AppParts {
  readonly deps: WebDeps;
  readonly feed: LiveFeed;
  readonly streams: EventStreams;
  /** Values of the Host header that are answered; asked at each request, since the port is known after listening. */
  readonly hosts: () => readonly string[];
}

/** Every address of the page; tested in process with `app.request`. */
export function createApp(parts: AppParts): Hono {
  const app = new Hono();
  // Error pages leave by another door than pages: the headers stand around both.
  app.use(headers, checkHost(parts.hosts), checkOrigin, limitBody);
  app.get('/static/:name', serveStatic);
  app.use(async (c, next) => {
    await next();
    // Pages and sounds are of callers: no cache of a shared computer keeps them.
    c.header('Cache-Control', 'no-store');
  });
  addProbes(app, parts.deps);
  addPages(app, parts);
  addCall(app, parts.deps);
  addMessages(app, parts.deps);
  addStreams(app, parts);
  app.post('/language', chooseLanguage);
  app.notFound((c) => c.html(problemPage(viewOf(c, parts.deps), 'notFound'), 404));
  app.onError((error, c) => {
    log.error('request failed', { path: c.req.routePath, error });
    return c.html(problemPage(viewOf(c, parts.deps), 'failed'), 500);
  });
  return app;
}

function viewOf(c: Context, deps: WebDeps): View {
  const business = deps.business();
  const { pathname, search } = new URL(c.req.url);
  // After a POST the address itself has nothing to show.
  return new View(languageOf(c, business.language), business, c.req.method === 'GET' ? pathname + search : '/');
}

function addProbes(app: Hono, deps: WebDeps): void {
  app.get('/healthz', (c) => c.json({ alive: true }));
  app.get('/readyz', (c) => {
    const line = deps.lineStatus();
    const engines = deps.engineStatuses();
    const readiness = readinessOf(line, engines);
    const states = Object.fromEntries(engines.map(({ kind, state }) => [kind, state]));
    return c.json({ readiness, line: line.state, engines: states }, readiness === 'ready' ? 200 : 503);
  });
}

const boxState = ({ deps, feed }: AppParts): BoxState => ({
  line: deps.lineStatus(),
  engines: deps.engineStatuses(),
  store: deps.storeHealth(),
  call: feed.call,
});

function addPages(app: Hono, parts: AppParts): void {
  const { deps, feed } = parts;
  app.get('/', async (c) => {
    const [calls, openTasks, healing] = await Promise.all([
      deps.listCalls({ limit: LATEST_CALLS }),
      deps.listTasks('open'),
      deps.listHealing(),
    ]);
    return c.html(statusPage(viewOf(c, deps), { box: boxState(parts), calls, openTasks, healing }));
  });
  app.get('/live', (c) => c.html(livePage(viewOf(c, deps), feed.call)));
  app.get('/calls', async (c) => {
    const search = (c.req.query('q') ?? '').trim().slice(0, SEARCH_CHARS);
    const before = c.req.query('before') ?? '';
    const older = isId(before) ? { before } : {};
    // One more than is shown tells whether there is a next page.
    const found = await deps.listCalls({ search, ...older, limit: CALLS_ON_A_PAGE + 1 });
    const calls = found.slice(0, CALLS_ON_A_PAGE);
    const next = found.length > calls.length ? (calls.at(-1)?.id ?? null) : null;
    return c.html(callsPage(viewOf(c, deps), { calls, search, first: !('before' in older), next }));
  });
}

function addCall(app: Hono, deps: WebDeps): void {
  const read = (c: Context) => {
    const id = c.req.param('id') ?? '';
    return isId(id) ? deps.readCall(id) : Promise.resolve(null);
  };
  app.get('/calls/:id', async (c) => {
    const call = await read(c);
    if (call === null) return c.notFound();
    return c.html(callPage(viewOf(c, deps), call, await hasRecording(call.record.call.recording)));
  });
  app.get('/calls/:id/recording.wav', async (c) => {
    const call = await read(c);
    if (call === null) return c.notFound();
    const { id, recording } = call.record.call;
    return (await sendRecording(c, recording, `call-${id}.wav`)) ?? c.notFound();
  });
  app.get('/calls/:id/record.json', async (c) => {
    const call = await read(c);
    if (call === null) return c.notFound();
    c.header('Content-Disposition', `attachment; filename="call-${call.record.call.id}.json"`);
    return c.body(JSON.stringify(call.record, null, 2), 200, { 'Content-Type': 'application/json' });
  });
}

function addMessages(app: Hono, deps: WebDeps): void {
  app.get('/messages', async (c) => {
    const state = c.req.query('show') === 'done' ? 'done' : 'open';
    return c.html(messagesPage(viewOf(c, deps), { state, tasks: await deps.listTasks(state) }));
  });
  app.post('/messages/:id/:state{open|done}', async (c) => {
    const { id } = c.req.param();
    const state = c.req.param('state') === 'done' ? 'done' : 'open';
    if (!isId(id) || !(await deps.setTaskState(id, state))) return c.notFound();
    if (c.req.header('hx-request') === undefined) return c.redirect(listUrl(state), 303);
    return c.html(<ChangedTask view={viewOf(c, deps)} id={id} state={state} />);
  });
}

function addStreams(app: Hono, parts: AppParts): void {
  const stream = (regions: (view: View) => readonly Region[]) => (c: Context) => {
    const view = viewOf(c, parts.deps);
    const body = parts.streams.open(() => regions(view));
    if (body === null) return c.text('Too many open pages\n', 503);
    return c.body(body, 200, { 'Content-Type': 'text/event-stream' });
  };
  app.get(
    '/events/status',
    stream((view) => statusRegions(view, boxState(parts))),
  );
  app.get(
    '/events/live',
    stream((view) => liveRegions(view, parts.feed.call)),
  );
}
