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

t.test(
  'a phrase wanted now overtakes one rendered ahead, between its sentences',
  { skip: withoutModels },
  async (t) => {
    const tts = await started(t, piper());
    const order: string[] = [];
    const ask = (text: string, urgency: 'now' | 'spare') =>
      tts.synthesise(text, patience(), urgency).then(() => order.push(text));
    const long = 'We are open from Monday to Friday. '.repeat(8);
    const ahead = [ask(long, 'spare'), ask('Five.', 'spare')];
    await ask('One.', 'now');
    await Promise.all([...ahead, ask('Six.', 'now')]);
    t.same(order, ['One.', 'Six.', long, 'Five.']);
  },
);

t.test('an abort ends a long text between its sentences', { skip: withoutModels }, async (t) => {
  const tts = await started(t, piper());
  const cpuMs = async () => (await tts.engine.measure(patience())).cpuMs;
  const sentence = 'We are open from Monday to Friday. ';
  const before = await cpuMs();
  await tts.synthesise(sentence, patience());
  const one = (await cpuMs()) - before;
  const controller = new AbortController();
  const long = tts.synthesise(sentence.repeat(100), controller.signal);
  await cpuMs();
  controller.abort();
  await t.rejects(long, { code: 'aborted' });
  await tts.synthesise('Yes.', patience());
  t.ok((await cpuMs()) - before < 50 * one, 'the rest was not rendered');
});
