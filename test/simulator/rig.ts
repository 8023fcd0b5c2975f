import { closeSync, constants, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SecretaryError, systemCode } from '../../daemon/base/errors.js';
import { time } from '../../daemon/base/time.js';
import { SimulatorClient } from '../../daemon/simulator/client.js';
import type { SimulatorEvent } from '../../daemon/simulator/protocol.js';
import { Simulator, type SimulatorOptions } from '../../daemon/simulator/simulator.js';

const STEP_MS = 2;
const PATIENCE_MS = 15_000;

interface Teardown {
  teardown(run: () => unknown): void;
}

/** Waits until the probe says something; a machine that is busy only makes it slower. */
export async function until<T>(
  probe: () => T | undefined | false | Promise<T | undefined | false>,
  what: string,
): Promise<T> {
  for (let waited = 0; waited < PATIENCE_MS; waited += STEP_MS) {
    const found = await probe();
    if (found !== undefined && found !== false) return found;
    await time.sleep(STEP_MS);
  }
  throw new SecretaryError('timeout', `never came: ${what}`);
}

/** A port as the daemon's side sees it, with nothing but plain reads and writes. */
export class HostPort {
  readonly #fd: number;
  readonly #chunk = Buffer.alloc(65_536);

  constructor(path: string) {
    this.#fd = openSync(path, constants.O_RDWR | constants.O_NOCTTY | constants.O_NONBLOCK);
  }

  /** What has come; null when the port has hung up. */
  read(): Buffer | null {
    try {
      const count = readSync(this.#fd, this.#chunk);
      return count === 0 ? null : Buffer.from(this.#chunk.subarray(0, count));
    } catch (error) {
      if (systemCode(error) === 'EAGAIN') return Buffer.alloc(0);
      if (systemCode(error) === 'EIO') return null;
      throw error;
    }
  }

  write(bytes: Buffer | string): number {
    return writeSync(this.#fd, typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes);
  }

  close(): void {
    closeSync(this.#fd);
  }
}

/** A tiny AT exchange: no queue, no parser, everything that came is kept. */
export class HostAt {
  readonly port: HostPort;
  /** All that has come and has not been taken by `command` or `line`. */
  unread = '';

  constructor(path: string) {
    this.port = new HostPort(path);
  }

  poll(): string {
    this.unread += this.port.read()?.toString('latin1') ?? '';
    return this.unread;
  }

  /** Sends a command and returns everything up to its final result, lines without their ends. */
  async command(text: string): Promise<string[]> {
    this.port.write(`${text}\r`);
    // NO CARRIER is left out: it may also be the end of the last call.
    const final = /\r\n(OK|ERROR|\+CM[ES] ERROR: [^\r]*)\r+\n/;
    const end = await until(
      () => {
        const found = final.exec(this.poll());
        return found === null ? undefined : found.index + found[0].length;
      },
      `the answer of ${text}, got ${JSON.stringify(this.unread)}`,
    );
    return this.#take(end)
      .split(/[\r\n]+/)
      .filter((line) => line !== '');
  }

  /** The next line that fits; what came before it is dropped. */
  async line(fits: RegExp): Promise<string> {
    const at = await until(
      () => {
        const found = new RegExp(`\\n(${fits.source}[^\\r\\n]*)\\r`).exec(this.poll());
        return found === null ? undefined : { end: found.index + found[0].length, text: found[1] ?? '' };
      },
      `a line like ${fits}, got ${JSON.stringify(this.unread)}`,
    );
    this.#take(at.end);
    return at.text;
  }

  #take(end: number): string {
    const taken = this.unread.slice(0, end);
    this.unread = this.unread.slice(end);
    return taken;
  }
}

export interface Rig {
  readonly simulator: Simulator;
  readonly client: SimulatorClient;
  readonly events: SimulatorEvent[];
  readonly dir: string;
  readonly at: HostAt;
  openAt(): HostAt;
}

/** A simulator with its client listening and its AT port open, echo off; all ended by the test's teardown. */
export async function startRig(t: Teardown, options: Partial<SimulatorOptions> = {}): Promise<Rig> {
  const dir = mkdtempSync(join(tmpdir(), 'simulator-'));
  const simulator = new Simulator({ dir, profile: 'good', seed: 1, scale: 50, ...options });
  await simulator.start();
  const client = await SimulatorClient.connect(simulator.ready.control);
  const events: SimulatorEvent[] = [];
  client.events.subscribe('rig', (event) => events.push(event));
  await client.request({ op: 'listen' });
  const opened: HostAt[] = [];
  const openAt = () => {
    const host = new HostAt(simulator.ready.atPort);
    opened.push(host);
    return host;
  };
  t.teardown(async () => {
    client.close();
    for (const host of opened) host.port.close();
    await simulator.stop();
    rmSync(dir, { recursive: true, force: true });
  });
  const at = openAt();
  await at.command('ATE0');
  return { simulator, client, events, dir, at, openAt };
}

/** Dials, waits for the ring, answers. */
export async function answeredCall(rig: Rig, from: string | null = '+447700900123'): Promise<void> {
  await rig.client.request({ op: 'dial', from });
  await rig.at.line(/RING/);
  await rig.at.command('ATA');
}

export const heardSamples = (events: readonly SimulatorEvent[]): Int16Array => {
  const bytes = Buffer.concat(events.flatMap((e) => (e.event === 'audio' ? [Buffer.from(e.pcm, 'base64')] : [])));
  return Int16Array.from({ length: bytes.length / 2 }, (_, n) => bytes.readInt16LE(2 * n));
};

/** Noise that is never zero, so that silence put in between can be told from it. */
export function noise(seconds: number): Int16Array {
  return Int16Array.from({ length: seconds * 8000 }, (_, n) => ((n * 7919) % 20_011) + 1);
}
