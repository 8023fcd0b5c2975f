import t from 'tap';
import { redirectLog } from '../../../daemon/base/log.js';
import type { ChatMessage } from '../../../daemon/engines/llm/llm.js';
import { llmConforms } from '../conformance.js';
import { llama, paths, started, withoutModels } from '../real.js';

t.before(() => redirectLog(() => undefined));

const patience = () => AbortSignal.timeout(20_000);
const system: ChatMessage = {
  role: 'system',
  content: `You answer the telephone of a bicycle shop. ${'A puncture repair costs fifteen pounds and takes an hour. '.repeat(20)}`,
};
const user = (content: string): ChatMessage => ({ role: 'user', content });

t.test('llama.cpp passes the conformance test of minds', { skip: withoutModels }, async (t) => {
  await llmConforms(t, await started(t, llama()));
});

t.test('the prefix is never evaluated again', { skip: withoutModels }, async (t) => {
  const llm = await started(t, llama());
  const say = (messages: readonly ChatMessage[]) =>
    llm.generate({ messages, maxTokens: 24, temperature: 0 }, () => undefined, patience());
  await llm.preload([system], patience());
  let talk = [system, user('hello there')];
  for (const next of ['how much is a puncture repair', 'and how long does it take', 'thank you']) {
    const { text, usage } = await say(talk);
    t.ok(usage.promptTokens <= usage.newTokens + 1, `${usage.promptTokens} evaluated for ${usage.newTokens} new`);
    talk = [...talk, { role: 'assistant', content: text }, user(next)];
  }
  await llm.preload(talk, patience());
  const { usage } = await say(talk);
  t.ok(usage.promptTokens < usage.newTokens, 'a preloaded question leaves only the opening of the answer');
});

t.test('a preload gives way to an answer and to a newer preload', { skip: withoutModels }, async (t) => {
  const llm = await started(t, llama());
  const order: string[] = [];
  const long = [system, user('tell me '.repeat(200))];
  const slow = llm.preload(long, patience()).then(() => order.push('guess'));
  const newer = llm.preload([user('hi'), ...long], patience()).then(() => order.push('newer guess'));
  const answer = llm.generate({ messages: [user('hello')], maxTokens: 4, temperature: 0 }, () => undefined, patience());
  await Promise.all([slow, newer, answer.then(() => order.push('answer'))]);
  t.same(order, ['guess', 'newer guess', 'answer']);
  const { usage } = await llm.generate({ messages: long, maxTokens: 1, temperature: 0 }, () => undefined, patience());
  t.ok(usage.promptTokens > 200, 'the guess had really been dropped');
});

t.test(
  'a conversation longer than the context loses its oldest turns, not its instructions',
  { skip: withoutModels },
  async (t) => {
    const llm = await started(t, llama(paths.llm, 256));
    const say = (messages: readonly ChatMessage[]) =>
      llm.generate({ messages, maxTokens: 8, temperature: 0 }, () => undefined, patience());
    const old = Array.from({ length: 20 }, (): ChatMessage[] => [
      user('about many bicycles and their chains'),
      { role: 'assistant', content: 'Yes.' },
    ]);
    const instructions: ChatMessage = { role: 'system', content: 'Be brief. '.repeat(20) };
    t.ok((await say([instructions, ...old.flat(), user('are you there')])).text.length > 0);
    await t.rejects(say([instructions, user('bicycle '.repeat(300))]), { code: 'bad-input' });
    const { usage } = await say([instructions, user('are you there')]);
    t.ok(usage.promptTokens <= usage.newTokens + 1, 'the instructions are still in the cache');
  },
);
