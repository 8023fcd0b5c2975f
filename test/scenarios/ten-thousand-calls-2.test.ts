import t from 'tap';
import { noViolation } from '../simulation/thousands.js';

// A quarter of ten thousand, so that a slow machine needs less than the minute that a file has.
t.test(
  'calls 2501 to 5000 of ten thousand with random faults: each is kept, answered where it can be, and none sticks',
  (t) => noViolation(t, { calls: 2500, seed: 2001 }),
);
