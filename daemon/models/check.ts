import { existsSync } from 'node:fs';
import { SecretaryError } from '../base/errors.js';
import { type InBothLanguages, inBoth } from '../base/language.js';
import type { Language, Machine, Model } from './catalogue.js';
import { defaultModels } from './default-set.js';
import { folderOf, openedBy } from './models-dir.js';
import { appraise, look, readReceipt, type Receipt, remembered, type SeenFile, writeReceipt } from './receipt.js';

export type ModelState = 'present' | 'missing' | 'wrong';

export interface Finding {
  readonly model: Model;
  readonly state: ModelState;
  /** What is wrong and the command that mends it; '' when present. */
  readonly detail: InBothLanguages;
}

/** 'quick' trusts size and time of files that were hashed before (a start must not read 100 MB); 'hash' reads them all. */
export type Depth = 'quick' | 'hash';

/** Looks at one model on the disk; never throws for what it finds there. */
export async function inspect(model: Model, root: string, depth: Depth, signal: AbortSignal): Promise<Finding> {
  const folder = folderOf(root, model);
  if (!existsSync(folder)) {
    const gone = { en: 'is not there', ru: 'отсутствует' };
    return { model, state: 'missing', detail: withRemedy(model, gone) };
  }
  const known = await readReceipt(folder);
  const seen = async (file: string, name: string) =>
    (depth === 'quick' ? await remembered(file, known.get(name)) : null) ?? (await look(file, signal));
  const receipt = await appraise(model, folder, seen);
  const wrong = 'en' in receipt ? receipt : changedSince(known, receipt, model);
  if (wrong !== null) {
    const fault = { en: `cannot be used: ${wrong.en}`, ru: `использовать нельзя: ${wrong.ru}` };
    return { model, state: 'wrong', detail: withRemedy(model, fault) };
  }
  if (!('en' in receipt) && !equal(known, receipt)) await writeReceipt(folder, receipt);
  return { model, state: 'present', detail: inBoth('') };
}

const withRemedy = ({ id }: Model, fault: InBothLanguages): InBothLanguages => ({
  en: `${id} ${fault.en}; mend it with: secretary models fetch ${id}`,
  ru: `${id} ${fault.ru}; исправьте так: secretary models fetch ${id}`,
});

/** For files whose checksum the catalogue does not know: the one taken at their first download must still hold. */
function changedSince(known: Receipt, now: Receipt, model: Model): InBothLanguages | null {
  const changed = model.files.find(({ path: name, sha256 }) => {
    const before = known.get(name);
    return sha256 === null && before !== undefined && before.sha256 !== now.get(name)?.sha256;
  });
  if (changed === undefined) return null;
  return { en: `${changed.path} is not what was fetched`, ru: `${changed.path} — не то, что было получено` };
}

function equal(known: Receipt, now: Receipt): boolean {
  const same = (a: SeenFile | undefined, b: SeenFile) => a?.sha256 === b.sha256 && a.mtimeMs === b.mtimeMs;
  return known.size === now.size && [...now].every(([name, file]) => same(known.get(name), file));
}

/** The path an engine opens. Throws 'model-missing' or 'model-corrupt' with a sentence that says what mends it. */
export async function requireModel(model: Model, root: string, signal: AbortSignal): Promise<string> {
  const { state, detail } = await inspect(model, root, 'quick', signal);
  if (state === 'present') return openedBy(root, model);
  throw new SecretaryError(state === 'missing' ? 'model-missing' : 'model-corrupt', detail.en, { ru: detail.ru });
}

export interface Wish {
  readonly kind: Model['kind'];
  readonly language: Language;
  readonly machine: Machine;
}

/** The model of that kind which the default set names, or else any that is there, speaks the language and suits the
 *  machine; null when none is. */
export async function findModel(
  catalogue: readonly Model[],
  wish: Wish,
  root: string,
  signal: AbortSignal,
): Promise<{ readonly model: Model; readonly file: string } | null> {
  const preferred = defaultModels(catalogue, wish.language, wish.machine);
  const suitable = catalogue.filter((row) => row.machines.includes(wish.machine));
  for (const model of new Set([...preferred, ...suitable])) {
    if (model.kind !== wish.kind || ![wish.language, 'any'].includes(model.language)) continue;
    const { state } = await inspect(model, root, 'quick', signal);
    if (state === 'present') return { model, file: openedBy(root, model) };
  }
  return null;
}
