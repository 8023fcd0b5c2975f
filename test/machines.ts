import type { Table } from '../daemon/base/machine.js';
import { callTable } from '../daemon/call/call-machine.js';
import { turnTable } from '../daemon/dialog/turn-machine.js';
import { MODEM_TABLE } from '../daemon/modem/modem-machine.js';
import { CALL_TABLE } from '../daemon/simulator/call-machine.js';

export interface Drawn {
  readonly name: string;
  /** Where the table stands; its doc comment says what each state means. */
  readonly file: string;
  readonly table: Table<string, string>;
  /** Where the machine may begin. */
  readonly initial: readonly string[];
}

/** Every machine of the product. A file that ends in -machine.ts and is not here fails a test. */
export const machines: readonly Drawn[] = [
  { name: 'Modem', file: 'daemon/modem/modem-machine.ts', table: MODEM_TABLE, initial: ['absent'] },
  { name: 'Call', file: 'daemon/call/call-machine.ts', table: callTable, initial: ['ringing'] },
  { name: 'Turn', file: 'daemon/dialog/turn-machine.ts', table: turnTable, initial: ['opening'] },
  {
    name: "Call in the simulator's network",
    file: 'daemon/simulator/call-machine.ts',
    table: CALL_TABLE,
    initial: ['incoming', 'waiting', 'dialling'],
  },
];

export const statesOf = ({ table }: Drawn): readonly string[] => Object.keys(table);

export const eventsOf = ({ table }: Drawn): readonly string[] =>
  Array.from(new Set(Object.values(table).flatMap((row) => Object.keys(row))));
