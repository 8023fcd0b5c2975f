import { readFileSync } from 'node:fs';
import { messageOf, SecretaryError } from '../../base/errors.js';
import { channelOf, parseWav } from '../../base/wav.js';
import { assetPath } from '../asset.js';
import { type EngineHandlers, serve } from '../child.js';
import { Ear } from './ear.js';
import { loadSpeechModel, type SpeechModel } from './libvosk.js';
import type { VoskEvent, VoskLoad, VoskWire } from './vosk-wire.js';

/** What the shipped clip says; made with Piper, as a caller's telephone would send it. */
const KNOWN = { language: 'en', file: 'hello.wav', text: 'hello when are you open' };

serve<VoskWire>('secretary-vosk', async (options, emit) => {
  const model = load(options);
  prove(model, options.language);
  return handlers(model, emit);
});

function load({ modelDir, library }: VoskLoad): SpeechModel {
  try {
    return loadSpeechModel(modelDir, library);
  } catch (error) {
    if (error instanceof SecretaryError) throw error;
    throw new SecretaryError('model-corrupt', `${library} cannot be used here: ${messageOf(error)}`, {
      ru: `${library} здесь не работает: ${messageOf(error)}`,
    });
  }
}

/** An engine that loads but hears nothing has been seen on ARM64 (sherpa-onnx#2879): better no ears than deaf ones. */
function prove(model: SpeechModel, language: string): void {
  const clip = channelOf(parseWav(readFileSync(assetPath('daemon', 'engines', 'stt', KNOWN.file))), 0);
  const ear = new Ear(model, 0);
  ear.expect({ phrases: language === KNOWN.language ? [KNOWN.text] : [], rows: [] });
  ear.hear(clip.samples, clip.sampleRateHz);
  const { text, phrase } = ear.finalise();
  ear.free();
  if (language !== KNOWN.language || text === KNOWN.text || phrase !== null) return;
  throw new SecretaryError(
    'model-corrupt',
    'the recogniser does not hear a clip that it must know: model or library are not fit for this machine',
    { ru: 'распознавание не слышит запись, которую обязано знать: модель или библиотека не подходит этому устройству' },
  );
}

function handlers(model: SpeechModel, emit: (event: VoskEvent) => void): EngineHandlers<VoskWire> {
  const ears = new Map<number, { readonly ear: Ear; partial: string }>();
  return {
    tells: {
      open: ({ stream, offsetMs }) => void ears.set(stream, { ear: new Ear(model, offsetMs), partial: '' }),
      audio({ stream, samples, sampleRateHz }) {
        const open = ears.get(stream);
        if (open === undefined) return;
        open.ear.hear(samples, sampleRateHz);
        const text = open.ear.partial();
        if (text === open.partial) return;
        open.partial = text;
        emit({ type: 'partial', stream, text });
      },
      expect({ stream, expected }) {
        const leftOut = ears.get(stream)?.ear.expect(expected) ?? [];
        if (leftOut.length > 0) emit({ type: 'left-out', phrases: leftOut });
      },
      close({ stream }) {
        ears.get(stream)?.ear.free();
        ears.delete(stream);
        if (ears.size === 0) model.giveMemoryBack();
      },
    },
    requests: {
      async finalise({ stream }) {
        const open = ears.get(stream);
        if (open === undefined) return { text: '', words: [], phrase: null };
        open.partial = '';
        return open.ear.finalise();
      },
      unknownWords: async ({ words }) => words.filter((word) => !model.knows(word)),
    },
  };
}
