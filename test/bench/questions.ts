import { writeFileSync } from 'node:fs';
import { SAMPLE_RATE_HZ } from '../../daemon/base/pcm.js';
import { encodeWav } from '../../daemon/base/wav.js';
import { type Briefing, briefingOf } from '../../daemon/briefing.js';
import { readBusinessFile } from '../../daemon/business-source.js';
import { makeSounds } from '../../daemon/commands/caller-voice.js';
import { sampleBusinessPath } from '../../daemon/store/business-file.js';
import { settingsSchema } from '../../daemon/store/settings-schema.js';
import { once } from './measure.js';
import { modelsDir } from './models.js';
import { inWorkspace } from './workspace.js';

/** The ten turns by which this product is compared with its peer (models.md §6). */
export const QUESTIONS = [
  'When are you open?',
  'How much is a puncture repair?',
  'Where are you?',
  'Do you sell electric scooters?',
  'Can I leave a message for the owner?',
  'My name is John Smith and my bicycle has a broken chain.',
  'I would like to make an appointment for tomorrow at ten.',
  'Are you open on Sunday?',
  'How long does a repair take?',
  'Thank you, goodbye.',
] as const;

/** What the daemon of the demo knows: the sample business with the settings of a fresh box. */
export const sampleBriefing = (): Briefing =>
  briefingOf(readBusinessFile(sampleBusinessPath('en')), settingsSchema.parse({}));

/** The questions as 8 kHz WAV files. */
export const questionClips = once(async (): Promise<readonly string[]> => {
  const steps = QUESTIONS.map((text) => ({ do: 'say', text }) as const);
  const sounds = await makeSounds(steps, { language: 'en', modelsDir, dataDir: inWorkspace('questions') });
  return sounds.map(({ sound }, i) => {
    const path = inWorkspace(`question-${i}.wav`);
    writeFileSync(path, encodeWav({ samples: sound ?? new Int16Array(0), sampleRateHz: SAMPLE_RATE_HZ }));
    return path;
  });
});
