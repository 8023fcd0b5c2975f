import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { settleWithin, withDeadline } from '../base/abort.js';
import { SecretaryError } from '../base/errors.js';

const CLI = join(import.meta.dirname, '..', 'cli.js');
const STOP_WITHIN_MS = 8000;
/** As in systemd/secretary.service: the young generation and malloc's arenas would take 40 MB without being faster. */
const LEAN = { flags: ['--max-semi-space-size=1'], env: { MALLOC_ARENA_MAX: '2' } } as const;

export interface ProgramOptions {
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Where its log lines go. */
  readonly logFile: string;
  readonly readyWithinMs: number;
}

export interface Program<Ready> {
  readonly child: ChildProcess;
  /** What it printed when it could be used. */
  readonly ready: Ready;
}

/** Starts another `secretary …` and waits for the JSON line that says it can be used. Rejects with its log's place. */
export async function startProgram<Ready>({
  argv,
  env,
  logFile,
  readyWithinMs,
}: ProgramOptions): Promise<Program<Ready>> {
  const log = openSync(logFile, 'w');
  const child = spawn(process.execPath, [...LEAN.flags, CLI, ...argv], {
    stdio: ['ignore', 'pipe', log],
    env: { ...process.env, ...LEAN.env, ...env },
  });
  closeSync(log);
  const { stdout } = child;
  const line = new Promise<Ready>((resolve, reject) => {
    if (stdout !== null) createInterface({ input: stdout }).once('line', (text) => resolve(JSON.parse(text) as Ready));
    child.once('exit', (code, signal) => reject(endedAtOnce(argv[0] ?? '', signal ?? `exit code ${code}`, logFile)));
  });
  try {
    return { child, ready: await withDeadline(line, readyWithinMs, 'start') };
  } catch (error) {
    child.kill('SIGKILL');
    throw error;
  }
}

/** With its own last words, which are the line that is no log line. */
function endedAtOnce(name: string, why: string, logFile: string): SecretaryError {
  const lines = readFileSync(logFile, 'utf8').split('\n');
  const words = lines.findLast((line) => line !== '' && !line.startsWith('{')) ?? `it ended at once, ${why}`;
  return new SecretaryError('engine-failed', `secretary ${name}: ${words} (its log: ${logFile})`);
}

/** Runs another `secretary …` in this terminal; resolves with its exit code. */
export function runProgram(argv: readonly string[]): { child: ChildProcess; code: Promise<number> } {
  const child = spawn(process.execPath, [CLI, ...argv], { stdio: ['ignore', 'inherit', 'inherit'] });
  return { child, code: new Promise((resolve) => child.once('exit', (code) => resolve(code ?? 1))) };
}

/** The last one started is stopped first; what does not end in time is killed. */
export async function stopPrograms(children: readonly ChildProcess[]): Promise<void> {
  for (const child of children.toReversed()) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    const exited = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    if (!(await settleWithin(exited, STOP_WITHIN_MS))) child.kill('SIGKILL');
  }
}
