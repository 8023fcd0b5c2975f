import type { Measure } from '../measure.js';
import { atRtt } from './at-rtt.js';
import { barge } from './barge.js';
import { d50 } from './d50.js';
import { d95 } from './d95.js';
import { dfirst } from './dfirst.js';
import { firstring } from './firstring.js';
import { g1 } from './g1.js';
import { g10 } from './g10.js';
import { g15Call } from './g15-call.js';
import { g15Vad } from './g15-vad.js';
import { g15 } from './g15.js';
import { g16 } from './g16.js';
import { g17 } from './g17.js';
import { g20 } from './g20.js';
import { g23 } from './g23.js';
import { g3 } from './g3.js';
import { hear } from './hear.js';
import { memAll } from './mem-all.js';
import { memDaemon } from './mem-daemon.js';
import { memGrowth } from './mem-growth.js';
import { p1 } from './p1.js';
import { p2 } from './p2.js';
import { r1 } from './r1.js';
import { r2 } from './r2.js';
import { r3 } from './r3.js';
import { soak } from './soak.js';
import { struck } from './struck.js';
import { unplug } from './unplug.js';

/** In the order in which they run: what needs the calls first, and what needs a quiet machine before what loads it. */
export const MEASURES: readonly Measure[] = [
  firstring,
  d50,
  d95,
  dfirst,
  g1,
  g3,
  g23,
  barge,
  hear,
  memDaemon,
  memAll,
  memGrowth,
  g16,
  g15Call,
  g15,
  g15Vad,
  g10,
  g20,
  g17,
  struck,
  p1,
  p2,
  atRtt,
  unplug,
  r3,
  r2,
  r1,
  soak,
];
