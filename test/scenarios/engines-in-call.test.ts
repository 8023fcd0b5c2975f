import t, { type Test } from 'tap';
import type { EngineKind } from '../../daemon/engines/engine.js';
import type { CallRecord } from '../../daemon/store/record.js';
import { Box, heardTurns, say, silenceAfterMs, sound } from './box.js';
import { callerSays, withoutBox } from './caller-voice.js';

t.setTimeout(150_000);

/** One second after the turn's end, which is some 0.4 s after the last sound; a loaded machine gets as much again. */
const SOON_MS = 3000;

/** What is struck when the caller begins to say this. The second is in no row, so the language model is asked; the answer
 *  to the third holds the caller's own words, so it cannot have been rendered before. */
const STRUCK: readonly (readonly [EngineKind, string])[] = [
  ['stt', 'Where are you?'],
  ['llm', 'Who won the football game yesterday?'],
  ['tts', 'Can I leave a message? My name is Anna Miller and my bicycle has a broken chain.'],
];

function answeredSoon(t: Test, record: CallRecord, names: readonly string[]): void {
  const turns = heardTurns(record);
  t.equal(turns.length, names.length);
  for (const [at, turn] of turns.entries()) {
    const silence = silenceAfterMs(record, turn.heardEndMs ?? 0);
    t.ok(silence < SOON_MS, `${names[at]}: silence of ${Math.round(silence)} ms, then “${turn.spoken}”`);
    t.not(turn.spoken, '');
  }
  t.equal(record.call.endReason, 'remote', 'the caller hung up, nobody else');
}

t.test('engines that fail in a call', { skip: withoutBox }, async (t) => {
  const box = await Box.start(t);
  let { engines } = await box.enginesReady();
  const strike = (wanted: EngineKind, signal: 'SIGKILL' | 'SIGSTOP') =>
    process.kill(engines.find(({ kind }) => kind === wanted)?.pid ?? 0, signal);

  await t.test('one engine after the other dies: each time something is heard soon', async (t) => {
    const onStep = (step: number) => strike(STRUCK[step]?.[0] ?? 'stt', 'SIGKILL');
    const record = await box.call(
      STRUCK.map(([, text]) => say(text)),
      { onStep },
    );
    answeredSoon(
      t,
      record,
      STRUCK.map(([kind]) => `${kind} dies`),
    );
    ({ engines } = await box.enginesReady());
  });

  for (const [kind, text] of STRUCK) {
    await t.test(`${kind} hangs: something is heard soon`, async (t) => {
      const record = await box.call([say(text)], { onStep: () => strike(kind, 'SIGSTOP') });
      answeredSoon(t, record, [`${kind} hangs`]);
      ({ engines } = await box.enginesReady());
    });
  }

  await t.test('sounds that are no words are asked about, and then a question is answered as ever', async (t) => {
    const gibberish = sound(callerSays('Where are you?').toReversed());
    const turns = heardTurns(await box.call([gibberish, say('Where are you?')]));
    t.match(turns, [{ spoken: /\w/ }, { path: 'faq', evidence: ['address'] }]);
  });
});
