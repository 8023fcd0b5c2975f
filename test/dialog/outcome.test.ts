import { test } from 'tap';
import { latestOfEach, outcomeOf, refusedOutcome } from '../../daemon/dialog/outcome.js';
import type { Taken } from '../../daemon/dialog/reply.js';
import { textsOf } from '../../daemon/dialog/texts/texts.js';
import { turn } from '../web/fake-deps.js';
import { CALLER } from '../fakes/talk.js';

const en = textsOf('en');
const taken = (fields: Partial<Taken>): Taken => ({
  id: fields.kind === 'question' ? (fields.reason ?? '') : `the ${fields.kind ?? 'message'}`,
  kind: 'message',
  name: null,
  number: CALLER,
  reason: null,
  when: null,
  ...fields,
});
const ASKED = turn({ heard: 'where are you', said: 'Here.', path: 'faq' });

test('a caller who said nothing has left, one who was answered was answered', async (t) => {
  t.match(outcomeOf([], [], CALLER, en), { kind: 'abandoned', summary: en.summary.abandoned, number: CALLER });
  t.match(outcomeOf([], [ASKED], null, en), { kind: 'answered', summary: 'Questions answered: 1', number: null });
});

test('a form that grew is one line, in its last state', async (t) => {
  const grown = [taken({ name: 'John' }), taken({ name: 'John', reason: 'the chain' })];
  t.equal(latestOfEach(grown).length, 1);
  t.match(outcomeOf(grown, [ASKED], CALLER, en), {
    kind: 'message',
    name: 'John',
    reason: 'the chain',
    summary: 'Message from John: the chain; Questions answered: 1',
  });
});

test('several things came of it: first what the owner must act on first', async (t) => {
  const all = [
    taken({ kind: 'question', reason: 'bells?' }),
    taken({ kind: 'question', reason: 'horns?' }),
    taken({ kind: 'message', reason: 'the chain' }),
    taken({ kind: 'booking', name: 'Anna', when: 'on Monday' }),
  ];
  const outcome = outcomeOf(all, [ASKED], CALLER, en);
  t.match(outcome, { kind: 'booking', name: 'Anna', reason: 'on Monday' });
  for (const part of ['bells?', 'horns?', 'the chain', 'by Anna: on Monday']) t.match(outcome.summary, part);
});

test('a question left open is a call back; a number given beats the one that was shown', async (t) => {
  t.match(outcomeOf([taken({ kind: 'question', reason: 'bells?' })], [ASKED], CALLER, en), { kind: 'callback' });
  t.match(outcomeOf([taken({ number: '+442079460000' })], [ASKED], CALLER, en), { number: '+442079460000' });
});

test('a question that the model could not answer counts as open, not as answered', async (t) => {
  const refused = turn({ heard: 'bells?', said: en.willFindOut, path: 'llm' });
  const { summary } = outcomeOf([taken({ kind: 'question', reason: 'bells?' })], [ASKED, refused], CALLER, en);
  t.equal(summary, 'Question left open: bells?; Questions answered: 1');
});

test('a blocked number is spam', async (t) => {
  t.match(refusedOutcome(CALLER, en), { kind: 'spam', number: CALLER, summary: en.summary.spam });
});
