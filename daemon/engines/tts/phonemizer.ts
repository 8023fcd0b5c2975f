import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { compileFunction } from 'node:vm';
import { SecretaryError } from '../../base/errors.js';

/** The phonemes of one sentence, in the language of an espeak-ng voice ('en-us', 'ru'). */
export type Phonemize = (sentence: string, espeakVoice: string) => readonly string[];

interface Glue {
  callMain(args: readonly string[]): void;
}
type GlueFactory = (overrides: object) => Promise<Glue>;
/** `A` is the glue's name for stackAlloc. */
interface StackExports {
  readonly A: (bytes: number) => number;
}

/** Node has it, but its type declarations leave it to the DOM library. */
interface Wasm {
  compile(bytes: Buffer): Promise<object>;
  instantiate(module: object, imports: object): Promise<{ readonly exports: unknown }>;
}
const { WebAssembly } = globalThis as unknown as { readonly WebAssembly: Wasm };

/** espeak-ng as WebAssembly, out of piper-tts-web 1.1.2: the glue stands only inside its browser worker's bundle, so
 *  the factory is taken from there (packages.md, "piper-tts-web in Node"). Any other version is refused. */
export async function createPhonemizer(): Promise<Phonemize> {
  const dist = join(dirname(createRequire(import.meta.url).resolve('piper-tts-web/package.json')), 'dist');
  const factory = glueFactory(readFileSync(join(dist, 'worker', 'PhonemizeWebWorker.js'), 'utf8'));
  const module = await WebAssembly.compile(readFileSync(join(dist, 'piper', 'piper_phonemize.wasm')));
  const data = readFileSync(join(dist, 'piper', 'piper_phonemize.data')).buffer;
  const lines: string[] = [];
  let stack: StackExports = { A: () => 0 };
  const glue = await factory({
    print: (line: string) => lines.push(line),
    printErr: () => undefined,
    locateFile: (file: string) => file,
    getPreloadedPackage: () => data,
    instantiateWasm(imports: object, done: (instance: object) => void) {
      const hand = async () => {
        const instance = await WebAssembly.instantiate(module, imports);
        stack = instance.exports as StackExports;
        done(instance);
      };
      void hand();
      return {};
    },
  });
  return (sentence, espeakVoice) => {
    lines.length = 0;
    const top = stack.A(0);
    const input = JSON.stringify([{ text: sentence }]);
    try {
      glue.callMain(['-l', espeakVoice, '--input', input, '--espeak_data', '/espeak-ng-data']);
    } catch {
      // It throws bare numbers (addresses of C++ exceptions); the instance itself lives on.
      throw new SecretaryError('engine-failed', `espeak-ng has no voice ${espeakVoice}`);
    } finally {
      // callMain leaves its arguments on the WebAssembly stack, which is full after 137 calls: give them back.
      stack.A(stack.A(0) - top);
    }
    return lines.flatMap((line) => (JSON.parse(line) as { phonemes: readonly string[] }).phonemes);
  };
}

function glueFactory(bundle: string): GlueFactory {
  const found = /const (\w+) = \((\w+)\.exports == null \? \{\} : \2\.exports\)\.default \|\| \2\.exports;/.exec(
    bundle,
  );
  if (found === null)
    throw new SecretaryError('internal', 'piper-tts-web is not the version (1.1.2) this was written for');
  const code = bundle
    .replace(found[0], `${found[0]} self.factory = ${found[1]};`)
    .replace(/export default (\w+)\(\);\s*$/, '$1();');
  const self: { factory?: GlueFactory } = {};
  // Without process, __filename and fetch the glue takes its browser path: Vite has emptied the fs of its Node path.
  compileFunction(code, ['self', 'process', '__filename', 'fetch'])(self, undefined, undefined, undefined);
  if (self.factory === undefined) throw new SecretaryError('internal', 'piper-tts-web gave no phonemizer');
  return self.factory;
}
