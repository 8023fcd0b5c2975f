import { CALLS } from './calls.js';
import type { FaultTable } from './fault.js';
import { FRAMING } from './framing.js';
import { NETWORK } from './network.js';
import { PORTS } from './ports.js';
import { SMS } from './sms.js';
import { VOICE } from './voice.js';

/** Every fault of sim7600.md §8.3 that can be ordered by name. */
export const FAULTS: FaultTable = { ...PORTS, ...VOICE, ...FRAMING, ...CALLS, ...NETWORK, ...SMS };
