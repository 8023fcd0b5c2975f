import { copyFile, cp, mkdir, readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { SecretaryError } from '../base/errors.js';
import type { Model } from './catalogue.js';
import { openStage, place } from './place.js';
import { fileNameOf, isNamedLike, type Part, parsePart } from './source.js';
import { unzip } from './zip.js';

export interface AddOptions {
  readonly root: string;
  readonly signal: AbortSignal;
}

/** Takes every model of the catalogue that a folder (a USB stick) holds: unpacked in a folder named by its id, or as the
 *  archives and files that its sources would give. Nothing is believed for its name: checksums are compared as after a
 *  download. Returns what was taken. Errors: 'not-found' (no such folder, nothing of ours in it), 'model-corrupt'. */
export async function addFromFolder(
  folder: string,
  catalogue: readonly Model[],
  { root, signal }: AddOptions,
): Promise<readonly Model[]> {
  const names = await readdir(folder).catch(() => {
    throw new SecretaryError('not-found', `there is no folder ${folder} that could be read`);
  });
  const taken: Model[] = [];
  for (const model of catalogue) {
    const bring = await bringer(model, folder, names, signal);
    if (bring === null) continue;
    const stage = await openStage(root, model);
    try {
      await bring(stage);
      await place(model, stage, root, signal);
      taken.push(model);
    } catch (error) {
      if (!(error instanceof SecretaryError)) throw error;
      throw new SecretaryError(error.code, `${model.id} in ${folder} cannot be used: ${error.message}; copy it anew`);
    } finally {
      await rm(stage, { recursive: true, force: true });
    }
  }
  if (taken.length > 0) return taken;
  throw new SecretaryError(
    'not-found',
    `${folder} holds no model: put the archives there as they were downloaded, or a folder named like in "secretary models list"`,
  );
}

type Bring = (stage: string) => Promise<void>;

async function bringer(
  model: Model,
  folder: string,
  names: readonly string[],
  signal: AbortSignal,
): Promise<Bring | null> {
  const unpacked = path.join(folder, model.id);
  if (names.includes(model.id) && (await stat(unpacked)).isDirectory()) {
    return (stage) => copyListed(model, unpacked, stage);
  }
  for (const source of model.sources) {
    const found = source.map(parsePart).map((part) => ({ part, name: names.find((n) => isNamedLike(part.origin, n)) }));
    const whole = found.filter((each): each is { part: Part; name: string } => each.name !== undefined);
    if (whole.length < found.length) continue;
    return async (stage) => {
      for (const { part, name } of whole) {
        const from = path.join(folder, name);
        if (part.inside !== null) await unzip(from, part.inside, stage, signal);
        else await copyFile(from, path.join(stage, fileNameOf(part.origin)));
      }
    };
  }
  return null;
}

/** Only the files of the catalogue: a stick holds other things too. */
async function copyListed(model: Model, from: string, stage: string): Promise<void> {
  for (const { path: name } of model.files) {
    await mkdir(path.dirname(path.join(stage, name)), { recursive: true });
    await cp(path.join(from, name), path.join(stage, name)).catch(() => undefined);
  }
}
