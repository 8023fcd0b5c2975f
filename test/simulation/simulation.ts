import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { hasCode } from '../../daemon/base/errors.js';
import { type Cancel, installClock, time } from '../../daemon/base/time.js';
import { VirtualClock } from '../../daemon/base/virtual-clock.js';
import type { LiveEvent } from '../../daemon/call/live.js';
import { query } from '../../daemon/modem/commands.js';
import { Device } from '../../daemon/simulator/device.js';
import { PROFILES, type ProfileName } from '../../daemon/simulator/profiles.js';
import { Random } from '../../daemon/simulator/random.js';
import { Box } from './box.js';
import { SimulatedCaller } from './caller.js';
import { ALL_WELL } from './fickle-engines.js';
import { Ledger } from './ledger.js';
import { MemoryBus } from './memory-bus.js';
import { type Plan, type Strike, goodPlan, troubledPlan } from './plan.js';
import { Watch } from './watch.js';

export interface SimulationOptions {
  readonly seed: number;
  readonly calls: number;
  /** Gets every byte, event and fault with its time. */
  readonly trace?: (line: string) => void;
}

export interface SimulationResult {
  readonly calls: number;
  /** Empty when all was well; the run ends at the first. */
  readonly violations: readonly string[];
  readonly virtualMs: number;
  /** Of all bytes on the AT port and their times: equal for equal seeds. */
  readonly digest: string;
}

/** Those whose voice is good once the call is up; the others need healing that a call alone cannot bring. */
const KINDS: readonly ProfileName[] = ['good', 'good', 'terse', 'chatty', 'a76xx', 'cs-slow', 'volte16k'];
const PIN = '1234';
const STEP_MS = 250;
/** No call lasts longer: a minute of talk, the ringing before it and the unwinding after. */
const CALL_LIMIT_MS = 180_000;
const OUTAGE_LIMIT_MS = 300_000;
/** A disk that ails, the pause before the next try, and a second caller who might still ring again. */
const LATE_ROWS_MS = 25_000;
/** Fewer is no proof that the caller heard a greeting. */
const HEARD_FRAMES = 20;

/** One box and one modem in virtual time, from the first call of a seed to its last. */
export class Simulation {
  readonly #clock = new VirtualClock();
  readonly #restoreClock: Cancel;
  readonly #random: Random;
  readonly #digest = createHash('sha1');
  readonly #bus: MemoryBus;
  readonly #device: Device;
  readonly #options: SimulationOptions;
  #lastNumber = 0;
  #lastProbe = 0;
  #live: LiveEvent[] = [];

  private constructor(options: SimulationOptions) {
    this.#options = options;
    this.#restoreClock = installClock(this.#clock);
    this.#random = new Random(options.seed ^ 0x5eed);
    this.#bus = new MemoryBus(new Random(options.seed ^ 0xb5), (direction, bytes) => this.#tap(direction, bytes));
    const kind = KINDS[this.#random.below(KINDS.length)] ?? 'good';
    this.#device = new Device({ profile: PROFILES[kind], seed: options.seed, scale: 1 }, this.#bus);
    this.#trace(`profile ${kind}`);
  }

  static async run(options: SimulationOptions): Promise<SimulationResult> {
    const simulation = new Simulation(options);
    const { stackTraceLimit } = Error;
    // Most of what an aborted wait costs, and nobody reads them.
    Error.stackTraceLimit = 0;
    try {
      return await simulation.#run();
    } finally {
      Error.stackTraceLimit = stackTraceLimit;
      simulation.#restoreClock();
    }
  }

  async #run(): Promise<SimulationResult> {
    const box = await Box.open(this.#bus);
    const watch = new Watch(this.#device, box);
    const ledger = new Ledger(this.#device.modem, this.#bus, box.store.db);
    box.live.subscribe('simulation', (event) => this.#note(event));
    box.modem.machine.changes.subscribe('simulation', ({ to, reason }) => this.#trace(`modem ${to} ${reason}`));
    this.#device.start();
    box.start();
    await this.#clock.advance(20_000);
    let calls = 0;
    let before = goodPlan(this.#random, this.#number());
    while (calls < this.#options.calls && watch.violations.length === 0) {
      calls++;
      const plan = this.#random.chance(0.5)
        ? goodPlan(this.#random, this.#number())
        : troubledPlan(this.#random, this.#number());
      watch.call = calls;
      await this.#oneCall(plan, box, watch);
      for (const wrong of await ledger.audit(auditOf([...before.strikes, ...plan.strikes]))) watch.report(wrong);
      before = plan;
    }
    await this.#stop(box);
    const digest = this.#digest.digest('hex');
    return { calls, violations: watch.violations, virtualMs: this.#clock.monotonicMs(), digest };
  }

  async #oneCall(plan: Plan, box: Box, watch: Watch): Promise<void> {
    await this.#inService(box, watch, plan.good);
    const { exchange, farEnd } = this.#device.modem;
    this.#live = [];
    const caller = new SimulatedCaller(farEnd, box.engines, plan.lines);
    const beganMs = this.#clock.monotonicMs();
    const cancels = this.#arrange(plan, box, watch);
    const call = exchange.dialIn(plan.number);
    this.#trace(`a caller dials${plan.good ? '' : ` into ${JSON.stringify(plan)}`}`);
    await this.#until(CALL_LIMIT_MS, watch, () => exchange.calls.length === 0 && box.desk.current === null);
    if (exchange.calls.length > 0) watch.report(`a call in state ${exchange.calls[0]?.state} does not end`);
    else if (box.desk.current !== null) watch.report(`a call in state ${box.desk.current.state} does not end`);
    if (plan.good && watch.outageMs < beganMs) this.#judge(caller, plan, watch);
    for (const cancel of cancels) cancel();
    caller.leave();
    box.engines.moods = ALL_WELL;
    await this.#clock.advance(plan.gapMs);
    if (plan.diskFails !== null || plan.secondCallerAtMs !== null) await this.#clock.advance(LATE_ROWS_MS);
    watch.look();
    this.#trace(`call over: ${call.endReason}`);
  }

  /** After the last trouble: what a person would have to mend is mended, the rest heals by itself. */
  async #inService(box: Box, watch: Watch, ready: boolean): Promise<void> {
    const { network } = this.#device.modem;
    const inService = () => this.#device.plugged && network.inService && (!ready || box.modem.status.state === 'ready');
    await this.#until(OUTAGE_LIMIT_MS, watch, () => {
      this.#mend(box);
      return inService();
    });
    if (!inService()) watch.report(`never in service again: the modem is ${box.modem.status.state}`);
    if (ready) await this.#useUp(box, watch);
  }

  /** A fault that waits for the next command must not meet a call in which nothing is to be wrong. */
  async #useUp(box: Box, watch: Watch): Promise<void> {
    let asked = false;
    void this.#probe(box, watch).finally(() => (asked = true));
    await this.#until(OUTAGE_LIMIT_MS, watch, () => asked && box.modem.status.state === 'ready');
  }

  /** By the hand of the owner. */
  #mend(box: Box): void {
    const { sim } = this.#device.modem;
    this.#device.plugIn();
    if (sim.card === 'absent') this.#device.modem.changeSim('inserted');
    if (sim.state === 'SIM PIN' && box.modem.status.state === 'sim-locked')
      box.modem.enterPin(PIN).catch(() => undefined);
  }

  #arrange(plan: Plan, box: Box, watch: Watch): readonly Cancel[] {
    const { exchange, farEnd } = this.#device.modem;
    const cancels = plan.strikes.map(({ atMs, fault }) => time.after(atMs, () => this.#strike(fault)));
    const at = (ms: number | null, run: () => unknown) => (ms === null ? undefined : cancels.push(time.after(ms, run)));
    at(plan.hangsUpAtMs, () => {
      const call = exchange.calls[0];
      if (call !== undefined) exchange.release(call, 'caller-hung-up');
    });
    at(plan.moodsAtMs, () => void (box.engines.moods = plan.moods));
    at(plan.ownerEndsAtMs, () => box.desk.current?.hangUp('owner'));
    for (const ms of plan.probesAtMs) at(ms, () => void this.#probe(box, watch));
    for (const { atMs, key } of plan.keys) at(atMs, () => exchange.calls.length > 0 && farEnd.press(key));
    at(plan.secondCallerAtMs, () => this.#knock());
    const { diskFails } = plan;
    if (diskFails !== null) {
      at(diskFails.atMs, () => {
        void this.#disk(box, 'on');
        time.after(diskFails.forMs, () => void this.#disk(box, 'off'));
      });
    }
    return cancels;
  }

  /** A second caller, who has some patience of his own. */
  #knock(): void {
    const { exchange } = this.#device.modem;
    if (exchange.find('active') === undefined) return;
    const number = this.#number();
    exchange.knock(number);
    const call = exchange.calls.at(-1);
    time.after(this.#random.within([500, 30_000]), () => {
      if (call !== undefined && call.state !== 'released') exchange.release(call, 'caller-hung-up');
    });
    this.#trace(`second caller ${number}`);
  }

  /** A question whose answer repeats it. Any other answer belonged to another question. */
  async #probe(box: Box, watch: Watch): Promise<void> {
    const payload = String(++this.#lastProbe);
    try {
      const { final, lines } = await box.modem.link.queue.ask(query(`AT+SIMECHO=${payload}`));
      if (final.ok && lines.join() !== `+SIMECHO: ${payload}`) watch.report(`question ${payload} got ${lines.join()}`);
    } catch (error) {
      if (!hasCode(error, 'timeout') && !hasCode(error, 'port-gone')) throw error;
    }
  }

  #strike(fault: string): void {
    if (!this.#device.plugged) return;
    this.#trace(`fault ${fault}`);
    this.#device.strike(fault);
  }

  async #disk(box: Box, readOnly: 'on' | 'off'): Promise<void> {
    this.#trace(`disk read-only ${readOnly}`);
    await sql`${sql.raw(`pragma query_only = ${readOnly}`)}`.execute(box.store.db);
  }

  /** A call in which nothing was wrong: both must have been heard, and somebody must have said goodbye. */
  #judge(caller: SimulatedCaller, plan: Plan, watch: Watch): void {
    const heard = this.#live.some((event) => event.type === 'turn' && event.turn.heard === plan.lines[0]);
    if (!this.#live.some(({ type }) => type === 'connected')) watch.report('a good call was never connected');
    else if (caller.heardFrames < HEARD_FRAMES)
      watch.report(`in a good call the caller heard ${caller.heardFrames} frames`);
    else if (!heard) watch.report('in a good call the assistant did not hear the caller');
  }

  async #until(limitMs: number, watch: Watch, done: () => boolean): Promise<void> {
    for (let waitedMs = 0; waitedMs < limitMs && !done() && watch.violations.length === 0; waitedMs += STEP_MS) {
      await this.#clock.advance(STEP_MS);
      watch.look();
    }
  }

  #number(): string {
    return `+4477${String(++this.#lastNumber).padStart(8, '0')}`;
  }

  async #stop(box: Box): Promise<void> {
    // A disk that ails is well again by then.
    await this.#clock.advance(20_000);
    const stopped = box.stop();
    await this.#clock.advance(60_000);
    await stopped;
    this.#device.stop();
  }

  #note(event: LiveEvent): void {
    if (event.type === 'line' || event.type === 'engine') return;
    this.#live.push(event);
    this.#trace(`live ${event.type} ${event.type === 'ended' ? event.endReason : ''}`);
  }

  #tap(direction: '<' | '>', bytes: Buffer): void {
    this.#digest.update(`${this.#clock.monotonicMs()} ${direction}`).update(bytes);
    if (this.#options.trace !== undefined) this.#trace(`${direction} ${JSON.stringify(bytes.toString('latin1'))}`);
  }

  #trace(text: string): void {
    this.#options.trace?.(`${(this.#clock.monotonicMs() / 1000).toFixed(3)} ${text}`);
  }
}

/** Faults that say RING where nobody rings, and those behind which a caller can hide from the box. */
const FORGING: ReadonlySet<string> = new Set(['line-in-answer', 'ghost-call', 'garbage']);
const HIDING: ReadonlySet<string> = new Set(['ghost-call', 'garbage']);

const auditOf = (strikes: readonly Strike[]) => ({
  forged: strikes.some(({ fault }) => FORGING.has(fault)),
  lossy: strikes.some(({ fault }) => HIDING.has(fault)),
});
