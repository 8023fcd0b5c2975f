import { readFileSync } from 'node:fs';
import { type Language, type Machine, type Model, modelOf } from './catalogue.js';

const STT = { en: 'vosk-small-en', ru: 'vosk-small-ru' } as const satisfies Record<Language, string>;
const TTS = { en: 'piper-en-joe', ru: 'piper-ru-irina' } as const satisfies Record<Language, string>;

/** models.md §2. SmolLM2 knows no Russian, so the smallest Russian set needs a model from a hub. */
const LLM = {
  pi5: { en: 'qwen2.5-1.5b', ru: 'qwen2.5-1.5b' },
  pi4: { en: 'qwen2.5-0.5b', ru: 'qwen2.5-0.5b' },
  other: { en: 'smollm2-135m', ru: 'qwen2.5-0.5b' },
} as const satisfies Record<Machine, Record<Language, string>>;

/** The ids that make a working voice loop, in the order in which they are fetched. */
export function defaultSet(language: Language, machine: Machine): readonly string[] {
  return [STT[language], 'libvosk', LLM[machine][language], TTS[language], 'silero-vad'];
}

export const defaultModels = (catalogue: readonly Model[], language: Language, machine: Machine): readonly Model[] =>
  defaultSet(language, machine).map((id) => modelOf(catalogue, id));

/** What the device tree says; everything that is no Raspberry Pi 4 or 5 is 'other'. */
export function machineHere(deviceTreeFile = '/proc/device-tree/model'): Machine {
  let name = '';
  try {
    name = readFileSync(deviceTreeFile, 'latin1');
  } catch {
    return 'other';
  }
  const [, generation] = /Raspberry Pi (?:Compute Module )?([45])\b/.exec(name) ?? [];
  return generation === '5' ? 'pi5' : generation === '4' ? 'pi4' : 'other';
}
