import t from 'tap';
import type { EngineKind } from '../../daemon/engines/engine.js';
import { ADDRESS, Box, heardTurns, silenceAfterMs, sound, step } from './box.js';
import { callerSays, withoutBox } from './caller-voice.js';

t.setTimeout(150_000);

/** One second after the turn's end, which is some 0.4 s after the last sound; a loaded machine gets as much again. */
const SOON_MS = 3000;

/** What is struck when the caller's turn comes, and what he says. The second is in no row, so the language model is asked;
 *  the answer to the third holds the caller's own words, so it cannot have been rendered before. */
const STRUCK: readonly (readonly [EngineKind, string])[] = [
  ['stt', 'Where are you?'],
  ['llm', 'Who won the football game yesterday?'],
  ['tts', 'Can I leave a message? My name is Anna Miller and my bicycle has a broken chain.'],
];

t.test('engines that fail in a call', { skip: withoutBox }, async (t) => {
  const box = await Box.start(t);

  for (const signal of ['SIGKILL', 'SIGSTOP'] as const) {
    for (const [kind, text] of STRUCK) {
      await t.test(`${kind} gets ${signal}: something is heard soon, and the call goes on`, async (t) => {
        const { engines } = await box.enginesReady();
        const greeted = async () => process.kill(engines.find((engine) => engine.kind === kind)?.pid ?? 0, signal);
        const record = await box.ask(text, /\w/, { greeted });
        const turn = heardTurns(record).at(-1);
        const silence = silenceAfterMs(record, turn?.heardEndMs ?? Number.POSITIVE_INFINITY);
        t.ok(silence < SOON_MS, `silence of ${Math.round(silence)} ms`);
        t.equal(record.call.endReason, 'remote', 'the caller hung up, nobody else');
      });
    }
  }

  await t.test('sounds that are no words are answered too, and then a question as ever', async (t) => {
    const gibberish = sound(callerSays('Where are you?').toReversed());
    const record = await box.call([gibberish, step({ do: 'wait', seconds: 3 }), step({ do: 'hang-up' })]);
    t.match(heardTurns(record), [{ spoken: /\w/ }]);
    await box.enginesReady();
    t.match(heardTurns(await box.ask(...ADDRESS)).at(-1), { path: 'faq', evidence: ['address'] });
  });
});
