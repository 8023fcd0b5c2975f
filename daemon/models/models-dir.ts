import { homedir } from 'node:os';
import path from 'node:path';
import type { Model } from './catalogue.js';

/** Outside the repository, so that a fresh checkout finds what an older one has brought. */
export function modelsRoot(env: NodeJS.ProcessEnv = process.env): string {
  return path.resolve(env['SECRETARY_MODELS'] || path.join(homedir(), '.cache', 'secretary', 'models'));
}

/** `ROOT/ID`: the files of one model, as the catalogue lists them. */
export const folderOf = (root: string, model: Model): string => path.join(root, model.id);

/** What an engine opens: a file, or the folder for a model that is one. */
export const openedBy = (root: string, model: Model): string => path.join(folderOf(root, model), model.opens);

/** Half-fetched archives: kept after a failure, so that the next attempt goes on where this one broke. */
export const downloadsOf = (root: string): string => path.join(root, '.downloads');
