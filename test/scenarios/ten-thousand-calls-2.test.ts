import t from 'tap';
import { noViolation } from '../simulation/thousands.js';

t.setTimeout(240_000);

t.test('ten thousand calls with random faults, quarter 2: each is kept and none sticks', (t) =>
  noViolation(t, { calls: 2500, seed: 2001 }),
);
