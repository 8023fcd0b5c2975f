import { open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { messageOf, SecretaryError, systemCode } from '../base/errors.js';
import { time } from '../base/time.js';
import type { Watch } from './progress.js';

const SILENCE_MS = 30_000;
const MAX_FRUITLESS_ATTEMPTS = 5;

/** Brings `url` to `file`, through `file.part`. A broken connection is taken up again where it broke, as long as that
 *  leads anywhere; what is left after a failure is taken up by the next call. A server that never answered is not asked
 *  again: there may be another source. Errors: 'network', 'disk', or the abort of the signal. */
export async function download(url: string, file: string, watch: Watch, signal: AbortSignal): Promise<void> {
  const part = `${file}.part`;
  for (let fruitless = 0; ; ) {
    const before = await sizeOf(part);
    try {
      await attempt(url, part, watch, signal);
      break;
    } catch (error) {
      signal.throwIfAborted();
      const after = await sizeOf(part);
      fruitless = after === before ? fruitless + 1 : 0;
      const answered = after !== null;
      if (!answered || !isBrokenConnection(error) || fruitless >= MAX_FRUITLESS_ATTEMPTS) throw inWords(url, error);
      await time.sleep(500 * 2 ** fruitless, signal);
    }
  }
  await rename(part, file);
  await rm(tagOf(part), { force: true });
}

async function attempt(url: string, part: string, watch: Watch, signal: AbortSignal): Promise<void> {
  const silence = new AbortController();
  const listen = () => time.after(SILENCE_MS, () => silence.abort(new Error(`silent for ${SILENCE_MS / 1000} s`)));
  let cancelSilence = listen();
  try {
    const { response, from } = await request(url, part, AbortSignal.any([signal, silence.signal]));
    const length = response.headers.get('content-length');
    const total = length === null ? null : from + Number(length);
    let bytes = from;
    await using handle = await open(part, from > 0 ? 'a' : 'w');
    await rememberTag(part, response);
    for await (const chunk of response.body ?? []) {
      cancelSilence();
      cancelSilence = listen();
      await handle.appendFile(chunk);
      bytes += chunk.length;
      watch(bytes, total);
    }
    if (total !== null && bytes !== total) throw new Error('the connection ended too early');
    await handle.sync();
  } finally {
    cancelSilence();
  }
}

/** Asks for the rest of what is here, on condition that the file on the server is still the same (RFC 9110 §13.1.5). */
async function request(url: string, part: string, signal: AbortSignal): Promise<{ response: Response; from: number }> {
  const here = (await sizeOf(part)) ?? 0;
  const tag = await readFile(tagOf(part), 'utf8').catch(() => '');
  const range: Record<string, string> = here > 0 && tag !== '' ? { range: `bytes=${here}-`, 'if-range': tag } : {};
  // Compressed on the way, the lengths would not be those of the file.
  const response = await fetch(url, { headers: { 'accept-encoding': 'identity', ...range }, signal });
  if (response.status === 206 && response.headers.get('content-range')?.startsWith(`bytes ${here}-`) === true) {
    return { response, from: here };
  }
  if (response.status === 200) return { response, from: 0 };
  await response.body?.cancel();
  if (here > 0 && [206, 416].includes(response.status)) {
    // A range that the server cannot serve: what is here is of no use.
    await rm(part);
    return request(url, part, signal);
  }
  throw new SecretaryError('network', `the server answered ${response.status} ${response.statusText}`.trim());
}

async function rememberTag(part: string, response: Response): Promise<void> {
  const etag = response.headers.get('etag');
  const strong = etag === null || etag.startsWith('W/') ? null : etag;
  await writeFile(tagOf(part), strong ?? response.headers.get('last-modified') ?? '');
}

const tagOf = (part: string): string => `${part}.tag`;

/** null: no such file. */
const sizeOf = async (file: string): Promise<number | null> => (await stat(file).catch(() => null))?.size ?? null;

const isBrokenConnection = (error: unknown): boolean =>
  !(error instanceof SecretaryError) && !['ENOSPC', 'EACCES', 'EROFS', 'EDQUOT'].includes(systemCode(error) ?? '');

function inWords(url: string, error: unknown): SecretaryError {
  if (error instanceof SecretaryError) return error;
  if (systemCode(error) === 'ENOSPC') return new SecretaryError('disk', 'the disk is full', { cause: error });
  if (!isBrokenConnection(error)) return new SecretaryError('disk', messageOf(error), { cause: error });
  // fetch() hides why in `cause`: "fetch failed" helps nobody.
  const reason = error instanceof Error && error.cause !== undefined ? error.cause : error;
  return new SecretaryError('network', `${new URL(url).host} could not be reached (${messageOf(reason)})`, {
    cause: error,
    retryable: true,
  });
}
