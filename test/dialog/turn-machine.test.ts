import { test } from 'tap';
import { nextState, type Table } from '../../daemon/base/machine.js';
import { type TurnEvent, type TurnState, turnTable } from '../../daemon/dialog/turn-machine.js';

const table: Table<TurnState, TurnEvent> = turnTable;

const EVENTS: readonly TurnEvent[] = [
  'voice',
  'pause',
  'turn-ended',
  'no-words',
  'barge-in',
  'say',
  'said',
  'goodbye',
  'over',
];

/** A row a state, a column an event, in the order above; '-' is refused. */
const MATRIX: Readonly<Record<TurnState, string>> = {
  //            voice     pause         turn-ended  no-words    barge-in  say       said        goodbye   over
  opening: '    -         -             -           -           -         speaking  listening   closing   over',
  listening: '  hearing   -             -           -           -         speaking  -           closing   over',
  hearing: '    -         ending-turn   -           -           -         speaking  -           closing   over',
  'ending-turn': 'hearing -             thinking    listening   -         speaking  -           closing   over',
  thinking: '   hearing   -             -           -           -         speaking  -           closing   over',
  speaking: '   paused    -             -           -           -         speaking  listening   closing   over',
  paused: '     -         -             -           speaking    hearing   speaking  listening   closing   over',
  closing: '    -         -             -           -           -         -         over        -         over',
  over: '       -         -             -           -           -         -         -           -         -   ',
};

test('every state × every event', async (t) => {
  for (const [state, row] of Object.entries(MATRIX) as [TurnState, string][]) {
    const cells = row.trim().split(/\s+/);
    for (const [i, event] of EVENTS.entries()) {
      t.equal(nextState(table, state, event) ?? '-', cells[i], `${state} × ${event}`);
    }
  }
});

test('whatever happens, a conversation can be ended, and its end is the end', async (t) => {
  for (const state of Object.keys(turnTable) as TurnState[])
    if (state !== 'over') t.equal(nextState(table, state, 'over'), 'over', state);
});
