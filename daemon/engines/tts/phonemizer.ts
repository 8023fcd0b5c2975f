import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { compileFunction } from 'node:vm';
import { SecretaryError } from '../../base/errors.js';

/** The phonemes of one sentence. */
export type Phonemize = (sentence: string) => readonly string[];

interface Glue {
  callMain(args: readonly string[]): void;
  readonly FS: MemoryFiles;
}
interface MemoryFiles {
  readdir(path: string): readonly string[];
  stat(path: string): { readonly mode: number };
  isDir(mode: number): boolean;
  readFile(path: string, options: { readonly encoding: 'utf8' }): string;
  unlink(path: string): void;
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

const DATA = '/espeak-ng-data';
/** What espeak-ng turns to for Latin words within another script. */
const FALLBACK_VOICES = ['en', 'en-us'];

/** espeak-ng as WebAssembly, out of piper-tts-web 1.1.2: the glue stands only inside its browser worker's bundle, so
 *  the factory is taken from there (packages.md, "piper-tts-web in Node"). Any other version is refused.
 *  `voice` is espeak-ng's name of the language ('en-us', 'ru'). */
export async function createPhonemizer(voice: string): Promise<Phonemize> {
  const dist = join(dirname(createRequire(import.meta.url).resolve('piper-tts-web/package.json')), 'dist');
  const factory = glueFactory(readFileSync(join(dist, 'worker', 'PhonemizeWebWorker.js'), 'utf8'));
  const module = await WebAssembly.compile(withRoom(readFileSync(join(dist, 'piper', 'piper_phonemize.wasm'))));
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
  keepLanguages(glue.FS, [voice, ...FALLBACK_VOICES]);
  return (sentence) => {
    lines.length = 0;
    const top = stack.A(0);
    const input = JSON.stringify([{ text: sentence }]);
    try {
      glue.callMain(['-l', voice, '--input', input, '--espeak_data', DATA]);
    } catch {
      // It throws bare numbers (addresses of C++ exceptions); the instance itself lives on.
      throw new SecretaryError('engine-failed', `espeak-ng has no voice ${voice}`);
    } finally {
      // callMain leaves its arguments on the WebAssembly stack, which is full after 137 calls: give them back.
      stack.A(stack.A(0) - top);
    }
    return lines.flatMap((line) => (JSON.parse(line) as { phonemes: readonly string[] }).phonemes);
  };
}

/** The module's memory section fixes 262 pages (16 MB), less than two copies of the Russian dictionary: its second call
 *  died of it. 1024 pages take as many bytes to write, and cost only what is touched. */
function withRoom(wasm: Buffer): Buffer {
  const at = wasm.indexOf(Buffer.from([1, 1, 0x86, 2, 0x86, 2]));
  if (at < 0) throw unknownVersion();
  Buffer.from([1, 1, 0x80, 8, 0x80, 8]).copy(wasm, at);
  return wasm;
}

/** Each call opens every voice description there is to find its own: without the others it takes 0.5 ms, not 4. */
function keepLanguages(files: MemoryFiles, voices: readonly string[]): void {
  const described = new RegExp(`^language (${voices.join('|')})( |$)`, 'm');
  for (const path of [...filesUnder(files, `${DATA}/voices`), ...filesUnder(files, `${DATA}/lang`)]) {
    if (!described.test(files.readFile(path, { encoding: 'utf8' }))) files.unlink(path);
  }
}

function filesUnder(files: MemoryFiles, folder: string): readonly string[] {
  const inside = files.readdir(folder).filter((name) => name !== '.' && name !== '..');
  return inside
    .map((name) => `${folder}/${name}`)
    .flatMap((path) => (files.isDir(files.stat(path).mode) ? filesUnder(files, path) : [path]));
}

function glueFactory(bundle: string): GlueFactory {
  const found = /const (\w+) = \((\w+)\.exports == null \? \{\} : \2\.exports\)\.default \|\| \2\.exports;/.exec(
    bundle,
  );
  if (found === null) throw unknownVersion();
  const code = bundle
    .replace(found[0], `${found[0]} self.factory = ${found[1]};`)
    .replace(/export default (\w+)\(\);\s*$/, '$1();');
  const self: { factory?: GlueFactory } = {};
  // Without process, __filename and fetch the glue takes its browser path: Vite has emptied the fs of its Node path.
  compileFunction(code, ['self', 'process', '__filename', 'fetch'])(self, undefined, undefined, undefined);
  if (self.factory === undefined) throw unknownVersion();
  return self.factory;
}

const unknownVersion = () =>
  new SecretaryError('internal', 'piper-tts-web is not the version (1.1.2) that this was written for');
