import { test } from 'tap';
import { nextState, type Table } from '../../daemon/base/machine.js';
import { type CallEvent, type CallState, callTable } from '../../daemon/call/call-machine.js';

const table: Table<CallState, CallEvent> = callTable;

const EVENTS: readonly CallEvent[] = [
  'known',
  'accept',
  'reject',
  'voice-open',
  'hang-up',
  'gone',
  'line-free',
  'recorded',
];

/** A row a state, a column an event, in the order above; '-' is refused. */
const MATRIX: Readonly<Record<CallState, string>> = {
  //            known      accept     reject  voice-open  hang-up  gone         line-free    recorded
  ringing: '    screening  -          -       -           ending   wrapping-up  -            -   ',
  screening: '  -          answering  ending  -           ending   wrapping-up  -            -   ',
  answering: '  -          -          -       connected   ending   wrapping-up  -            -   ',
  connected: '  -          -          -       -           ending   wrapping-up  -            -   ',
  ending: '     -          -          -       -           -        wrapping-up  wrapping-up  -   ',
  'wrapping-up': ' -       -          -       -           -        -            -            done',
  done: '       -          -          -       -           -        -            -            -   ',
};

test('every state × every event', async (t) => {
  for (const [state, row] of Object.entries(MATRIX) as [CallState, string][]) {
    const cells = row.trim().split(/\s+/);
    for (const [i, event] of EVENTS.entries())
      t.equal(nextState(table, state, event) ?? '-', cells[i], `${state} × ${event}`);
  }
});

test('a caller may be gone and the box may hang up in every state before the end', async (t) => {
  for (const state of ['ringing', 'screening', 'answering', 'connected'] as const) {
    t.equal(nextState(table, state, 'gone'), 'wrapping-up', state);
    t.equal(nextState(table, state, 'hang-up'), 'ending', state);
  }
});
