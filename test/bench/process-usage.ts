import { readdirSync, readFileSync } from 'node:fs';

/** Linux counts CPU time in hundredths of a second towards programs, whatever the kernel's own clock (proc_pid_stat(5)). */
const TICK_MS = 10;

/** User and system time of a process with all its threads. */
export function cpuMs(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
  // The name in brackets may hold spaces: fields are counted behind it; utime and stime are the 14th and 15th of all.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
}

export const residentBytes = (pid: number): number => statusField(`/proc/${pid}/status`, 'VmRSS') * 1024;

/** The same with what is shared (Node itself, ONNX Runtime) divided among the processes that use it: what the machine would
 *  have more without this one ("Pss", proc_pid_smaps(5)). */
export const shareOfMemoryBytes = (pid: number): number => statusField(`/proc/${pid}/smaps_rollup`, 'Pss') * 1024;

/** Times that any thread of the process went to sleep, which is as often as one woke up. */
export function wakeUps(pid: number): number {
  const threads = readdirSync(`/proc/${pid}/task`);
  return threads.reduce(
    (total, thread) => total + statusField(`/proc/${pid}/task/${thread}/status`, 'voluntary_ctxt_switches'),
    0,
  );
}

function statusField(path: string, name: string): number {
  const line = readFileSync(path, 'latin1')
    .split('\n')
    .find((each) => each.startsWith(`${name}:`));
  return Number.parseInt(line?.slice(name.length + 1) ?? '', 10);
}
