import { cpSync, mkdirSync, symlinkSync, truncateSync } from 'node:fs';
import { dirname, join } from 'node:path';
import t, { type Test } from 'tap';
import { en } from '../../daemon/dialog/texts/en.js';
import { paths } from '../engines/real.js';
import { Box, heardTurns, rendered, say, step } from './box.js';
import { withoutBox } from './caller-voice.js';

t.setTimeout(150_000);

const ROOT = dirname(paths.voskModel);
const ALL = ['vosk-small-en', 'libvosk', 'smollm2-135m', 'piper-en-joe', 'silero-vad'];

const ADDRESS = 'We are at 12 Mill Lane.';

/** A folder with these of the machine's models. */
function modelsWith(t: Test, names: readonly string[]): string {
  const folder = t.testdir();
  for (const name of names) symlinkSync(join(ROOT, name), join(folder, name));
  return folder;
}

t.test(
  'a language model with a wrong checksum is refused; rows answer, and what they lack is found out',
  { skip: withoutBox },
  async (t) => {
    const models = modelsWith(
      t,
      ALL.filter((name) => name !== 'smollm2-135m'),
    );
    const damaged = join(models, 'smollm2-135m', 'SmolLM2-135M-Instruct.Q4_1.gguf');
    mkdirSync(dirname(damaged));
    cpSync(paths.llm, damaged);
    truncateSync(damaged, 98_362_431);
    truncateSync(damaged, 98_362_432);
    const box = await Box.start(t, { env: { SECRETARY_MODELS: models } });
    const { engines } = await box.status();
    t.match(engines, [
      { kind: 'stt', state: 'ready' },
      {
        kind: 'llm',
        state: 'missing',
        detail: { en: /another checksum .*; mend it with: secretary models fetch smollm2-135m$/ },
      },
      { kind: 'tts', state: 'ready' },
    ]);
    const turns = heardTurns(await box.call([say('Where are you?'), say('Who won the football game yesterday?')]));
    t.match(turns[0], { path: 'faq', evidence: ['address'] });
    t.match(turns.at(-1)?.spoken, /find out/);
    await rendered(['This is recorded.', 'Hello.', en.hearingTrouble, en.askMessage, ADDRESS]);
  },
);

t.test(
  'no recogniser, but a voice: keys give hours and address, and take a message',
  { skip: withoutBox },
  async (t) => {
    const models = modelsWith(
      t,
      ALL.filter((name) => name !== 'vosk-small-en'),
    );
    const box = await Box.start(t, { env: { SECRETARY_MODELS: models } });
    const { engines } = await box.status();
    t.match(engines, [
      { kind: 'stt', state: 'missing', detail: { en: /secretary models fetch vosk-small-en/ } },
      { state: 'ready' },
      { state: 'ready' },
    ]);
    const keys = (pressed: string) => step({ do: 'keys', keys: pressed });
    const record = await box.call([
      say('Where are you?'),
      say('Where are you?'),
      keys('1'),
      keys('2'),
      keys('3'),
      say('It is Anna Miller, and my bicycle is broken.'),
    ]);
    const { hearingTrouble, keysHelp, askMessage, messageTaken } = en;
    t.match(
      record.turns.map(({ spoken }) => spoken),
      ['This is recorded. Hello.', hearingTrouble, keysHelp, /open/, ADDRESS, askMessage, messageTaken],
    );
    t.match(record.outcome, { kind: 'message', number: '+447700900456', reason: en.inRecording });
    t.match(record.call, { endReason: 'remote', rungs: ['phrase', 'keys', 'voicemail'] });
  },
);

t.test(
  'no recogniser, no language model, no voice: what was rendered before still answers, to keys',
  { skip: withoutBox },
  async (t) => {
    const box = await Box.start(t, { env: { SECRETARY_MODELS: modelsWith(t, ['silero-vad']) } });
    const { engines } = await box.status();
    for (const { kind, state, detail } of engines)
      t.match({ state, detail }, { state: 'missing', detail: { en: /secretary models fetch/ } }, kind);
    const { call, turns } = await box.call([
      say('Where are you?'),
      step({ do: 'keys', keys: '2' }),
      step({ do: 'keys', keys: '3' }),
    ]);
    t.match(turns[0], { path: 'greeting', spoken: 'This is recorded. Hello.' });
    t.match(turns[1], { heard: '', spoken: /cannot hear you well/ });
    t.match(turns[2], { heard: '2', path: 'keys', spoken: ADDRESS });
    t.match(turns[3], { heard: '3', path: 'keys', spoken: /name/ });
    t.equal(call.endReason, 'remote');
  },
);
