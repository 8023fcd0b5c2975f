import { join } from 'node:path';
import type { InBothLanguages, Language } from './base/language.js';
import { logger } from './base/log.js';
import type { Supervised } from './engines/engine.js';
import { LlamaLlm } from './engines/llm/llama.js';
import { VoskStt } from './engines/stt/vosk.js';
import { PhraseCache } from './engines/tts/phrase-cache.js';
import { PiperTts } from './engines/tts/piper.js';
import { loadCatalogue, type Model } from './models/catalogue.js';
import { findModel, inspect } from './models/check.js';
import { defaultModels, machineHere } from './models/default-set.js';
import { openedBy } from './models/models-dir.js';

export interface EngineSetOptions {
  readonly language: Language;
  readonly modelsDir: string;
  readonly dataDir: string;
}

const log = logger('engine-set');

/** A set whose checksums are not known yet is read as a whole: 1.5 GB from an SD card at 40 MB/s. */
const LOOK_WITHIN_MS = 60_000;
/** Room for the facts of a business and a dozen turns. */
const CONTEXT_TOKENS = 2048;

/** The three engines and what goes with them, each pointed at its model on this machine. */
export interface EngineSet {
  readonly stt: VoskStt;
  readonly llm: LlamaLlm;
  readonly tts: PiperTts;
  readonly phrases: PhraseCache;
  readonly vadModelPath: string | null;
  readonly supervised: readonly Supervised[];
}

/** Chooses models: the default set's, or any other that is there and suits. One that is missing or is not what the catalogue
 *  says leaves its engine 'missing', with the command that mends it, and the box answers with what it has. */
export async function engineSet({ language, modelsDir, dataDir }: EngineSetOptions): Promise<EngineSet> {
  const choose = chooser(language, modelsDir);
  const [ear, library, mind, mouth, vad] = await Promise.all([
    choose('stt'),
    choose('stt-lib'),
    choose('llm'),
    choose('tts'),
    choose('vad'),
  ]);
  const stt = new VoskStt({ modelDir: ear.file, modelId: ear.model.id, library: library.file, language, threads: 1 });
  const llm = new LlamaLlm({ model: mind.file, modelId: mind.model.id, threads: 1, contextTokens: CONTEXT_TOKENS });
  const tts = new PiperTts({ model: mouth.file, modelId: mouth.model.id, threads: 1 });
  stt.engine.refuse(ear.wrong ?? library.wrong);
  llm.engine.refuse(mind.wrong);
  tts.engine.refuse(mouth.wrong);
  const phrases = new PhraseCache(tts, join(dataDir, 'phrases'), mouth.model.id);
  const vadModelPath = vad.wrong === null ? vad.file : null;
  return { stt, llm, tts, phrases, vadModelPath, supervised: [stt.engine, llm.engine, tts.engine] };
}

interface Choice {
  readonly model: Model;
  readonly file: string;
  /** Why the file that lies there may not be opened, and what mends it. */
  readonly wrong: InBothLanguages | null;
}

function chooser(language: Language, modelsDir: string): (kind: Model['kind']) => Promise<Choice> {
  const catalogue = loadCatalogue();
  const machine = machineHere();
  return async (kind) => {
    const signal = AbortSignal.timeout(LOOK_WITHIN_MS);
    const found = await findModel(catalogue, { kind, language, machine }, modelsDir, signal);
    if (found !== null) return { ...found, wrong: null };
    const model = defaultModels(catalogue, language, machine).find((each) => each.kind === kind);
    if (model === undefined) throw new Error(`the default set names no ${kind}`);
    const { state, detail } = await inspect(model, modelsDir, 'quick', signal);
    if (state === 'wrong') log.error('a model is not what the catalogue says', { detail: detail.en });
    return { model, file: openedBy(modelsDir, model), wrong: state === 'wrong' ? detail : null };
  };
}
