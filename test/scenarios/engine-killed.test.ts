import t from 'tap';
import { redirectLog } from '../../daemon/base/log.js';
import type { Supervised } from '../../daemon/engines/engine.js';
import { llama, piper, started, withoutModels } from '../engines/real.js';

t.before(() => redirectLog(() => undefined));

const patience = () => AbortSignal.timeout(30_000);
const revived = ({ statusChanges }: Supervised) => statusChanges.next(({ state }) => state === 'ready', patience());
const kill = ({ status }: Supervised) => process.kill(status.pid ?? 0, 'SIGKILL');

t.test(
  'the language model dies in the middle of an answer: the next question is answered',
  { skip: withoutModels },
  async (t) => {
    const llm = await started(t, llama());
    const request = {
      messages: [{ role: 'user', content: 'Tell me a story.' }],
      maxTokens: 200,
      temperature: 0,
    } as const;
    const ready = revived(llm.engine);
    await t.rejects(
      llm.generate(request, () => kill(llm.engine), patience()),
      { code: 'engine-failed', retryable: true },
    );
    await ready;
    const { text } = await llm.generate({ ...request, maxTokens: 4 }, () => undefined, patience());
    t.ok(text.length > 0);
    t.equal(llm.engine.status.restarts, 1);
  },
);

t.test('the voice dies in the middle of a sentence: the next one is spoken', { skip: withoutModels }, async (t) => {
  const tts = await started(t, piper());
  const ready = revived(tts.engine);
  const lost = tts.synthesise('We are open from Monday to Friday, from nine until six.', patience());
  kill(tts.engine);
  await t.rejects(lost, { code: 'engine-failed', retryable: true });
  await ready;
  t.ok((await tts.synthesise('One moment, please.', patience())).samples.length > 0);
});
