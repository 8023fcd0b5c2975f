import t from 'tap';
import { noViolation } from '../simulation/thousands.js';

// A quarter of ten thousand, so that a slow machine needs less than the minute that a file has.
t.test(
  'calls 7501 to 10000 of ten thousand with random faults: each is kept, answered where it can be, and none sticks',
  (t) => noViolation(t, { calls: 2500, seed: 4001 }),
);
