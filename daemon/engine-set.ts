import { join } from 'node:path';
import type { Language } from './base/language.js';
import type { Supervised } from './engines/engine.js';
import { LlamaLlm } from './engines/llm/llama.js';
import { VoskStt } from './engines/stt/vosk.js';
import { PhraseCache } from './engines/tts/phrase-cache.js';
import { PiperTts } from './engines/tts/piper.js';
import { loadCatalogue, type Model } from './models/catalogue.js';
import { findModel } from './models/check.js';
import { defaultModels, machineHere } from './models/default-set.js';
import { openedBy } from './models/models-dir.js';

export interface EngineSetOptions {
  readonly language: Language;
  readonly modelsDir: string;
  readonly dataDir: string;
}

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

/** Chooses models: the default set's, or any other that is there and suits. One that is missing leaves its engine
 *  'missing', with the command that mends it, and the box answers with what it has. */
export async function engineSet({ language, modelsDir, dataDir }: EngineSetOptions): Promise<EngineSet> {
  const catalogue = loadCatalogue();
  const machine = machineHere();
  const choose = async (kind: Model['kind']): Promise<{ model: Model; file: string }> => {
    const found = await findModel(catalogue, { kind, language, machine }, modelsDir, AbortSignal.timeout(10_000));
    const wanted = defaultModels(catalogue, language, machine).find((model) => model.kind === kind);
    if (found !== null) return found;
    if (wanted === undefined) throw new Error(`the default set names no ${kind}`);
    return { model: wanted, file: openedBy(modelsDir, wanted) };
  };
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
  const phrases = new PhraseCache(tts, join(dataDir, 'phrases'), mouth.model.id);
  return { stt, llm, tts, phrases, vadModelPath: vad.file, supervised: [stt.engine, llm.engine, tts.engine] };
}
