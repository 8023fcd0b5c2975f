import t from 'tap';
import { barsOf } from '../../daemon/base/signal-bars.js';

t.test('bars grow with the signal, and an unknown one has none', async (t) => {
  t.same([null, -113, -105, -95, -80, -51].map(barsOf), [0, 0, 1, 2, 3, 4]);
});
