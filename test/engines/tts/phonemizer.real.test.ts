import t from 'tap';
import { createPhonemizer } from '../../../daemon/engines/tts/phonemizer.js';

t.test('English and Russian become phonemes', async (t) => {
  const english = await createPhonemizer('en-us');
  t.equal(english('Hello, how can I help you?').join(''), 'həlˈoʊ, hˌaʊ kæn aɪ hˈɛlp juː?');
  t.same(english('...'), []);
  const russian = await createPhonemizer('ru');
  t.equal(russian('Здравствуйте, чем могу помочь?').join(''), 'zdrˈɑstvujtʲi, tʃʲˈem mʌɡˌu pʌmˈotʃʲ?');
  t.match(russian('Звоните в Service Plus.').join(''), /sˈɜːvɪs|sˈɜːvis/, 'Latin words are read as English');
});

t.test('a language that it does not have is refused', async (t) => {
  const phonemize = await createPhonemizer('nonsense');
  t.throws(() => phonemize('hello'), { code: 'engine-failed' });
});

t.test('it goes on after more calls than its stack and its memory had room for', async (t) => {
  const english = await createPhonemizer('en-us');
  for (let i = 0; i < 300; i++) t.equal(english('yes').join(''), 'jˈɛs');
  const russian = await createPhonemizer('ru');
  for (let i = 0; i < 30; i++) t.equal(russian('привет').join(''), 'prʲivʲˈet');
});
