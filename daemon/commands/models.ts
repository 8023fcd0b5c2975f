import { parseArgs } from 'node:util';
import { hasCode, isAborted, messageOf, SecretaryError, systemCode } from '../base/errors.js';
import { addFromFolder } from '../models/add.js';
import {
  type Language,
  LANGUAGES,
  loadCatalogue,
  type Machine,
  MACHINES,
  type Model,
  modelOf,
} from '../models/catalogue.js';
import { inspect } from '../models/check.js';
import { defaultModels, machineHere } from '../models/default-set.js';
import { Fetcher } from '../models/fetch.js';
import { modelsRoot } from '../models/models-dir.js';
import type { Terminal } from '../models/progress.js';

const HELP = `secretary models list                what there is, and what of it is here
secretary models fetch [ID…]         brings models; without ids, those of the default set
secretary models check               reads every model that is here and compares checksums
secretary models add FOLDER          takes models from a folder or a USB stick
options:
  --lang en|ru                       language of the default set (en)
  --machine pi4|pi5|other            machine of the default set (this one)
  --accept ID                        accepts the licence of a model that asks for it
example: secretary models fetch --lang en
Models lie in $SECRETARY_MODELS (~/.cache/secretary/models).
`;

const OPTIONS = {
  help: { type: 'boolean' },
  lang: { type: 'string', default: 'en' },
  machine: { type: 'string' },
  accept: { type: 'string', multiple: true },
} as const;

export interface ModelsArgs {
  readonly ids: readonly string[];
  readonly language: Language;
  readonly machine: Machine;
  readonly accepted: readonly string[];
  readonly root: string;
  readonly signal: AbortSignal;
}

const ACTIONS: Readonly<Record<string, (args: ModelsArgs, out: Terminal) => Promise<void>>> = {
  list: modelsList,
  fetch: modelsFetch,
  check: modelsCheck,
  add: modelsAdd,
};

export async function run(argv: string[]): Promise<number> {
  const stop = new AbortController();
  const interrupt = () => stop.abort();
  process.once('SIGINT', interrupt);
  try {
    const { values, positionals } = parseArgs({ args: argv, options: OPTIONS, allowPositionals: true });
    const [name = '', ...ids] = positionals;
    const action = Object.hasOwn(ACTIONS, name) ? ACTIONS[name] : undefined;
    if (values.help === true || action === undefined) {
      (values.help === true ? process.stdout : process.stderr).write(HELP);
      return values.help === true ? 0 : 2;
    }
    const language = oneOf(LANGUAGES, values.lang, '--lang');
    const machine = oneOf(MACHINES, values.machine ?? machineHere(), '--machine');
    const accepted = values.accept ?? [];
    await action({ ids, language, machine, accepted, root: modelsRoot(), signal: stop.signal }, process.stdout);
    return 0;
  } catch (error) {
    const sentence = isAborted(error) ? 'stopped; the next fetch goes on from here' : messageOf(error);
    process.stderr.write(`secretary models: ${sentence}\n`);
    return hasCode(error, 'bad-input') || systemCode(error)?.startsWith('ERR_PARSE_ARGS') === true ? 2 : 1;
  } finally {
    process.off('SIGINT', interrupt);
  }
}

function oneOf<T extends string>(allowed: readonly T[], text: string, option: string): T {
  const found = allowed.find((each) => each === text);
  if (found === undefined) throw new SecretaryError('bad-input', `${option} is one of ${allowed.join(', ')}`);
  return found;
}

/** One line a model: id, kind, language, whether it is here, size on disk, licence. */
export async function modelsList({ root, signal }: ModelsArgs, out: Terminal): Promise<void> {
  for (const model of loadCatalogue()) {
    const { state } = await inspect(model, root, 'quick', signal);
    const columns = [model.id.padEnd(20), model.kind.padEnd(8), model.language.padEnd(4), state.padEnd(8)];
    out.write(`${columns.join('')}${String(model.diskMb).padStart(5)} MB  ${model.licence}\n`);
  }
}

/** Brings what is not here and goes on after a failure; throws it at the end, or a summary when there were several. */
export async function modelsFetch(args: ModelsArgs, out: Terminal): Promise<void> {
  const { root, signal, accepted } = args;
  const fetcher = new Fetcher({ root, out, signal, accepted });
  const failed = new Map<string, SecretaryError>();
  try {
    for (const model of chosen(args)) {
      try {
        if ((await fetcher.fetch(model)) === 'there') out.write(`${model.id}: already there\n`);
      } catch (error) {
        if (!(error instanceof SecretaryError)) throw error;
        failed.set(model.id, error);
      }
    }
  } finally {
    await fetcher.close();
  }
  const [first] = failed.values();
  if (failed.size > 1) {
    for (const error of failed.values()) out.write(`${error.message}\n`);
    throw new SecretaryError('network', `not fetched, see above: ${[...failed.keys()].join(', ')}`);
  }
  if (first !== undefined) throw first;
}

/** Hashes every file that is here; throws 'model-missing' unless the chosen ones are all present and none is wrong. */
export async function modelsCheck(args: ModelsArgs, out: Terminal): Promise<void> {
  const needed = new Set(chosen(args).map((model) => model.id));
  let bad = 0;
  for (const model of loadCatalogue()) {
    const { state, detail } = await inspect(model, args.root, 'hash', args.signal);
    if (state === 'missing' && !needed.has(model.id)) continue;
    out.write(state === 'present' ? `${model.id}: fine\n` : `${detail.en}\n`);
    if (state !== 'present') bad++;
  }
  if (bad > 0) throw new SecretaryError('model-missing', `${bad} of the models cannot be used`);
}

/** Takes what a stick holds. */
export async function modelsAdd({ ids: [folder, ...more], root, signal }: ModelsArgs, out: Terminal): Promise<void> {
  if (folder === undefined || more.length > 0)
    throw new SecretaryError('bad-input', 'name one folder: models add FOLDER');
  for (const model of await addFromFolder(folder, loadCatalogue(), { root, signal })) out.write(`${model.id}: added\n`);
}

function chosen({ ids, language, machine }: ModelsArgs): readonly Model[] {
  const catalogue = loadCatalogue();
  if (ids.length === 0) return defaultModels(catalogue, language, machine);
  return ids.map((id) => modelOf(catalogue, id));
}
