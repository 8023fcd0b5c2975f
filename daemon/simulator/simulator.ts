import { join } from 'node:path';
import { SecretaryError } from '../base/errors.js';
import { logger } from '../base/log.js';
import type { AtHost } from './at-port.js';
import { boot, deafMs } from './boot.js';
import { execute } from './commands/table.js';
import { ControlServer } from './control.js';
import { FAULTS } from './faults/table.js';
import { Modem } from './modem.js';
import { Ports } from './ports.js';
import { PROFILES, type ProfileName } from './profiles.js';
import type { SimulatorReady } from './protocol.js';
import { Transcript } from './transcript.js';

const log = logger('simulator/simulator');

/** OK to the end of USB after AT+CRESET, and from there to new ports (sim7600.md §3.6). */
const RESET_AFTER_MS: readonly [number, number] = [500, 3000];
const AWAY_MS: readonly [number, number] = [14_000, 20_000];

export interface SimulatorOptions {
  /** Gets the links `at`, `at2`, `pcm` and the socket `control`. */
  readonly dir: string;
  readonly profile: ProfileName;
  readonly seed: number;
  /** The modem's own delays (boot, ringing, answering) are divided by it; the voice is not. */
  readonly scale: number;
}

/** The software SIM7600: a modem on three pseudo-terminals, and a socket to play the network and the caller. */
export class Simulator {
  readonly modem: Modem;
  readonly transcripts = { at: new Transcript(), at2: new Transcript() };
  readonly #control: ControlServer;
  #ports: Ports | null = null;

  constructor(readonly options: SimulatorOptions) {
    this.modem = new Modem({ ...options, profile: PROFILES[options.profile] });
    this.#control = new ControlServer(this, join(options.dir, 'control'));
  }

  get plugged(): boolean {
    return this.#ports !== null;
  }

  get ready(): SimulatorReady {
    const { dir } = this.options;
    return {
      ready: true,
      dir,
      atPort: join(dir, 'at'),
      pcmPort: join(dir, 'pcm'),
      control: join(dir, 'control'),
    };
  }

  /** A modem that has booted and is registered; rejects 'busy' when another simulator has the directory. */
  async start(): Promise<void> {
    this.modem.power.subscribe('simulator', (event) => {
      const backAfterMs = event === 'off' ? null : this.#awayMs();
      const inMs = event === 'brown-out' ? 0 : this.modem.random.within(RESET_AFTER_MS);
      this.modem.pace.after(inMs, () => this.#vanish(backAfterMs));
    });
    await this.#control.listen();
    this.#plug().listen();
    this.modem.startChatter();
  }

  async stop(): Promise<void> {
    this.#vanish(null);
    this.modem.pace.powerOff();
    await this.#control.close();
  }

  /** A fault by name, now; throws 'not-found' or, while the ports are away, 'refused'. */
  strike(name: string): void {
    const fault = Object.hasOwn(FAULTS, name) ? FAULTS[name] : undefined;
    if (fault === undefined) throw new SecretaryError('not-found', `no fault is called "${name}"`);
    if (this.#ports === null) throw new SecretaryError('refused', 'the modem is away from the bus');
    this.transcripts.at.remark(`fault ${name}`);
    fault.strike({
      modem: this.modem,
      at: this.#ports.at,
      vanish: (backAfterMs) => this.#vanish(backAfterMs),
      awayMs: () => this.#awayMs(),
    });
  }

  #awayMs(): number {
    return this.modem.random.within(AWAY_MS);
  }

  #plug(): Ports {
    const { modem } = this;
    const host: AtHost = {
      pace: modem.pace,
      lineEnd: modem.profile.lineEnd,
      style: () => ({
        cmee: modem.settings.number('+CMEE'),
        verbose: modem.settings.get('V') === '1',
        quiet: modem.settings.get('Q') === '1',
      }),
      answerDelayMs: () => modem.random.within(modem.profile.answerDelayMs),
      answerGapMs: () => modem.random.within(modem.profile.answerGapMs),
      execute: (call, port) => execute(modem, call, port),
    };
    const ports = new Ports(this.options.dir, host, this.transcripts);
    ports.link();
    modem.urc.plug(ports.at, ports.at2);
    modem.voice.plug(ports.pcm);
    this.#ports = ports;
    return ports;
  }

  #vanish(backAfterMs: number | null): void {
    if (this.#ports === null) return;
    log.debug('ports vanish', { backAfterMs });
    this.transcripts.at.remark('the ports vanish');
    this.modem.powerOff();
    this.#ports.close();
    this.#ports = null;
    if (backAfterMs !== null) this.modem.pace.after(backAfterMs, () => this.#comeBack());
  }

  #comeBack(): void {
    this.transcripts.at.remark('the ports are back');
    const ports = this.#plug();
    this.modem.pace.after(deafMs(this.modem), () => ports.listen());
    boot(this.modem);
  }
}

/** The process: prints one `SimulatorReady` line when it can be used, and ends with the signal. */
export async function runSimulator(options: SimulatorOptions, signal: AbortSignal): Promise<void> {
  const simulator = new Simulator(options);
  await simulator.start();
  process.stdout.write(`${JSON.stringify(simulator.ready)}\n`);
  if (!signal.aborted)
    await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
  await simulator.stop();
}
