import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { messageOf } from '../base/errors.js';
import type { InBothLanguages } from '../base/language.js';
import { logger } from '../base/log.js';
import type { Model } from './catalogue.js';

const log = logger('models/receipt');

const NAME = '.receipt.json';

const seenFile = z.object({ bytes: z.number(), mtimeMs: z.number(), sha256: z.string() });
export type SeenFile = Readonly<z.infer<typeof seenFile>>;

/** Beside a model: what its files were when they were last hashed. It spares a start the hashing of 100 MB, and holds
 *  the checksums that the catalogue does not know. */
export type Receipt = ReadonlyMap<string, SeenFile>;

export async function readReceipt(folder: string): Promise<Receipt> {
  try {
    const text = await readFile(path.join(folder, NAME), 'utf8');
    return new Map(Object.entries(z.record(z.string(), seenFile).parse(JSON.parse(text))));
  } catch {
    // Missing or unreadable: the files are hashed again, which is all that a receipt is for.
    return new Map();
  }
}

/** A folder that cannot be written (the service sees it read-only) only costs the hashing at the next start. */
export async function writeReceipt(folder: string, receipt: Receipt): Promise<void> {
  try {
    await writeFile(path.join(folder, NAME), JSON.stringify(Object.fromEntries(receipt)));
  } catch (error) {
    log.debug('receipt not written', { error: messageOf(error) });
  }
}

/** Reads and hashes one file of a model; null when it is not there. */
export async function look(file: string, signal: AbortSignal): Promise<SeenFile | null> {
  const stats = await stat(file).catch(() => null);
  if (stats === null || !stats.isFile()) return null;
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20, signal })) hash.update(chunk as Buffer);
  return { bytes: stats.size, mtimeMs: stats.mtimeMs, sha256: hash.digest('hex') };
}

/** What was there the last time, if the file has not been touched since. */
export async function remembered(file: string, receipt: SeenFile | undefined): Promise<SeenFile | null> {
  const stats = await stat(file).catch(() => null);
  const same = stats !== null && stats.size === receipt?.bytes && stats.mtimeMs === receipt.mtimeMs;
  return same ? receipt : null;
}

/** All files of a model hashed, or the first reason why it cannot be used. */
export async function appraise(
  model: Model,
  folder: string,
  seen: (file: string, name: string) => Promise<SeenFile | null>,
): Promise<Receipt | InBothLanguages> {
  const receipt = new Map<string, SeenFile>();
  for (const { path: name, bytes, sha256 } of model.files) {
    const file = await seen(path.join(folder, name), name);
    if (file === null) return { en: `${name} is missing`, ru: `нет файла ${name}` };
    if (file.bytes === 0) return { en: `${name} is empty`, ru: `файл ${name} пуст` };
    if (bytes !== null && bytes !== file.bytes) {
      return {
        en: `${name} has ${file.bytes} bytes instead of ${bytes}`,
        ru: `в файле ${name} ${file.bytes} байт вместо ${bytes}`,
      };
    }
    if (sha256 !== null && sha256 !== file.sha256) {
      return {
        en: `${name} has another checksum than the catalogue`,
        ru: `контрольная сумма файла ${name} не та, что в каталоге`,
      };
    }
    receipt.set(name, file);
  }
  return receipt;
}
