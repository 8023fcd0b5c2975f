import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { test } from 'tap';
import { Machine, nextState, type Transition } from '../daemon/base/machine.js';
import { redirectLog } from '../daemon/base/log.js';
import { DRAWING, drawing, meaningsIn } from './draw-machines.js';
import { type Drawn, eventsOf, machines, statesOf } from './machines.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

function reachable({ table }: Drawn, from: readonly string[]): ReadonlySet<string> {
  const seen = new Set(from);
  for (const state of seen) for (const to of Object.values(table[state] ?? {})) if (to !== undefined) seen.add(to);
  return seen;
}

for (const machine of machines) {
  test(`${machine.name}: every state × every event is a row or is refused, and never throws`, async (t) => {
    const restore = redirectLog(() => undefined, 'error');
    t.teardown(restore);
    for (const state of statesOf(machine)) {
      for (const event of [...eventsOf(machine), 'no-event']) {
        const to = nextState(machine.table, state, event);
        const running = new Machine(machine.name, machine.table, state);
        const changes: Transition<string, string>[] = [];
        running.changes.subscribe('test', (change) => changes.push(change));
        t.equal(running.send(event, 'why'), to !== undefined, `${state} × ${event}`);
        t.equal(running.state, to ?? state);
        t.equal(running.refused, to === undefined ? 1 : 0);
        t.same(changes, to === undefined ? [] : [{ from: state, to, event, reason: 'why' }]);
      }
    }
  });

  test(`${machine.name}: every state can be reached, and its meaning is told`, async (t) => {
    t.same(
      statesOf(machine).filter((state) => !reachable(machine, machine.initial).has(state)),
      [],
    );
    t.same(
      statesOf(machine).filter((state) => !meaningsIn(machine).has(state)),
      [],
    );
  });

  test(`${machine.name}: what ends can be reached from everywhere`, async (t) => {
    const ends = statesOf(machine).filter((state) => Object.keys(machine.table[state] ?? {}).length === 0);
    for (const state of statesOf(machine))
      t.ok(
        ends.every((end) => reachable(machine, [state]).has(end)),
        `${state} to ${ends.join()}`,
      );
  });
}

test('no machine is left out', async (t) => {
  const files = readdirSync(join(ROOT, 'daemon'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('-machine.ts'))
    .map((name) => `daemon/${name}`);
  t.same(files.sort(), machines.map(({ file }) => file).sort());
});

test('docs/machines.md is current', async (t) => {
  t.equal(readFileSync(DRAWING, 'utf8'), drawing(), 'run: node dist/test/draw-machines.js');
});
