import { cpSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { redirectLog } from '../../daemon/base/log.js';
import { VoskStt } from '../../daemon/engines/stt/vosk.js';
import { llama, paths, piper, vosk, withoutModels } from '../engines/real.js';

t.before(() => redirectLog(() => undefined));

/** Starts what should not start: the daemon lives on, and the status says in a sentence what is wrong. */
async function refused(test: Test, made: ReturnType<typeof llama | typeof piper | typeof vosk>, sentence: RegExp) {
  test.teardown(() => made.engine.stop());
  await made.engine.start();
  test.match(made.engine.status, { state: 'missing', detail: { en: sentence }, restarts: 0, pid: null });
}

const scribble = (path: string) => writeFileSync(path, Buffer.alloc(100_000, 'not a model '));

t.test('a language model that is no GGUF, or only the first part of one', { skip: withoutModels }, async (t) => {
  const [garbage, half] = [join(t.testdir(), 'garbage.gguf'), join(t.testdirName, 'half.gguf')];
  scribble(garbage);
  writeFileSync(half, readFileSync(paths.llm).subarray(0, 5_000_000));
  await refused(t, llama(garbage), /garbage\.gguf cannot be loaded/);
  await refused(t, llama(half), /half\.gguf cannot be loaded/);
  await refused(t, llama(join(t.testdirName, 'absent.gguf')), /not there; .*secretary models fetch smollm2-135m/);
});

t.test('a voice that is no ONNX, one without its description, one that is mute', { skip: withoutModels }, async (t) => {
  const voice = (name: string) => join(t.testdirName, name);
  t.testdir();
  scribble(voice('garbage.onnx'));
  cpSync(`${paths.voice}.json`, voice('garbage.onnx.json'));
  await refused(t, piper(voice('garbage.onnx')), /garbage\.onnx is damaged/);
  symlinkSync(paths.voice, voice('bare.onnx'));
  await refused(t, piper(voice('bare.onnx')), /bare\.onnx\.json is not there/);
  scribble(voice('bare.onnx.json'));
  await refused(t, piper(voice('bare.onnx')), /bare\.onnx\.json is not the description of a Piper voice/);
  const description = JSON.parse(readFileSync(`${paths.voice}.json`, 'utf8')) as object;
  writeFileSync(voice('bare.onnx.json'), JSON.stringify({ ...description, phoneme_id_map: {} }));
  await refused(t, piper(voice('bare.onnx')), /the voice says nothing/);
});

t.test('a recogniser with a damaged model, a damaged library, or deaf', { skip: withoutModels }, async (t) => {
  const model = join(t.testdir(), 'model');
  cpSync(paths.voskModel, model, { recursive: true });
  const features = join(model, 'conf', 'mfcc.conf');
  const good = readFileSync(features, 'utf8');
  writeFileSync(features, good.replace('--low-freq=20', '--low-freq=6500'));
  await refused(t, vosk(model), /does not hear a clip that it must know/);
  writeFileSync(features, good);
  scribble(join(model, 'am', 'final.mdl'));
  await refused(t, vosk(model), /is damaged: libvosk cannot load it/);
  const library = join(t.testdirName, 'libvosk.so');
  scribble(library);
  const options = { modelDir: paths.voskModel, modelId: 'vosk-small-en', library, language: 'en', threads: 1 };
  await refused(t, new VoskStt(options), /libvosk\.so cannot be used here/);
});
