import { test } from 'tap';
import type { Knowledge } from '../../daemon/dialog/deps.js';
import { llmReply, type Question } from '../../daemon/dialog/llm-reply.js';
import { freshState, type Reply } from '../../daemon/dialog/reply.js';
import { textsOf } from '../../daemon/dialog/texts/texts.js';
import type { Llm } from '../../daemon/engines/llm/llm.js';
import { now, workshop } from '../knowledge/sample.js';
import { ScriptedLlm } from '../fakes/scripted-llm.js';
import { CALLER, knowledgeOf, NEVER_ANSWERS, understandingFor, virtualTime } from '../fakes/talk.js';

const texts = textsOf('en');
const QUESTION: Question = {
  text: 'do you sell bells',
  said: ['hello', ''],
  messages: [{ role: 'user', content: 'do you sell bells' }],
  state: { ...freshState, expecting: 'yes-no', misunderstood: 1 },
  nowMs: now,
  callerNumber: CALLER,
};
const FIND_OUT = [texts.willFindOut, texts.offerMessage];
const REASON = 'do you sell bells';
const OPEN = { id: REASON, kind: 'question', name: null, number: CALLER, reason: REASON, when: null };

const ask = (llm: Llm, knowledge: Knowledge, signal = new AbortController().signal): Promise<Reply> =>
  llmReply({ llm, knowledge, understanding: understandingFor(workshop), texts }, QUESTION, signal);

async function clausesOf({ clauses }: Reply): Promise<readonly string[]> {
  const all: string[] = [];
  for await (const clause of clauses) all.push(clause);
  return all;
}

test('clauses that the guard lets through are said, and nothing is left open', async (t) => {
  const reply = await ask(new ScriptedLlm(['Yes, we have three bells. They ring well.']), knowledgeOf(workshop));
  t.same(await clausesOf(reply), ['Yes, we have three bells.', 'They ring well.']);
  t.same(reply.taken(), []);
  t.match(reply, { path: 'llm', ends: false });
  t.match(reply.after(), { expecting: 'anything', offered: false, openQuestion: null, misunderstood: 0 });
});

test('the first clause refused: the caller hears only that we will find out', async (t) => {
  const reply = await ask(new ScriptedLlm(['It costs five pounds. Really.']), knowledgeOf(workshop, ['five']));
  t.same(reply.taken(), [OPEN], 'known before anything sounds');
  t.same(await clausesOf(reply), FIND_OUT);
  t.match(reply.after(), { expecting: 'yes-no', offered: true, openQuestion: 'do you sell bells' });
});

test('the first clause refused, but the owner wrote about the same thing: that is told with reserve', async (t) => {
  const knowledge = {
    ...knowledgeOf(workshop, ['five']),
    related: () => ({ text: 'Bells ring.', evidence: ['faq:0'] }),
  };
  const reply = await ask(new ScriptedLlm(['It costs five pounds.']), knowledge);
  t.same(await clausesOf(reply), [texts.mayHelp, 'Bells ring.', texts.offerMessage]);
  t.same(reply.evidence, ['faq:0']);
  t.same(reply.taken(), [OPEN], 'the owner is asked all the same');
});

test('the second clause refused: the first is said, then that we will find out', async (t) => {
  const reply = await ask(
    new ScriptedLlm(['Yes, we have bells. They cost five pounds.']),
    knowledgeOf(workshop, ['five']),
  );
  t.same(await clausesOf(reply), ['Yes, we have bells.', ...FIND_OUT]);
  t.same(reply.taken(), [OPEN]);
  t.equal(reply.taken()[0], reply.taken()[0], 'one question, however often it is asked for');
  t.match(reply.after(), { offered: true });
});

test('evidence grows clause by clause, and the guard sees all that the caller said', async (t) => {
  const heard: unknown[] = [];
  const knowledge: Knowledge = {
    ...knowledgeOf(workshop),
    check(clause, context) {
      heard.push(context);
      return { ok: true, evidence: [clause.includes('ten') ? 'service:0' : 'address'] };
    },
  };
  const reply = await ask(new ScriptedLlm(['It costs ten pounds. We are here.']), knowledge);
  await clausesOf(reply);
  t.same(reply.evidence, ['service:0', 'address']);
  t.same(heard[0], { heard: ['hello', '', 'do you sell bells'], now });
});

test('three clauses are an answer: a model that talks on is stopped', async (t) => {
  const llm = new ScriptedLlm(['One is here. Two is here. Three is here. Four is here. Five is here.']);
  t.equal((await clausesOf(await ask(llm, knowledgeOf(workshop)))).length, 3);
});

test('a model that says nothing, or only dots, has not answered', async (t) => {
  for (const line of ['', ' ', '\n']) {
    const reply = await ask(new ScriptedLlm([line]), knowledgeOf(workshop));
    t.same(await clausesOf(reply), FIND_OUT, JSON.stringify(line));
    t.same(reply.taken(), [OPEN]);
  }
});

test('a model that fails in the middle keeps what it said and leaves the question open', async (t) => {
  const llm: Llm = {
    ...NEVER_ANSWERS,
    generate: (_, onText) => {
      onText('Yes, we have bells. And');
      return Promise.reject(new Error('killed'));
    },
  };
  const reply = await ask(llm, knowledgeOf(workshop));
  const clauses = await clausesOf(reply);
  t.equal(clauses[0], 'Yes, we have bells.');
  t.same(clauses.slice(-2), FIND_OUT);
  t.same(reply.taken(), [OPEN]);
});

test('it resolves with the first clause, long before the last', async (t) => {
  const clock = virtualTime(t);
  let known = false;
  const asked = ask(new ScriptedLlm(['We have bells. They are red and blue and green.'], 100), knowledgeOf(workshop));
  void asked.then(() => (known = true));
  await clock.advance(400);
  t.ok(known);
  const all = clausesOf(await asked);
  await clock.advance(2000);
  t.same(await all, ['We have bells.', 'They are red and blue and green.']);
});

test('aborted before the first clause, nothing of it is said', async (t) => {
  const clock = virtualTime(t);
  const stop = new AbortController();
  const llm = new ScriptedLlm(['We have three big bells.'], 100);
  const asked = ask(llm, knowledgeOf(workshop), stop.signal).then((reply) => clausesOf(reply));
  await clock.advance(150);
  stop.abort();
  await clock.advance(1000);
  t.notMatch(await asked.catch(() => []), ['We have three big bells.']);
});
