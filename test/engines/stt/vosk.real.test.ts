import { readFileSync } from 'node:fs';
import t from 'tap';
import { redirectLog } from '../../../daemon/base/log.js';
import { channelOf, parseWav } from '../../../daemon/base/wav.js';
import { assetPath } from '../../../daemon/engines/asset.js';
import { speak, sttConforms } from '../conformance.js';
import { started, vosk, withoutModels } from '../real.js';

t.before(() => redirectLog(() => undefined));

const clip = channelOf(parseWav(readFileSync(assetPath('daemon', 'engines', 'stt', 'hello.wav'))), 0);
const TEXT = 'hello when are you open';

t.test('Vosk passes the conformance test of ears', { skip: withoutModels }, async (t) => {
  await sttConforms(t, { stt: await started(t, vosk()), clip, text: TEXT, unknown: 'zorgblat' });
});

t.test(
  'a stream outlives its engine: it goes on with the same phrases and the same clock',
  { skip: withoutModels },
  async (t) => {
    const stt = await started(t, vosk());
    const stream = stt.open();
    stream.expect({ phrases: [TEXT], rows: [] });
    speak(stream, clip);
    const ready = stt.engine.statusChanges.next(({ state }) => state === 'ready', AbortSignal.timeout(30_000));
    process.kill(stt.engine.status.pid ?? 0, 'SIGKILL');
    await t.rejects(stream.finalise(AbortSignal.timeout(5000)), { code: 'engine-failed', retryable: true });
    await ready;
    speak(stream, clip);
    const { text, phrase, words } = await stream.finalise(AbortSignal.timeout(5000));
    t.equal(text, TEXT);
    t.equal(phrase?.text, TEXT);
    t.ok((words[0]?.startMs ?? 0) > 1300, 'times count from the first sample of the stream');
  },
);

t.test(
  'expected phrases follow the dialogue, and those with unknown words are left out',
  { skip: withoutModels },
  async (t) => {
    const stt = await started(t, vosk());
    const leftOut: (readonly string[])[] = [];
    stt.engine.events.subscribe('test', (event) => event.type === 'left-out' && leftOut.push(event.phrases));
    const stream = stt.open();
    const hear = async (...phrases: string[]) => {
      stream.expect({ phrases, rows: [] });
      speak(stream, clip);
      return (await stream.finalise(AbortSignal.timeout(5000))).phrase?.text;
    };
    t.equal(await hear('yes', 'no'), undefined);
    t.equal(await hear(TEXT, 'hello zorgblat'), TEXT);
    t.equal(await hear(), undefined);
    t.same(leftOut, [['hello zorgblat']]);
  },
);
