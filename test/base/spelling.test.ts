import t from 'tap';
import { closest } from '../../daemon/base/spelling.js';

t.test('a slip of the finger is recognised, another word is not', async (test) => {
  const words = ['greeting', 'language', 'owner', 'faq'];
  test.equal(closest('greting', words), 'greeting');
  test.equal(closest('LANGUAGE', words), 'language');
  test.equal(closest('onwer', words), null, 'two letters of five are too many');
  test.equal(closest('fak', words), 'faq');
  test.equal(closest('colour', words), null);
  test.equal(closest('', words), null);
  test.equal(closest('x'.repeat(1_000_000), words), null);
});
