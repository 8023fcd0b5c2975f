import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { en } from '../../daemon/dialog/texts/en.js';
import type { EngineKind } from '../../daemon/engines/engine.js';
import { ADDRESS, Box, heardTurns, say, sound, step } from './box.js';
import { callerSays, withoutBox } from './caller-voice.js';
import { longestSilenceMs, silenceAfterMs } from './silence.js';
import { MESSAGE, prepare, QUESTION, SIGNALS, strike, STRUCK } from './striking.js';

t.setTimeout(240_000);

/** A second is the goal, and the bench measures it (STRUCK); a loaded machine gets three. */
const SOON_MS = 3000;

t.test('engines that fail in a call', { skip: withoutBox }, async (t) => {
  const blanks = t.testdir();
  const blankEngine = new URL('../fakes/blank-engine.js', import.meta.url);
  const box = await Box.start(t, { env: { NODE_OPTIONS: `--import=${blankEngine.href}`, BLANKS: blanks } });
  await prepare();

  for (const signal of SIGNALS) {
    for (const struck of STRUCK) {
      await t.test(`${struck[0]} gets ${signal}: something is heard soon, and the call goes on`, async (t) => {
        const { record, silenceMs, longestMs } = await strike(box, struck, signal);
        t.ok(silenceMs < SOON_MS, `silence of ${Math.round(silenceMs)} ms`);
        t.ok(longestMs < SOON_MS, `never more than ${Math.round(longestMs)} ms of silence`);
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
        ['', en.keysHelp],
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
