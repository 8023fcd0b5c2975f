import t from 'tap';
import { redirectLog } from '../../daemon/base/log.js';
import { started, vosk, withoutModels } from '../engines/real.js';

t.before(() => redirectLog(() => undefined));

t.test(
  'the recogniser hangs: whoever waits is told within seconds, and a new one takes its place',
  { skip: withoutModels },
  async (t) => {
    const stt = await started(t, vosk());
    const stream = stt.open();
    const ready = stt.engine.statusChanges.next(({ state }) => state === 'ready', AbortSignal.timeout(30_000));
    process.kill(stt.engine.status.pid ?? 0, 'SIGSTOP');
    await t.rejects(stream.finalise(AbortSignal.timeout(20_000)), { code: 'engine-failed', retryable: true });
    await ready;
    t.match(await stream.finalise(AbortSignal.timeout(20_000)), { text: '' });
  },
);

t.test('a caller of a hung recogniser need not wait for the verdict', { skip: withoutModels }, async (t) => {
  const stt = await started(t, vosk());
  const stream = stt.open();
  process.kill(stt.engine.status.pid ?? 0, 'SIGSTOP');
  await t.rejects(stream.finalise(AbortSignal.timeout(200)), { code: 'aborted' });
});
