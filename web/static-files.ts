import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Context } from 'hono';

interface StaticFile {
  readonly body: Uint8Array<ArrayBuffer>;
  readonly type: string;
  readonly hash: string;
}

/** tsc copies no assets: seen from dist/web/ they stay in the checkout's web/static/. */
const own = (name: string) => new URL(`../../web/static/${name}`, import.meta.url);
const packaged = (name: string) => new URL(import.meta.resolve(`htmx.org/dist/${name}`));

const SCRIPT = 'text/javascript; charset=utf-8';
const FILES: Readonly<Record<string, readonly [URL, string]>> = {
  'app.css': [own('app.css'), 'text/css; charset=utf-8'],
  'app.js': [own('app.js'), SCRIPT],
  'icon.svg': [own('icon.svg'), 'image/svg+xml'],
  'htmx.js': [packaged('htmx.min.js'), SCRIPT],
  'hx-sse.js': [packaged('ext/hx-sse.min.js'), SCRIPT],
};

/** The few files of the page, read once; their addresses carry a hash, so a browser keeps them until they change. */
const files = new Map(Object.entries(FILES).map(([name, [url, type]]) => [name, load(url, type)]));

function load(url: URL, type: string): StaticFile {
  const body = new Uint8Array(readFileSync(url));
  return { body, type, hash: createHash('sha256').update(body).digest('base64url').slice(0, 12) };
}

export const assetUrl = (name: string): string => `/static/${name}?v=${files.get(name)?.hash ?? ''}`;

export function serveStatic(c: Context): Response | Promise<Response> {
  const file = files.get(c.req.param('name') ?? '');
  if (file === undefined) return c.notFound();
  const etag = `"${file.hash}"`;
  c.header('ETag', etag);
  c.header(
    'Cache-Control',
    c.req.query('v') === file.hash ? 'public, max-age=31536000, immutable' : 'public, no-cache',
  );
  if (c.req.header('if-none-match') === etag) return c.body(null, 304);
  return c.body(file.body, 200, { 'Content-Type': file.type });
}
