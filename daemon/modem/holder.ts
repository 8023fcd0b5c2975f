import { readdir, readFile, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { InBothLanguages } from '../base/language.js';

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

/** Programs that take ports by themselves come back when they are only ended. */
const SERVICES: Readonly<Record<string, string>> = { ModemManager: 'ModemManager', smsd: 'smstools' };

/** Who holds the port and what to do, in plain words without capital and stop. */
export function describeHolder(path: string, holder: Holder | null): InBothLanguages {
  if (holder === null) {
    return { en: `${path} is used by another program`, ru: `порт ${path} занят другой программой` };
  }
  const { program, pid } = holder;
  const service = SERVICES[program];
  const remedy = service === undefined ? `sudo kill ${pid}` : `sudo systemctl disable --now ${service}`;
  return {
    en: `${path} is used by ${program} (process ${pid}); mend it with: ${remedy}`,
    ru: `порт ${path} занят программой ${program} (процесс ${pid}); исправьте так: ${remedy}`,
  };
}
