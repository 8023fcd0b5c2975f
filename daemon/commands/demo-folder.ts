import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

/** Where a demo keeps its data and its sockets, so that `secretary call` finds the one that runs. */
export interface DemoFolder {
  readonly data: string;
  readonly run: string;
  readonly control: string;
  readonly simulatorDir: string;
  readonly simulator: string;
}

export function demoFolder(given: string | undefined): DemoFolder {
  const data = resolve(given ?? process.env['SECRETARY_DATA'] ?? join(homedir(), '.local/share/secretary-demo'));
  const run = join(data, 'run');
  const simulatorDir = join(run, 'sim');
  return { data, run, control: join(run, 'control.sock'), simulatorDir, simulator: join(simulatorDir, 'control') };
}
