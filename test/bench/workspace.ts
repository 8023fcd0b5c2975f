import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

let directory: string | null = null;
const ends: (() => unknown)[] = [];

/** A path for a file of this run; all of them are removed at its end. */
export function inWorkspace(...parts: readonly string[]): string {
  directory ??= mkdtempSync(join(tmpdir(), 'secretary-bench-'));
  return join(directory, ...parts);
}

/** What was started for several measures is ended when the last one is done, in reverse order. */
export const atEnd = (end: () => unknown): void => void ends.push(end);

export async function cleanUp(): Promise<void> {
  for (const end of ends.toReversed()) await end();
  if (directory !== null) rmSync(directory, { recursive: true, force: true });
}

/** For the person who waits; figures alone go to standard output. */
export const tell = (text: string): void => void process.stderr.write(`… ${text}\n`);
