import { bodyLimit } from 'hono/body-limit';
import type { MiddlewareHandler } from 'hono';
import { secureHeaders } from 'hono/secure-headers';

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);
const BODY_LIMIT_BYTES = 64 * 1024;

/** Names under which this machine reaches itself; anything else is a page elsewhere whose name was pointed at us. */
export const loopbackHosts = (port: number): readonly string[] => [
  `127.0.0.1:${port}`,
  `localhost:${port}`,
  `[::1]:${port}`,
];

/** 421 for any Host not allowed, before routing: what defeats DNS rebinding (product.md §4.4). */
export const checkHost =
  (allowed: () => readonly string[]): MiddlewareHandler =>
  async (c, next) => {
    if (!allowed().includes(c.req.header('host') ?? '')) return c.text('Misdirected request: unknown host\n', 421);
    return await next();
  };

/** 403 for a change asked for by another site, or by something that does not say where it comes from. The Host was
 *  checked before, so an Origin that equals it is ours. */
export const checkOrigin: MiddlewareHandler = async (c, next) => {
  if (SAFE_METHODS.has(c.req.method)) return await next();
  const sameOrigin = c.req.header('origin') === `http://${c.req.header('host')}`;
  const site = c.req.header('sec-fetch-site') ?? 'same-origin';
  if (!sameOrigin || site !== 'same-origin') return c.text('Refused: the request came from another site\n', 403);
  return await next();
};

export const limitBody = bodyLimit({ maxSize: BODY_LIMIT_BYTES, onError: (c) => c.text('Too much data\n', 413) });

const self = ["'self'"];
const none = ["'none'"];

/** Referrer-Policy is 'same-origin' because with 'no-referrer' browsers send `Origin: null` with our own forms. */
export const headers = secureHeaders({
  contentSecurityPolicy: {
    defaultSrc: none,
    scriptSrc: self,
    styleSrc: self,
    connectSrc: self,
    mediaSrc: self,
    imgSrc: self,
    formAction: self,
    baseUri: none,
    frameAncestors: none,
  },
  referrerPolicy: 'same-origin',
  xFrameOptions: 'DENY',
  // Without TLS this header means nothing, and with a later certificate it would lock the owner out.
  strictTransportSecurity: false,
});
