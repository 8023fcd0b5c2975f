import { test } from 'tap';
import { expectedRows } from '../../daemon/speech/expected-rows.js';
import { Talk, virtualTime } from '../fakes/talk.js';

const { number, when } = expectedRows('en');

test('what the recogniser expects follows the dialogue, from the moment when a question begins', async (t) => {
  const talk = await new Talk(virtualTime(t), { callerNumber: null }).greeted();
  const rows = () => talk.stt.expected.rows;
  t.ok(talk.stt.expected.phrases.includes('where are you'));
  t.same(rows(), []);
  await talk.says('i would like to make an appointment');
  await talk.until('speaking');
  t.equal(rows(), when, 'before the question has been heard');
  await talk.until('listening');
  await talk.asks('where are you');
  t.equal(rows(), when, 'a question in between changes nothing');
  await talk.asks('on friday at ten');
  t.same(rows(), [], 'a name is open dictation');
  await talk.asks('my name is john smith');
  t.equal(rows(), number);
  t.ok(talk.stt.expected.phrases.includes('where are you'), 'the questions may come at any time');
  await talk.asks('zero seven seven double zero nine hundred one two three');
  t.same(rows(), []);
});
