import { test } from 'tap';
import { type Table, nextState } from '../../daemon/base/machine.js';
import type { ModemState } from '../../daemon/modem/line.js';
import { MODEM_TABLE, type ModemMachineEvent } from '../../daemon/modem/modem-machine.js';

const table: Table<ModemState, ModemMachineEvent> = MODEM_TABLE;
const STATES = Object.keys(MODEM_TABLE) as ModemState[];
const EVENTS: ModemMachineEvent[] = [
  'found',
  'missing',
  'failed',
  'opened',
  'lost',
  'sim-locked',
  'sim-ready',
  'configured',
  'registered',
  'unregistered',
  'reset',
  'stopped',
];

/** States reached from `from` by any events. */
function reachable(from: ModemState): Set<ModemState> {
  const seen = new Set<ModemState>([from]);
  for (const state of seen)
    for (const event of EVENTS) {
      const next = nextState(table, state, event);
      if (next !== undefined) seen.add(next);
    }
  return seen;
}

test('every state leads to ready and can be stopped', async (t) => {
  for (const state of STATES) {
    t.ok(reachable(state).has('ready'), state);
    t.equal(nextState(table, state, 'stopped'), 'absent', state);
  }
});

test('every state × event is decided: a row of the table, or refused', async (t) => {
  const rows = STATES.flatMap((state) =>
    EVENTS.flatMap((event) => {
      const next = nextState(table, state, event);
      return next === undefined ? [] : [`${state} ${event} ${next}`];
    }),
  );
  t.same(
    rows.filter((row) => row.endsWith(' ready')),
    ['searching registered ready'],
    'one door into ready',
  );
  t.same(
    rows.filter((row) => row.endsWith(' lost lost')),
    ['initialising lost lost', 'sim-locked lost lost', 'searching lost lost', 'ready lost lost'],
    'a port that vanishes is a loss wherever it was open',
  );
});
