import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { hasCode } from '../../daemon/base/errors.js';
import { type Cancel, installClock } from '../../daemon/base/time.js';
import { VirtualClock } from '../../daemon/base/virtual-clock.js';
import { query } from '../../daemon/modem/commands.js';
import { Device } from '../../daemon/simulator/device.js';
import { PROFILES, type ProfileName } from '../../daemon/simulator/profiles.js';
import { Random } from '../../daemon/simulator/random.js';
import { Box } from './box.js';
import { Ledger } from './ledger.js';
import { MemoryBus } from './memory-bus.js';
import { PostOffice } from './post-office.js';
import { Watch } from './watch.js';

export interface WorldOptions {
  readonly seed: number;
  /** Gets every byte, event and fault with its time. */
  readonly trace?: ((line: string) => void) | undefined;
}

/** Those whose voice is good once a call is up; what degrades from call to call is no matter of one call. */
const KINDS: readonly ProfileName[] = ['good', 'good', 'terse', 'chatty', 'a76xx', 'cs-slow', 'volte16k'];
const PIN = '1234';
const STEP_MS = 250;
/** Some 40 commands, and the first look at the card. */
const START_MS = 20_000;
const STOP_MS = 60_000;

interface Parts {
  readonly clock: VirtualClock;
  readonly device: Device;
  readonly bus: MemoryBus;
  readonly random: Random;
  readonly restoreClock: Cancel;
}

/** One modem and one box on one bus in one virtual time, and those who look at them from outside. */
export class World {
  readonly clock: VirtualClock;
  readonly random: Random;
  readonly device: Device;
  readonly watch: Watch;
  readonly ledger: Ledger;
  readonly postOffice: PostOffice;
  readonly #restoreClock: Cancel;
  readonly #digest = createHash('sha1');
  #lastNumber = 0;
  #lastProbe = 0;

  private constructor(
    readonly box: Box,
    parts: Parts,
    private readonly options: WorldOptions,
  ) {
    this.clock = parts.clock;
    this.device = parts.device;
    this.#restoreClock = parts.restoreClock;
    this.random = parts.random;
    const { modem } = this.device;
    this.watch = new Watch(this.device, box, parts.bus);
    this.ledger = new Ledger(modem, parts.bus, box.store.db);
    this.postOffice = new PostOffice(modem.sms, box.sms, box.store.db);
  }

  /** Up and running, the modem in service. To be closed, because time stands still until then. */
  static async open(options: WorldOptions): Promise<World> {
    const clock = new VirtualClock();
    const restoreClock = installClock(clock);
    const random = new Random(options.seed ^ 0x5eed);
    let world: World | null = null;
    const bus = new MemoryBus(new Random(options.seed ^ 0xb5), (direction, bytes) => world?.tap(direction, bytes));
    const kind = KINDS[random.below(KINDS.length)] ?? 'good';
    const device = new Device({ profile: PROFILES[kind], seed: options.seed, scale: 1 }, bus);
    const box = await Box.open(bus, async () => world?.strike('unplug'));
    world = new World(box, { clock, device, bus, random, restoreClock }, options);
    world.trace(`profile ${kind}`);
    await world.#start();
    return world;
  }

  /** Of all bytes on the AT ports and their times so far; closing may add some. */
  digest(): string {
    return this.#digest.copy().digest('hex');
  }

  async #start(): Promise<void> {
    this.box.modem.machine.changes.subscribe('world', ({ to, reason }) => this.trace(`modem ${to} ${reason}`));
    this.device.start();
    this.box.start();
    await this.clock.advance(START_MS);
  }

  async close(): Promise<void> {
    const stopped = this.box.stop();
    await this.clock.advance(STOP_MS);
    await stopped;
    this.device.stop();
    this.#restoreClock();
  }

  /** Lets time pass until it is done, looking at everything after each step. */
  async until(limitMs: number, done: () => boolean, stepMs = STEP_MS): Promise<void> {
    for (let waitedMs = 0; waitedMs < limitMs && !done() && this.watch.violations.length === 0; waitedMs += stepMs) {
      await this.clock.pass(stepMs);
      this.watch.look();
    }
  }

  /** By the hand of the owner: the rest heals by itself. */
  mend(): void {
    const { modem } = this.device;
    this.device.plugIn();
    if (modem.sim.card === 'absent') modem.changeSim('inserted');
    if (modem.sim.state !== 'SIM PIN' || this.box.modem.status.state !== 'sim-locked') return;
    // Refused while the card is still being read, and asked again.
    this.box.modem.enterPin(PIN).catch(() => undefined);
  }

  /** A number that nobody else has. */
  number(): string {
    return `+4477${String(++this.#lastNumber).padStart(8, '0')}`;
  }

  strike(fault: string): void {
    if (!this.device.plugged) return;
    this.trace(`fault ${fault}`);
    this.device.strike(fault);
  }

  async disk(readOnly: 'on' | 'off'): Promise<void> {
    this.trace(`disk read-only ${readOnly}`);
    await sql`${sql.raw(`pragma query_only = ${readOnly}`)}`.execute(this.box.store.db);
  }

  /** A question whose answer repeats it. Any other answer belonged to another question. */
  async probe(): Promise<void> {
    const payload = String(++this.#lastProbe);
    try {
      const { final, lines } = await this.box.modem.link.queue.ask(query(`AT+SIMECHO=${payload}`));
      if (final.ok && lines.join() !== `+SIMECHO: ${payload}`)
        this.watch.report(`question ${payload}: ${lines.join()}`);
    } catch (error) {
      if (!hasCode(error, 'timeout') && !hasCode(error, 'port-gone')) throw error;
    }
  }

  tap(direction: '<' | '>', bytes: Buffer): void {
    this.#digest.update(`${this.clock.monotonicMs()} ${direction}${bytes.toString('latin1')}`, 'latin1');
    if (this.options.trace !== undefined) this.trace(`${direction} ${JSON.stringify(bytes.toString('latin1'))}`);
  }

  trace(text: string): void {
    this.options.trace?.(`${(this.clock.monotonicMs() / 1000).toFixed(3)} ${text}`);
  }
}
