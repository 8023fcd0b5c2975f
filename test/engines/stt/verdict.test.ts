import t from 'tap';
import type { Word } from '../../../daemon/engines/stt/stt.js';
import { similarity, verdict } from '../../../daemon/engines/stt/verdict.js';

const said = (text: string, confidence = 1): readonly Word[] =>
  text.split(' ').map((word, i) => ({ word, startMs: i * 300, endMs: i * 300 + 280, confidence }));

const expected = new Set(['when are you open', 'how much is a puncture repair', 'yes', 'no']);

t.test('a whole phrase is taken although dictation misheard it', async (t) => {
  for (const misheard of ['when interview out and', 'when are you have in', 'when our you open'])
    t.match(verdict(said(misheard, 0.9), said('when are you open'), expected), {
      text: misheard,
      phrase: { text: 'when are you open', confidence: 1 },
    });
});

t.test('fragments, unknown words and unsure hearings are no phrase', async (t) => {
  for (const grammar of ['when are you', '[unk] when are you open', '[unk]', 'are you open'])
    t.equal(verdict(said('when are you open'), said(grammar), expected).phrase, null);
  t.equal(verdict(said('when are you open'), said('when are you open', 0.8), expected).phrase, null);
});

t.test('dictation that is sure of something else overrules the grammar; one that guesses does not', async (t) => {
  const other = 'my brother broke his bicycle yesterday';
  t.equal(verdict(said(other, 0.95), said('when are you open'), expected).phrase, null);
  t.equal(verdict(said(other, 0.5), said('when are you open'), expected).phrase?.text, 'when are you open');
  t.equal(verdict(said('no'), said('yes'), expected).phrase, null);
});

t.test('rows of expected words are taken when each is known and dictation heard much the same', async (t) => {
  const rows = (dictated: readonly Word[], grammar: readonly Word[]) =>
    verdict(dictated, said('[unk]'), expected, grammar).phrase?.text;
  t.equal(rows(said('are to seven for nine', 0.8), said('oh two seven four nine')), 'oh two seven four nine');
  t.equal(rows(said('two seven'), said('two [unk] seven')), undefined);
  t.equal(rows(said('two seven'), said('two seven', 0.8)), undefined);
  t.equal(rows(said('please use this one', 0.85), said('three zero is one')), undefined);
  t.equal(rows(said('no said it', 0.6), said('oh seven')), 'oh seven', 'dictation only guesses');
  const both = verdict(said('yes'), said('yes'), expected, said('six'));
  t.equal(both.phrase?.text, 'yes', 'a whole phrase comes first');
});

t.test('a lone unsure word is what a noise sounds like, unless it was expected', async (t) => {
  t.match(verdict(said('the', 0.38), [], expected), { text: '', words: [] });
  t.equal(verdict(said('no', 0.38), said('no'), expected).text, 'no');
  t.equal(verdict(said('yeah', 0.9), [], expected).text, 'yeah');
  t.equal(verdict(said('thank you', 0.3), [], expected).text, 'thank you');
});

t.test('similarity is of sounds in a row, whatever the words', async (t) => {
  t.equal(similarity('good bye', 'goodbye'), 1);
  t.equal(similarity('yes', 'no'), 0);
  t.ok(similarity('where are you', 'when are you') > 0.6);
});
