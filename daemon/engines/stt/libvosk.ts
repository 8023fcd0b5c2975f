import { createRequire } from 'node:module';
import type Koffi from 'koffi';
import { SecretaryError } from '../../base/errors.js';

/** One recogniser of the library; freed by hand. */
export interface Recognizer {
  setWords(on: boolean): this;
  /** True when the library's own end-pointer closed a segment: `result` has it. */
  acceptWaveform(pcm: Buffer): boolean;
  result(): RecognizerResult;
  finalResult(): RecognizerResult;
  partialResult(): { partial: string };
  free(): void;
}

export interface RecognizerResult {
  readonly text: string;
  /** Absent when nothing was heard. Times in seconds from the recogniser's first sample. */
  readonly result?: readonly RecognizerWord[];
}

export interface RecognizerWord {
  readonly word: string;
  readonly start: number;
  readonly end: number;
  readonly conf: number;
}

/** The rate the small models are trained at; they refuse 8 kHz (vosk-api#1726). */
export const RECOGNIZER_RATE_HZ = 16_000;

type Handle = object | null;
interface Binding {
  readonly Model: new (dir: string) => { readonly handle: Handle };
  readonly Recognizer: new (options: {
    model: object;
    sampleRate: number;
    grammar?: readonly string[];
  }) => Recognizer & { readonly handle: Handle };
  readonly setLogLevel: (level: number) => void;
}

export interface SpeechModel {
  /** What recognisers that were freed have left goes back to the machine: 30 MB, in 5 ms. */
  giveMemoryBack(): void;
  /** Open dictation, or a grammar of phrases when given. */
  recognizer(grammar?: readonly string[]): Recognizer;
  knows(word: string): boolean;
}

/** Loads model and library. vosk-koffi checks no handle and crashes on a null one, so each is checked here;
 *  it also has one fixed path to the library inside node_modules, which an appliance must not write to: its call of
 *  koffi.load is led to the real file instead (both share one CommonJS copy of koffi). */
export function loadSpeechModel(modelDir: string, library: string): SpeechModel {
  const require = createRequire(import.meta.url);
  const koffi = require('koffi') as typeof Koffi;
  const load = koffi.load;
  koffi.load = (path, ...options) => load(path?.endsWith('libvosk.so') === true ? library : path, ...options);
  const binding = require('vosk-koffi') as Binding;
  koffi.load = load;
  binding.setLogLevel(-1);
  const model = new binding.Model(modelDir);
  const handle = model.handle;
  if (handle === null)
    throw new SecretaryError('model-corrupt', `${modelDir} is damaged: libvosk cannot load it`, {
      ru: `${modelDir} повреждена: libvosk не может её загрузить`,
    });
  const findWord = load(library).func('int vosk_model_find_word(VoskModel *model, const char *word)');
  const trim = load('libc.so.6').func('int malloc_trim(size_t pad)');
  return {
    giveMemoryBack: () => void trim(0),
    knows: (word) => Number(findWord(handle, word)) >= 0,
    recognizer(grammar) {
      const options = { model, sampleRate: RECOGNIZER_RATE_HZ };
      const made = new binding.Recognizer(grammar === undefined ? options : { ...options, grammar });
      if (made.handle === null) throw new SecretaryError('engine-failed', 'libvosk made no recogniser');
      return made.setWords(true);
    },
  };
}
