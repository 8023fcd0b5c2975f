import { join } from 'node:path';
import { ControlServer } from './control.js';
import { Device } from './device.js';
import { PROFILES, type ProfileName } from './profiles.js';
import type { SimulatorReady } from './protocol.js';
import { PtyBus } from './pty-bus.js';
import type { Product } from './usb-folders.js';

export interface SimulatorOptions {
  /** Gets the links `at`, `at2`, `pcm`, the socket `control`, and `sys` and `dev` as the kernel would show them. */
  readonly dir: string;
  readonly profile: ProfileName;
  readonly seed: number;
  /** The modem's own delays (boot, ringing, answering) are divided by it; the voice is not. */
  readonly scale: number;
  /** USB composition; 9001 unless it is said (sim7600.md §1.2). */
  readonly product?: Product;
  readonly imei?: string;
}

/** The software SIM7600: a modem on three pseudo-terminals, and a socket to play the network and the caller. */
export class Simulator {
  readonly device: Device;
  readonly #control: ControlServer;

  constructor(readonly options: SimulatorOptions) {
    const { dir, profile, product = '9001', ...same } = options;
    this.device = new Device({ ...same, profile: PROFILES[profile] }, new PtyBus(dir, product));
    this.#control = new ControlServer(this.device, join(dir, 'control'));
  }

  get ready(): SimulatorReady {
    const { dir } = this.options;
    return { ready: true, dir, atPort: join(dir, 'at'), pcmPort: join(dir, 'pcm'), control: join(dir, 'control') };
  }

  /** Rejects 'busy' when another simulator has the directory. */
  async start(): Promise<void> {
    await this.#control.listen();
    this.device.start();
  }

  async stop(): Promise<void> {
    this.device.stop();
    await this.#control.close();
  }
}

/** The process: prints one `SimulatorReady` line when it can be used, and ends with the signal. */
export async function runSimulator(options: SimulatorOptions, signal: AbortSignal): Promise<void> {
  const simulator = new Simulator(options);
  await simulator.start();
  process.stdout.write(`${JSON.stringify(simulator.ready)}\n`);
  if (!signal.aborted) {
    await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
  }
  await simulator.stop();
}
