import { time } from '../../daemon/base/time.js';
import type { Device } from '../../daemon/simulator/device.js';
import type { Box } from './box.js';
import type { MemoryBus } from './memory-bus.js';

/** No state may last longer while nothing from outside forces it (issue B, part 10). */
const STUCK_MS = 90_000;
/** Nor may one failed attempt after the other: the longest pause between two is a minute. */
const NOT_READY_MS = 180_000;
/** A box at rest has ten; a storm of keys in the simulator makes some sixty. */
const TIMERS_AT_MOST = 100;
const LISTENERS_AT_MOST = 12;

/** Looks at box and modem from outside, and remembers since when all is well there. */
export class Watch {
  readonly violations: string[] = [];
  /** The number of the call in hand, for the report. */
  call = 0;
  /** When the modem was last off, out of service, without its card or hanging on a message. */
  outageMs = 0;
  #readyMs = 0;
  #modem = { state: 'absent', sinceMs: 0 };
  #call: { readonly id: string; state: string; sinceMs: number } | null = null;

  constructor(
    private readonly device: Device,
    private readonly box: Box,
    private readonly bus: MemoryBus,
  ) {}

  report(what: string): void {
    this.violations.push(`call ${this.call}, ${(time.monotonicMs() / 1000).toFixed(3)} s: ${what}`);
  }

  look(): void {
    const now = time.monotonicMs();
    const { state } = this.box.modem.status;
    if (!this.#deviceIsWell()) this.outageMs = now;
    if (state === 'ready') this.#readyMs = now;
    if (state !== this.#modem.state) this.#modem = { state, sinceMs: now };
    if (state !== 'ready' && now - Math.max(this.outageMs, this.#modem.sinceMs) > STUCK_MS)
      this.report(`the modem stays ${state}`);
    if (now - Math.max(this.outageMs, this.#readyMs) > NOT_READY_MS) this.report('the modem does not get ready');
    this.#lookAtCall(now);
    const { modem } = this.box;
    const listeners = modem.events.listenerCount + modem.machine.changes.listenerCount;
    if (listeners > LISTENERS_AT_MOST) this.report(`${listeners} listeners at the modem`);
  }

  /** Between two calls. */
  lookAtTimers(waiting: number): void {
    if (waiting > TIMERS_AT_MOST) this.report(`${waiting} timers wait`);
  }

  #deviceIsWell(): boolean {
    const { plugged, modem } = this.device;
    return plugged && !this.bus.disturbed && modem.network.inService && modem.sim.state === 'READY' && !modem.sms.hangs;
  }

  #lookAtCall(now: number): void {
    const call = this.box.desk.current;
    if (call === null) {
      this.#call = null;
      return;
    }
    if (this.#call?.id !== call.id || this.#call.state !== call.state) {
      this.#call = { id: call.id, state: call.state, sinceMs: now };
    }
    if (now - this.#call.sinceMs > STUCK_MS) this.report(`the call stays ${call.state}`);
  }
}
