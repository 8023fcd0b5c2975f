import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import type { Context } from 'hono';

interface ByteRange {
  readonly first: number;
  readonly last: number;
}

/** The one range a player asks for (RFC 9110 §14.2): null means the whole file, which is also the answer to several
 *  ranges and to nonsense; 'unsatisfiable' begins behind the end. */
export function parseRange(header: string | undefined, size: number): ByteRange | 'unsatisfiable' | null {
  const match = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? '');
  if (match === null) return null;
  const [, from = '', to = ''] = match;
  if (from === '' && to === '') return null;
  const first = from === '' ? Math.max(0, size - Number(to)) : Number(from);
  const last = from === '' || to === '' ? size - 1 : Math.min(Number(to), size - 1);
  if (from !== '' && to !== '' && Number(to) < first) return null;
  return first > last ? 'unsatisfiable' : { first, last };
}

/** Streams a recording, whole or in part, so that a player can seek in it; null when the file is gone. */
export async function sendRecording(c: Context, path: string, fileName: string): Promise<Response | null> {
  const size = await sizeOf(path);
  if (size === null) return null;
  const range = parseRange(c.req.header('range'), size);
  c.header('Accept-Ranges', 'bytes');
  if (range === 'unsatisfiable') return c.body(null, 416, { 'Content-Range': `bytes */${size}` });
  const { first, last } = range ?? { first: 0, last: size - 1 };
  c.header('Content-Type', 'audio/wav');
  c.header('Content-Length', String(last - first + 1));
  if (range !== null) c.header('Content-Range', `bytes ${first}-${last}/${size}`);
  if (c.req.query('download') !== undefined) c.header('Content-Disposition', `attachment; filename="${fileName}"`);
  // Hono answers HEAD by GET and drops the body: a stream opened for it would keep its descriptor.
  const status = range === null ? 200 : 206;
  if (c.req.method === 'HEAD' || size === 0) return c.body(null, status);
  return c.body(Readable.toWeb(createReadStream(path, { start: first, end: last })) as ReadableStream, status);
}

export const hasRecording = async (path: string): Promise<boolean> => (await sizeOf(path)) !== null;

async function sizeOf(path: string): Promise<number | null> {
  try {
    const found = await stat(path);
    return found.isFile() ? found.size : null;
  } catch {
    return null;
  }
}
