import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { en } from '../../daemon/dialog/texts/en.js';
import type { EngineKind } from '../../daemon/engines/engine.js';
import { ADDRESS, Box, heardTurns, rendered, say, sound, step } from './box.js';
import { callerSays, withoutBox } from './caller-voice.js';
import { longestSilenceMs, silenceAfterMs } from './silence.js';

t.setTimeout(240_000);

/** One second after the turn's end, which is some 0.4 s after the last sound; a loaded machine gets as much again. */
const SOON_MS = 3000;

const QUESTION = 'Who won the football game yesterday?';
const MESSAGE = 'Can I leave a message? My name is Anna Miller and my bicycle has a broken chain.';

/** What is struck when the caller's turn comes, what he says, and what he waits to hear. The second is in no row, so the
 *  language model is asked; the answer to the third holds the caller's own words, so it cannot have been rendered before. */
const STRUCK: readonly (readonly [EngineKind, string, RegExp])[] = [
  ['stt', 'Where are you?', /\w/],
  ['llm', QUESTION, /find out/],
  ['tts', MESSAGE, /call you back|Press one/],
];

t.test('engines that fail in a call', { skip: withoutBox }, async (t) => {
  const blanks = t.testdir();
  const blankEngine = new URL('../fakes/blank-engine.js', import.meta.url);
  const box = await Box.start(t, { env: { NODE_OPTIONS: `--import=${blankEngine.href}`, BLANKS: blanks } });
  const { stayOnLine, speakingTrouble, keysHelp, onThisNumber, isThatRight } = en;
  await rendered([stayOnLine, speakingTrouble, keysHelp, onThisNumber, isThatRight]);

  for (const signal of ['SIGKILL', 'SIGSTOP'] as const) {
    for (const [kind, text, answer] of STRUCK) {
      await t.test(`${kind} gets ${signal}: something is heard soon, and the call goes on`, async (t) => {
        const { engines } = await box.enginesReady();
        const greeted = async () => process.kill(engines.find((engine) => engine.kind === kind)?.pid ?? 0, signal);
        const record = await box.ask(text, answer, { greeted });
        const heardEndMs = heardTurns(record).at(-1)?.heardEndMs ?? 0;
        const silence = silenceAfterMs(record, heardEndMs);
        t.ok(silence < SOON_MS, `silence of ${Math.round(silence)} ms`);
        const longest = longestSilenceMs(record, heardEndMs);
        t.ok(longest < SOON_MS, `never more than ${Math.round(longest)} ms of silence`);
        t.equal(record.call.endReason, 'remote', 'the caller hung up, nobody else');
      });
    }
  }

  /** The engine gives nothing until this is undone. */
  function goesBlank(kind: EngineKind, how = ''): () => void {
    writeFileSync(join(blanks, kind), how);
    return () => rmSync(join(blanks, kind));
  }

  await t.test('a recogniser that hears nothing in speech: asked again, told the keys, started anew', async (t) => {
    const { engines } = await box.enginesReady();
    let recovers = () => {};
    const words = 'Please tell me where you are.';
    const steps = [say(words), say(words), say(words), step({ do: 'keys', keys: '2' }), say('Where are you?')];
    const onStep = (index: number) => {
      if (index === 0) recovers = goesBlank('stt');
      else if (index === 3) recovers();
    };
    const record = await box.call(steps, { onStep });
    const turns = heardTurns(record);
    t.match(
      turns.map(({ heard, spoken }) => [heard, spoken]),
      [
        ['', en.notHeard],
        ['', en.notHeard],
        ['', keysHelp],
        ['2', /Mill Lane/],
        [/where/, /Mill Lane/],
      ],
    );
    for (const { heardEndMs } of turns.slice(0, 3)) t.ok(silenceAfterMs(record, heardEndMs ?? 0) < SOON_MS);
    const after = await box.enginesReady();
    t.ok((after.engines[0]?.restarts ?? 0) > (engines[0]?.restarts ?? 0), 'another process');
  });

  await t.test('a language model that says nothing: found out, and a message is taken', async (t) => {
    await box.enginesReady();
    const recovers = goesBlank('llm');
    const record = await box.ask(QUESTION, /take your name/);
    recovers();
    const turn = heardTurns(record).at(-1);
    t.match(turn?.said, `${en.willFindOut} ${en.offerMessage}`);
    t.ok(silenceAfterMs(record, turn?.heardEndMs ?? Number.POSITIVE_INFINITY) < SOON_MS);
    t.match(record.outcome, { kind: 'callback' });
  });

  for (const how of ['empty', 'zeros']) {
    await t.test(`a voice that gives ${how}: what was rendered is said`, async (t) => {
      await box.enginesReady();
      const recovers = goesBlank('tts', how);
      const record = await box.ask(MESSAGE, /call you back/);
      recovers();
      const turn = heardTurns(record).at(-1);
      t.ok(longestSilenceMs(record, turn?.heardEndMs ?? 0) < SOON_MS);
      t.notMatch(turn?.spoken, /have noted/);
    });
  }

  await t.test('a voice that is back says what was not rendered', async (t) => {
    await box.enginesReady();
    t.match(heardTurns(await box.ask(MESSAGE, /have noted/)).at(-1), { path: 'form' });
  });

  await t.test('sounds that are no words are answered too, and then a question as ever', async (t) => {
    await box.enginesReady();
    const gibberish = sound(callerSays('Where are you?').toReversed());
    const record = await box.call([gibberish, step({ do: 'wait', seconds: 3 }), step({ do: 'hang-up' })]);
    t.match(heardTurns(record), [{ spoken: /\w/ }]);
    await box.enginesReady();
    t.match(heardTurns(await box.ask(...ADDRESS)).at(-1), { path: 'faq', evidence: ['address'] });
  });
});
