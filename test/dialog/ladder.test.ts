import { test } from 'tap';
import { textsOf } from '../../daemon/dialog/texts/texts.js';
import { now } from '../knowledge/sample.js';
import { Chat } from '../fakes/chat.js';
import { CALLER } from '../fakes/talk.js';
import { freshState } from '../../daemon/dialog/reply.js';
import { ScriptedLlm } from '../fakes/scripted-llm.js';

const en = textsOf('en');

/** What the first rung is that has an answer, without and with a form in hand. */
const RUNGS: readonly (readonly [text: string, path: string, said: string | RegExp])[] = [
  ['where are you', 'faq', /Mill Lane/],
  ['how much is a puncture repair', 'faq', /10/],
  ['can i leave a message', 'form', en.askMessage],
  ['please call me back', 'form', en.askMessage],
  ['i would like to make an appointment', 'form', en.askWhen],
  ['hello', 'phrase', en.howCanIHelp],
  ['thank you', 'phrase', en.youAreWelcome],
  ['goodbye', 'phrase', en.goodbye],
  ['say that again', 'phrase', en.howCanIHelp],
  ['okay', 'phrase', en.anythingElse],
  ['yes', 'phrase', en.anythingElse],
  ['no', 'phrase', en.anythingElse],
  ['uh huh', 'phrase', en.anythingElse],
  ['do you sell very old bells', 'llm', 'From the model.'],
];

test('each kind of turn is served by its rung', async (t) => {
  for (const [text, path, said] of RUNGS) {
    const chat = new Chat({ llm: new ScriptedLlm(['From the model.']) });
    const answer = await chat.says(text);
    if (typeof said === 'string') t.equal(answer, said, text);
    else t.match(answer, said, text);
    t.equal(chat.last?.path, path, text);
  }
});

test('a question behind a yes or a no is answered: nobody is hung up on', async (t) => {
  for (const text of [
    'no where are you',
    'yes where are you',
    'no when are you open',
    'yes how much is a puncture repair',
  ]) {
    const chat = new Chat();
    await chat.says('thank you');
    t.equal(chat.state.expecting, 'yes-no');
    await chat.says(text);
    t.equal(chat.last?.path, 'faq', text);
    t.equal(chat.last?.ends, false);
  }
});

test('nothing else: a plain no ends the call, a yes asks what it is', async (t) => {
  for (const [text, said] of [
    ['no', en.goodbye],
    ['no thank you', en.goodbye],
    ['nope', en.goodbye],
    ['no i do not think so at the moment', en.goodbye],
    ['yes', en.goAhead],
    ['yes i would like to ask something', en.goAhead],
  ] as const) {
    const chat = new Chat();
    await chat.says('thank you');
    t.equal(await chat.says(text), said, text);
  }
});

test('a wish behind a no is no goodbye', async (t) => {
  const chat = new Chat({ llm: new ScriptedLlm(['From the model.']) });
  await chat.says('thank you');
  t.equal(await chat.says('no i want to ask something else'), 'From the model.');
});

test('an offer to call back is accepted by yes only, and stands for one turn', async (t) => {
  const accepted = new Chat();
  await accepted.says('do you sell very old bells');
  t.equal(await accepted.says('yes'), en.askMessage);
  const asked = new Chat();
  await asked.says('do you sell very old bells');
  await asked.says('where are you');
  t.not(await asked.says('yes'), en.askMessage, 'the question in between took the offer away');
});

test('thinking changes nothing: the same turn is answered alike again', async (t) => {
  const chat = new Chat();
  await chat.says('can i leave a message');
  const turn = {
    heard: { text: 'my name is john smith', phrase: null },
    state: structuredClone(chat.state),
    history: [],
    nowMs: now,
  };
  const before = structuredClone(turn);
  const first = chat.ladder.answerAtOnce(turn);
  const second = chat.ladder.answerAtOnce(turn);
  t.same(turn, before);
  t.same(first?.clauses, second?.clauses);
  t.same(first?.after(), second?.after());
});

test('repeat says the last answer again, and what it led to still stands', async (t) => {
  const chat = new Chat();
  await chat.says('can i leave a message');
  t.equal(await chat.says('can you repeat that'), en.askMessage);
  t.match(await chat.says('my name is john smith and my chain is broken'), /John Smith/);
});

test('a question left open is for the owner, with the number it came from', async (t) => {
  const chat = new Chat();
  await chat.says('do you sell very old bells');
  const reason = 'do you sell very old bells';
  t.same(chat.taken, [{ id: reason, kind: 'question', name: null, number: CALLER, reason, when: null }]);
});

test('keys: hours, address, message, person; again; what is no key explains them', async (t) => {
  const chat = new Chat();
  const press = (key: string) => chat.hears(chat.ladder.byKey(key, chat.state, now));
  t.match(await press('1'), /Monday/);
  t.match(await press('2'), /Mill Lane/);
  t.match(await press('*'), /Mill Lane/);
  t.equal(await press('7'), en.keysHelp);
  t.equal(await press('3'), en.askMessage);
  t.equal(await press('0'), en.askMessage, 'a form in hand begins anew');
  t.equal(await new Chat().keys('123'), en.keysHelp, 'digits that nobody asked for');
});

test('a new minute does not change what the model has read already', async (t) => {
  const llm = new ScriptedLlm(['One.', 'Two.']);
  const { ladder } = new Chat({ llm });
  const ask = async (nowMs: number) => {
    const turn = { heard: { text: 'do you sell bells', phrase: null }, state: freshState, history: [], nowMs };
    const reply = await ladder.askModel(turn, new AbortController().signal);
    for await (const _ of reply.clauses);
    return llm.asked;
  };
  t.same(await ask(now + 61_000), await ask(now));
});
