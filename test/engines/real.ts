import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Test } from 'tap';
import { LlamaLlm } from '../../daemon/engines/llm/llama.js';
import { VoskStt } from '../../daemon/engines/stt/vosk.js';
import { PiperTts } from '../../daemon/engines/tts/piper.js';

const root = process.env['SECRETARY_MODELS'] ?? join(homedir(), '.cache', 'secretary', 'models');

export const paths = {
  voskModel: join(root, 'vosk-small-en'),
  libvosk: join(root, 'libvosk', 'libvosk.so'),
  llm: join(root, 'smollm2-135m', 'SmolLM2-135M-Instruct.Q4_1.gguf'),
  voice: join(root, 'piper-en-joe', 'en_US-joe-medium.onnx'),
};

/** For tap's `skip`: false when all models are here, else the reason. */
export const withoutModels: string | false = Object.values(paths).every(existsSync)
  ? false
  : `models are not in ${root} (secretary models fetch)`;

export const vosk = (modelDir = paths.voskModel): VoskStt =>
  new VoskStt({ modelDir, modelId: 'vosk-small-en', library: paths.libvosk, language: 'en', threads: 1 });

export const llama = (model = paths.llm, contextTokens = 2048): LlamaLlm =>
  new LlamaLlm({ model, modelId: 'smollm2-135m', threads: 1, contextTokens });

export const piper = (model = paths.voice): PiperTts => new PiperTts({ model, modelId: 'piper-en-joe', threads: 1 });

/** Started for the length of a test. */
export async function started<E extends VoskStt | LlamaLlm | PiperTts>(test: Test, made: E): Promise<E> {
  test.teardown(() => made.engine.stop());
  await made.engine.start();
  test.equal(made.engine.status.state, 'ready', made.engine.status.detail.en);
  return made;
}
