import t from 'tap';
import { createPhonemizer } from '../../../daemon/engines/tts/phonemizer.js';

t.test('English and Russian become phonemes', async (t) => {
  const phonemize = await createPhonemizer();
  t.equal(phonemize('Hello, how can I help you?', 'en-us').join(''), 'həlˈoʊ, hˌaʊ kæn aɪ hˈɛlp juː?');
  t.equal(phonemize('Здравствуйте, чем могу помочь?', 'ru').join(''), 'zdrˈɑstvujtʲi, tʃʲˈem mʌɡˌu pʌmˈotʃʲ?');
  t.same(phonemize('...', 'en-us'), []);
});

t.test(
  'it goes on after a language that it does not have, and after more calls than its stack had room for',
  async (t) => {
    const phonemize = await createPhonemizer();
    t.throws(() => phonemize('hello', 'nonsense'), { code: 'engine-failed' });
    for (let i = 0; i < 300; i++) t.equal(phonemize('yes', 'en-us').join(''), 'jˈɛs');
  },
);
