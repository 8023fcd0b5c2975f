import type { Table } from '../base/machine.js';
import type { ModemState } from './line.js';

export type ModemMachineEvent =
  /** The ports are there. */
  | 'found'
  /** The ports are not there, or not those of our modem. */
  | 'missing'
  /** The AT port could not be opened. */
  | 'failed'
  | 'opened'
  /** The port vanished, or the modem no longer keeps to question and answer. */
  | 'lost'
  /** No SIM, or one that wants a PIN. */
  | 'sim-locked'
  | 'sim-ready'
  | 'configured'
  | 'registered'
  | 'unregistered'
  /** AT+CRESET was sent: the ports will vanish. */
  | 'reset'
  | 'stopped';

/**
 * From no modem to a line that can be called.
 * absent: no ports · opening: the ports are there, the AT port is being opened · initialising: the modem is asked who it
 * is and set up · sim-locked: no SIM, or one that wants a PIN · searching: set up, but in no network · ready: calls can
 * come · resetting: told to restart, its ports will vanish · lost: the ports or the modem's sense are gone; found anew.
 */
export const MODEM_TABLE = {
  absent: { found: 'opening', stopped: 'absent' },
  // Missing: the modem behind the ports is not the one that is meant.
  opening: { opened: 'initialising', missing: 'absent', failed: 'lost', stopped: 'absent' },
  initialising: {
    'sim-locked': 'sim-locked',
    configured: 'searching',
    lost: 'lost',
    reset: 'resetting',
    stopped: 'absent',
  },
  'sim-locked': { 'sim-ready': 'initialising', lost: 'lost', reset: 'resetting', stopped: 'absent' },
  searching: {
    registered: 'ready',
    'sim-locked': 'sim-locked',
    lost: 'lost',
    reset: 'resetting',
    stopped: 'absent',
  },
  ready: {
    unregistered: 'searching',
    'sim-locked': 'sim-locked',
    lost: 'lost',
    reset: 'resetting',
    stopped: 'absent',
  },
  // The ports vanish and come back: that is not a loss.
  resetting: { found: 'opening', missing: 'absent', stopped: 'absent' },
  lost: { found: 'opening', missing: 'absent', stopped: 'absent' },
} as const satisfies Table<ModemState, ModemMachineEvent>;
