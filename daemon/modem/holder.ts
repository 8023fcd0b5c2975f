import { readdir, readFile, readlink } from 'node:fs/promises';
import { join } from 'node:path';

/** A program that has a port open. */
export interface Holder {
  readonly pid: number;
  readonly program: string;
}

/** Who else has that device open, as far as this user may look; null when nobody is seen. */
export async function holderOf(path: string, procRoot = '/proc'): Promise<Holder | null> {
  const pids = (await readdir(procRoot).catch(() => [])).filter((name) => /^\d+$/.test(name)).map(Number);
  for (const pid of pids) {
    if (pid === process.pid || !(await holds(join(procRoot, String(pid), 'fd'), path))) continue;
    const program = await readFile(join(procRoot, String(pid), 'comm'), 'utf8').catch(() => 'a program');
    return { pid, program: program.trim() };
  }
  return null;
}

/** Processes of others cannot be looked into, and may end meanwhile. */
async function holds(fdFolder: string, path: string): Promise<boolean> {
  for (const fd of await readdir(fdFolder).catch(() => [])) {
    if ((await readlink(join(fdFolder, fd)).catch(() => '')) === path) return true;
  }
  return false;
}

const REMEDIES: Readonly<Record<string, string>> = {
  ModemManager: 'mend it with: sudo systemctl disable --now ModemManager',
  smsd: 'mend it with: sudo systemctl disable --now smstools',
  pppd: 'end that connection: voice and data cannot share a port',
};

/** One sentence without its capital and stop: who holds the port, and what to do. */
export function describeHolder(path: string, holder: Holder | null): string {
  if (holder === null) return `${path} is used by another program`;
  const remedy = REMEDIES[holder.program] ?? `end it with: kill ${holder.pid}`;
  return `${path} is used by ${holder.program} (process ${holder.pid}); ${remedy}`;
}
