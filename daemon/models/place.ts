import { chmod, mkdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { SecretaryError } from '../base/errors.js';
import { syncPath } from '../base/sync-path.js';
import type { Model } from './catalogue.js';
import { folderOf } from './models-dir.js';
import { appraise, look, type Receipt, writeReceipt } from './receipt.js';

/** With no checksum to compare, a page of a captive portal saved as a model is told by its size. */
const LEAST_SHARE_OF_EXPECTED = 0.5;

/** An empty folder beside the models, on the same disk, so that the rename at the end is one step. */
export async function openStage(root: string, model: Model): Promise<string> {
  const stage = path.join(root, `.stage-${model.id}`);
  await rm(stage, { recursive: true, force: true });
  await mkdir(stage, { recursive: true });
  return stage;
}

/** Verifies what lies in the stage and moves it to the model's folder, on disk before it is seen there: whole or not at
 *  all. Throws 'model-corrupt' with the reason. */
export async function place(model: Model, stage: string, root: string, signal: AbortSignal): Promise<void> {
  const receipt = await appraise(model, stage, (file) => look(file, signal));
  if ('en' in receipt) throw new SecretaryError('model-corrupt', receipt.en, { ru: receipt.ru });
  refuseIfTooSmall(model, receipt);
  await writeReceipt(stage, receipt);
  for (const name of receipt.keys()) await settle(path.join(stage, name));
  const folder = folderOf(root, model);
  const old = path.join(root, `.old-${model.id}`);
  await rm(old, { recursive: true, force: true });
  await rename(folder, old).catch(() => undefined);
  await rename(stage, folder);
  await syncPath(root);
  await rm(old, { recursive: true, force: true });
}

function refuseIfTooSmall(model: Model, receipt: Receipt): void {
  if (model.files.every((file) => file.sha256 !== null)) return;
  const bytes = [...receipt.values()].reduce((sum, file) => sum + file.bytes, 0);
  if (bytes >= model.diskMb * 1e6 * LEAST_SHARE_OF_EXPECTED) return;
  throw new SecretaryError('model-corrupt', `only ${bytes} bytes came where about ${model.diskMb} MB were expected`);
}

/** On disk, and readable by the service, which is another user than the one who brought it. */
async function settle(file: string): Promise<void> {
  await chmod(file, 0o644);
  await syncPath(file);
}
