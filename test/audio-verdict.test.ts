import t from 'tap';
import { noHealth } from '../daemon/audio/thread-protocol.js';
import { type AudioFacts, type AudioVerdict, judgeAudio } from '../daemon/audio-verdict.js';
import { audioTestTexts } from '../daemon/audio-test-texts.js';

const good: AudioFacts = {
  attempts: 1,
  health: {
    ...noHealth(),
    frames: 500,
    bytesIn: 160_000,
    bytesOut: 160_000,
    framesIn: 500,
    framesOut: 500,
    silentIn: 300,
  },
  path: 'flowing',
  played: true,
  voiceHeard: true,
  key: 'in-band',
};
const silent = { ...good, voiceHeard: false, key: null, health: { ...good.health, silentIn: 500 } };

const CASES: readonly (readonly [string, Partial<AudioFacts>, AudioVerdict])[] = [
  ['all is well', {}, { toCaller: 'works', fromCaller: 'works', reasons: [] }],
  [
    'the modem never opened its port',
    { attempts: null },
    { toCaller: 'dead', fromCaller: 'dead', reasons: ['not-registered'] },
  ],
  ['the port vanished', { path: 'gone' }, { toCaller: 'dead', fromCaller: 'dead', reasons: ['port-gone'] }],
  [
    'OUT is wedged, and the caller says hello',
    { path: 'wedged', played: false, key: null },
    { toCaller: 'dead', fromCaller: 'works', reasons: ['uplink-wedged'] },
  ],
  [
    'sound is taken, nobody presses a key',
    { key: null },
    { toCaller: 'unproven', fromCaller: 'works', reasons: ['uplink-unconfirmed'] },
  ],
  [
    'a key by the modem’s own report, digital silence in the sound',
    { ...silent, key: 'reported' },
    { toCaller: 'works', fromCaller: 'dead', reasons: ['digital-silence'] },
  ],
  [
    'a key, and not a byte of sound',
    { ...silent, key: 'reported', path: null, health: { ...silent.health, bytesIn: 0 } },
    { toCaller: 'works', fromCaller: 'dead', reasons: ['no-bytes'] },
  ],
  [
    'noise of a line on which nobody speaks',
    { voiceHeard: false, key: null },
    { toCaller: 'unproven', fromCaller: 'unproven', reasons: ['uplink-unconfirmed', 'nobody-spoke'] },
  ],
  [
    'registration needed three attempts',
    { attempts: 3 },
    { toCaller: 'works', fromCaller: 'works', reasons: ['late-registration'] },
  ],
  [
    'a third is lost',
    { health: { ...good.health, missingIn: 160 } },
    { toCaller: 'works', fromCaller: 'works', reasons: ['choppy'] },
  ],
];

for (const [name, change, verdict] of CASES)
  t.test(name, async (t) => t.same(judgeAudio({ ...good, ...change }), verdict));

t.test('both languages say all of it', async (t) => {
  const { en, ru } = audioTestTexts;
  t.same(Object.keys(ru.reasons), Object.keys(en.reasons));
  t.ok([en, ru].every(({ reasons }) => Object.values(reasons).every((text) => text.length > 20)));
});
