import t from 'tap';
import { mutateLines } from './mutations.js';

t.test('after any thousand spoilt lines the next question gets its own answer', async (t) => {
  const { items } = mutateLines({ count: 30_000, seed: 1 });
  t.ok(items > 10_000, 'and most of them meant something');
});
