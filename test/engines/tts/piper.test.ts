import t from 'tap';
import { redirectLog } from '../../../daemon/base/log.js';
import { SAMPLE_RATE_HZ, samplesToMs } from '../../../daemon/base/pcm.js';
import { speak, ttsConforms } from '../conformance.js';
import { piper, started, vosk, withoutModels } from '../real.js';

t.before(() => redirectLog(() => undefined));

const patience = () => AbortSignal.timeout(20_000);

t.test('Piper passes the conformance test of voices', { skip: withoutModels }, async (t) => {
  await ttsConforms(t, await started(t, piper()));
});

t.test('what Piper says, Vosk hears', { skip: withoutModels }, async (t) => {
  const [tts, stt] = [await started(t, piper()), await started(t, vosk())];
  const { samples } = await tts.synthesise('We will call you back tomorrow morning.', patience());
  const stream = stt.open();
  speak(stream, { samples, sampleRateHz: SAMPLE_RATE_HZ });
  t.equal((await stream.finalise(patience())).text, 'we will call you back tomorrow morning');
});

t.test('marks that are no words are not spoken', { skip: withoutModels }, async (t) => {
  const tts = await started(t, piper());
  const length = async (text: string) => samplesToMs((await tts.synthesise(text, patience())).samples.length);
  const plain = await length('We are open today');
  t.ok(Math.abs((await length('"We are" {open}\n*today*')) - plain) < 0.3 * plain);
});

t.test('a phrase wanted now overtakes those rendered ahead', { skip: withoutModels }, async (t) => {
  const tts = await started(t, piper());
  const order: string[] = [];
  const ask = (text: string, urgency: 'now' | 'spare') =>
    tts.synthesise(text, patience(), urgency).then(() => order.push(text));
  await Promise.all([ask('One. Two. Three. Four.', 'spare'), ask('Five.', 'spare'), ask('Six.', 'now')]);
  t.same(order, ['Six.', 'One. Two. Three. Four.', 'Five.']);
});
