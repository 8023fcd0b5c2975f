import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { withDeadline } from '../../daemon/base/abort.js';
import { SecretaryError } from '../../daemon/base/errors.js';
import { JsonClient } from '../../daemon/base/json-socket.js';
import { time } from '../../daemon/base/time.js';
import { demoFolder } from '../../daemon/commands/demo-folder.js';
import type { EngineKind, EngineStatus } from '../../daemon/engines/engine.js';

const CLI = fileURLToPath(new URL('../../daemon/cli.js', import.meta.url));
const START_WITHIN_MS = 120_000;
const CALL_WITHIN_MS = 300_000;
const STOP_WITHIN_MS = 15_000;

/** The process ids of the daemon and of its engines. */
export interface Processes {
  readonly daemon: number;
  readonly engines: readonly { readonly kind: EngineKind; readonly pid: number }[];
}

/** The demo as a visitor starts it, kept up for further calls. It may go down by itself only after `stop`. */
export class DemoBox {
  readonly data: string;
  readonly #lines: string[] = [];
  #child: ChildProcess | null = null;
  #wake = () => {};

  constructor(data: string) {
    this.data = data;
  }

  get log(): string {
    return join(this.data, 'daemon.log');
  }

  /** Rings with these steps; resolves when the phone rings, with the milliseconds since the command was given. */
  async start(steps: readonly string[]): Promise<number> {
    const beganMs = time.monotonicMs();
    const args = ['demo', '--data', this.data, '--port', '0', ...steps];
    this.#child = spawn(process.execPath, [CLI, ...args], { stdio: ['ignore', 'pipe', 'ignore'] });
    this.#child.once('exit', () => this.#take('the demo ended'));
    if (this.#child.stdout !== null)
      createInterface({ input: this.#child.stdout }).on('line', (line) => this.#take(line));
    await withDeadline(this.#line(/line +ringing/), START_WITHIN_MS, 'first ring');
    return time.monotonicMs() - beganMs;
  }

  /** Resolves when the call with which the demo began is over and recorded. */
  async firstCallOver(): Promise<void> {
    await withDeadline(this.#line(/^The demo stays up/), CALL_WITHIN_MS, 'first call');
  }

  /** Rings again and waits until that call is over and recorded; false when the caller could not take all steps. */
  async call(steps: readonly string[]): Promise<boolean> {
    const child = spawn(process.execPath, [CLI, 'call', '--data', this.data, ...steps], { stdio: 'ignore' });
    const exit = new Promise<number | null>((resolve) => child.once('exit', resolve));
    try {
      return (await withDeadline(exit, CALL_WITHIN_MS, 'call')) === 0;
    } finally {
      child.kill();
    }
  }

  async processes(): Promise<Processes> {
    const control = await JsonClient.connect(demoFolder(this.data).control);
    const status = (await control.request({ op: 'status' })) as { pid: number; engines: readonly EngineStatus[] };
    control.close();
    return {
      daemon: status.pid,
      engines: status.engines.flatMap(({ kind, pid }) => (pid === null ? [] : { kind, pid })),
    };
  }

  async stop(): Promise<void> {
    const child = this.#child;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    const exit = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    await withDeadline(exit, STOP_WITHIN_MS, 'end of the demo').catch(() => child.kill('SIGKILL'));
  }

  #take(line: string): void {
    this.#lines.push(line);
    this.#wake();
  }

  async #line(pattern: RegExp): Promise<void> {
    while (!this.#lines.some((line) => pattern.test(line))) {
      if (this.#lines.includes('the demo ended'))
        throw new SecretaryError(
          'engine-failed',
          `the demo ended early; the end of what it said: ${this.#lines.at(-2)}`,
        );
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }
}
