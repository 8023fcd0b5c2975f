import { type Cancel, time } from '../../daemon/base/time.js';
import type { LiveEvent } from '../../daemon/call/live.js';
import { SimulatedCaller } from './caller.js';
import { ALL_WELL } from './fickle-engines.js';
import type { Plan } from './plan.js';
import type { World } from './world.js';

/** No call lasts longer: a minute of talk, the ringing before it and the unwinding after. */
const CALL_LIMIT_MS = 180_000;
/** Restarts are limited: a modem that hangs again and again has to wait for the next. */
const OUTAGE_LIMIT_MS = 7_200_000;
const OUTAGE_STEP_MS = 1000;
/** Faults that last some seconds are over by then. */
const SETTLES_MS = 6000;
/** A disk that ails, the pause before the next try, and a second caller who might still ring again. */
const LATE_ROWS_MS = 25_000;
const SECOND_PATIENCE_MS = [500, 30_000] as const;
/** Fewer is no proof that the caller heard a greeting. */
const HEARD_FRAMES = 20;

/** One caller and all that the plan has in store for the call, to the moment when the next one may dial. */
export class OneCall {
  readonly #cancels: Cancel[] = [];
  readonly #live: LiveEvent[] = [];

  constructor(
    private readonly world: World,
    private readonly plan: Plan,
  ) {}

  async run(): Promise<void> {
    await this.#inService();
    const { world, plan } = this;
    const { box, watch, device, clock } = world;
    const { exchange, farEnd } = device.modem;
    const caller = new SimulatedCaller(farEnd, box.engines, plan.lines);
    const endLive = box.live.subscribe('one-call', (event) => this.#note(event));
    const beganMs = clock.monotonicMs();
    this.#arrange();
    world.trace(`a caller dials${plan.good ? '' : ` into ${JSON.stringify(plan)}`}`);
    exchange.dialIn(plan.number);
    await world.until(OUTAGE_LIMIT_MS, () => this.#isOver() || clock.monotonicMs() > this.#limitMs(beganMs));
    const [stuck] = exchange.calls;
    if (stuck !== undefined) watch.report(`a call in state ${stuck.state} does not end`);
    else if (box.desk.current !== null) watch.report(`a call in state ${box.desk.current.state} does not end`);
    else if (plan.good && watch.outageMs < beganMs) this.#judge(caller);
    for (const cancel of this.#cancels) cancel();
    caller.leave();
    box.engines.moods = ALL_WELL;
    await clock.advance(plan.gapMs);
    if (plan.diskFails !== null || plan.secondCallerAtMs !== null) await clock.advance(LATE_ROWS_MS);
    // A ring that was forged meanwhile has to come to its end too.
    await world.until(CALL_LIMIT_MS, () => this.#isOver());
    endLive();
    world.trace('call over');
  }

  /** After the last trouble: what a person would have to mend is mended, the rest heals by itself. */
  async #inService(): Promise<void> {
    const { device, box, watch } = this.world;
    const ready = () => box.modem.status.state === 'ready' || !this.plan.good;
    const inService = () => device.plugged && device.modem.network.inService && ready();
    const isFree = () => inService() && device.modem.exchange.calls.length === 0;
    const mended = () => {
      this.world.mend();
      return isFree();
    };
    if (!mended()) await this.world.until(OUTAGE_LIMIT_MS, mended, OUTAGE_STEP_MS);
    if (!inService()) watch.report(`never in service again: the modem is ${box.modem.status.state}`);
    if (this.plan.good) await this.#useUp();
  }

  /** A fault that waits for the next command must not meet a call in which nothing is to be wrong. */
  async #useUp(): Promise<void> {
    const { world } = this;
    let asked = false;
    void world.probe().finally(() => (asked = true));
    await world.until(OUTAGE_LIMIT_MS, () => asked);
    await world.clock.advance(SETTLES_MS);
    await world.until(OUTAGE_LIMIT_MS, () => world.box.modem.status.state === 'ready');
  }

  #arrange(): void {
    const { world, plan } = this;
    const { box, device, postOffice } = world;
    const { exchange, farEnd, network } = device.modem;
    for (const { atMs, fault } of plan.strikes) this.#at(atMs, () => world.strike(fault));
    for (const atMs of plan.probesAtMs) this.#at(atMs, () => void world.probe());
    for (const atMs of plan.textsAtMs) this.#at(atMs, () => network.inService && postOffice.write());
    for (const atMs of plan.sendsAtMs) this.#at(atMs, () => void postOffice.send());
    for (const { atMs, key } of plan.keys) this.#at(atMs, () => exchange.calls.length > 0 && farEnd.press(key));
    this.#at(plan.hangsUpAtMs, () => {
      const [call] = exchange.calls;
      if (call !== undefined) exchange.release(call, 'caller-hung-up');
    });
    this.#at(plan.moodsAtMs, () => (box.engines.moods = plan.moods));
    if (plan.secondCallerAtMs !== null) this.#at(plan.secondCallerAtMs, () => this.#knock());
    if (plan.ownerEndsAtMs !== null) this.#at(plan.ownerEndsAtMs, () => box.desk.current?.hangUp('owner'));
    const { diskFails } = plan;
    if (diskFails === null) return;
    this.#at(diskFails.atMs, () => {
      void world.disk('on');
      time.after(diskFails.forMs, () => void world.disk('off'));
    });
  }

  #at(ms: number, run: () => unknown): void {
    this.#cancels.push(time.after(ms, run));
  }

  /** A second caller, who has some patience of his own. */
  #knock(): void {
    const { world } = this;
    const { exchange } = world.device.modem;
    if (exchange.find('active') === undefined) return;
    const number = world.number();
    exchange.knock(number);
    const call = exchange.calls.at(-1);
    time.after(world.random.within(SECOND_PATIENCE_MS), () => {
      if (call !== undefined && call.state !== 'released') exchange.release(call, 'caller-hung-up');
    });
    world.trace(`second caller ${number}`);
  }

  /** A call in which nothing was wrong: both must have been heard. */
  #judge(caller: SimulatedCaller): void {
    const { watch } = this.world;
    const heard = this.#live.some((event) => event.type === 'turn' && event.turn.heard === this.plan.lines[0]);
    if (!this.#live.some(({ type }) => type === 'connected')) watch.report('a good call was never connected');
    else if (caller.heardFrames < HEARD_FRAMES) watch.report(`a good caller heard ${caller.heardFrames} frames`);
    else if (!heard) watch.report('in a good call the assistant did not hear the caller');
  }

  #isOver(): boolean {
    const { device, box } = this.world;
    return device.modem.exchange.calls.length === 0 && box.desk.current === null;
  }

  #limitMs(beganMs: number): number {
    return Math.max(beganMs, this.world.watch.outageMs) + CALL_LIMIT_MS;
  }

  #note(event: LiveEvent): void {
    this.#live.push(event);
    this.world.trace(`live ${event.type} ${event.type === 'ended' ? event.endReason : ''}`);
  }
}
