import { FRAME_BYTES, FRAME_MS, FRAME_SAMPLES, samplesOf } from '../base/pcm.js';
import { type Cancel, time } from '../base/time.js';
import type { FarEnd } from './far-end.js';
import type { Random } from './random.js';
import { HEALTHY, type VoiceCondition } from './voice-condition.js';
import { bytesOf, narrowed, widened } from './voice-frame.js';
import type { PolledWire } from './wire.js';

/** What the kernel takes for the OUT endpoint before it says "no room": 4 URBs (sim7600.md §1.3). */
const UPLINK_FRAMES = 4;
/** A tick may come so much after its deadline; the deadlines themselves never move. */
const JITTER_MS: readonly [number, number] = [0, 2];

const NOTHING = Buffer.alloc(0);
const SILENCE = new Int16Array(FRAME_SAMPLES);

/** Counted over one call. */
export interface VoiceCounts {
  ticks: number;
  bytesToHost: number;
  bytesFromHost: number;
  /** Ticks in which the host had written nothing to play. */
  underruns: number;
  /** Bytes the host wrote beyond what the endpoint takes: lost. */
  overrunBytes: number;
  /** Bytes the host did not read in time: lost. */
  unreadBytes: number;
}

const noCounts = (): VoiceCounts => ({
  ticks: 0,
  bytesToHost: 0,
  bytesFromHost: 0,
  underruns: 0,
  overrunBytes: 0,
  unreadBytes: 0,
});

export interface VoiceOptions {
  /** Share of pulses that USB delivers together with the next one. */
  readonly coalescing: number;
  /** Whether CPCMREG is still 1 after the call. */
  readonly staysRegistered: boolean;
}

/** The PCM port on its real-time clock (sim7600.md §4, §8.1.9). The line ticks as long as a call is up; the port
 *  carries bytes only while CPCMREG is 1. Deadlines are absolute: a machine that was busy catches up, as USB does. */
export class VoicePort {
  #wire: PolledWire | null = null;
  #condition: VoiceCondition = HEALTHY;
  #registered = false;
  #upSinceMs: number | null = null;
  #nextMs = 0;
  #cancelTick: Cancel = () => undefined;
  #uplink: Buffer = NOTHING;
  /** Pulses that USB holds back to deliver them with the next, and what the host left no room for half-way. */
  #downlink: Buffer = NOTHING;
  #stalledUntilMs = 0;
  #heldUntilMs = 0;
  #oddBytes: 'lose' | 'insert' | null = null;
  #counts = noCounts();

  constructor(
    private readonly farEnd: FarEnd,
    private readonly random: Random,
    private readonly options: VoiceOptions,
  ) {}

  get counts(): Readonly<VoiceCounts> {
    return this.#counts;
  }

  get registered(): boolean {
    return this.#registered;
  }

  plug(wire: PolledWire): void {
    this.#wire = wire;
  }

  unplug(): void {
    this.#wire = null;
    this.endCall();
    this.#registered = false;
  }

  /** The speech path is open: the clock starts. */
  startCall(condition: VoiceCondition): void {
    if (this.#upSinceMs !== null) return;
    this.#condition = condition;
    this.#upSinceMs = time.monotonicMs();
    this.#counts = noCounts();
    this.#nextMs = this.#upSinceMs + FRAME_MS;
    this.#schedule();
  }

  /** The stream just stops: there is no end of file (sim7600.md §4.4). */
  endCall(): void {
    this.#cancelTick();
    this.#upSinceMs = null;
    this.#empty();
    if (!this.options.staysRegistered) this.#registered = false;
  }

  /** AT+CPCMREG=1: false outside a call, and for a while after it came up (§4.3, §4.4). True is what it says, not always
   *  what it did. */
  register(): boolean {
    const upMs = this.#upSinceMs === null ? -1 : time.monotonicMs() - this.#upSinceMs;
    if (upMs < this.#condition.acceptAfterMs) return false;
    if (this.#condition.refusals > 0) {
      this.change({ refusals: this.#condition.refusals - 1 });
      return false;
    }
    if (this.#condition.emptyPromises > 0) {
      this.change({ emptyPromises: this.#condition.emptyPromises - 1 });
      return true;
    }
    // What the host wrote before is none of this call's voice.
    if (!this.#registered) this.#wire?.read();
    this.#registered = true;
    return true;
  }

  unregister(): void {
    this.#registered = false;
    this.#empty();
  }

  /** Fault: from now to the end of the call. */
  change(condition: Partial<VoiceCondition>): void {
    this.#condition = { ...this.#condition, ...condition };
  }

  /** Fault: nothing comes and nothing is taken for so long. */
  stall(ms: number): void {
    this.#stalledUntilMs = time.monotonicMs() + ms;
  }

  /** Fault: one byte too few or too many towards the host, so that everything after it is shifted. */
  shift(way: 'lose' | 'insert'): void {
    this.#oddBytes = way;
  }

  /** Fault: what would come in this time comes at its end. */
  holdBack(ms: number): void {
    this.#heldUntilMs = time.monotonicMs() + ms;
  }

  /** Fault: so many bytes at once, beside the clock. */
  flood(bytes: number): void {
    this.#wire?.write(Buffer.alloc(bytes));
  }

  get #frameBytes(): number {
    return this.#condition.wideband ? 2 * FRAME_BYTES : FRAME_BYTES;
  }

  #empty(): void {
    this.#uplink = NOTHING;
    this.#downlink = NOTHING;
  }

  #schedule(): void {
    const waitMs = this.#nextMs - time.monotonicMs() + this.random.within(JITTER_MS);
    this.#cancelTick = time.after(Math.max(0, waitMs), () => this.#tick());
  }

  #tick(): void {
    const due = Math.max(0, Math.floor((time.monotonicMs() - this.#nextMs) / FRAME_MS) + 1);
    const stalled = time.monotonicMs() < this.#stalledUntilMs;
    const flowing = this.#registered && this.#wire !== null && !stalled;
    // Frames written while this process was late had their room in the endpoint, one after the other.
    if (flowing) this.#takeUplink((UPLINK_FRAMES + due) * this.#frameBytes);
    // A listener may end the call at any step.
    for (let step = 0; step < due && this.#upSinceMs !== null; step++) this.#step(flowing, step === due - 1);
    if (this.#upSinceMs !== null) this.#schedule();
  }

  /** One frame each way. */
  #step(flowing: boolean, isLast: boolean): void {
    const spoken = this.farEnd.talk();
    const heard = flowing ? this.#nextHeard() : SILENCE;
    if (flowing) this.#sendDownlink(spoken, isLast);
    this.#counts.ticks++;
    this.farEnd.hear(heard, this.#nextMs);
    this.#nextMs += FRAME_MS;
  }

  #takeUplink(roomBytes: number): void {
    // Not even read: the host's own buffers fill up, and its writes find no room.
    if (this.#counts.bytesFromHost >= this.#condition.uplinkLimitBytes) return;
    const arrived = this.#wire?.read() ?? NOTHING;
    const all = joined(this.#uplink, arrived);
    // Whole samples are refused, so that an overrun alone does not shift the alignment.
    const excess = Math.ceil(Math.max(0, all.length - roomBytes) / 2) * 2;
    this.#uplink = first(all, all.length - excess);
    this.#counts.bytesFromHost += arrived.length - excess;
    this.#counts.overrunBytes += excess;
  }

  /** Alignment is by count of bytes: after an odd number, every sample is made of two halves. */
  #nextHeard(): Int16Array {
    const wholeBytes = this.#uplink.length - (this.#uplink.length % 2);
    const taken = first(this.#uplink, Math.min(this.#frameBytes, wholeBytes));
    this.#uplink = rest(this.#uplink, taken.length);
    if (taken.length === 0) this.#counts.underruns++;
    const lost = this.#condition.uplink === 'deaf' || this.random.chance(this.#condition.lossShare);
    if (lost || taken.length === 0) return SILENCE;
    const heard = this.#condition.wideband ? narrowed(samplesOf(taken)) : samplesOf(taken);
    if (heard.length === FRAME_SAMPLES) return heard;
    const frame = new Int16Array(FRAME_SAMPLES);
    frame.set(heard);
    return frame;
  }

  #sendDownlink(spoken: Int16Array, isLast: boolean): void {
    const { downlink, lossShare, wideband } = this.#condition;
    if (downlink === 'stopped' || this.random.chance(lossShare)) return;
    const samples = downlink === 'silent' ? SILENCE : spoken;
    const pulse = this.#shifted(bytesOf(wideband ? widened(samples) : samples));
    this.#downlink = joined(this.#downlink, pulse);
    const coalesced = this.#downlink.length <= this.#frameBytes && this.random.chance(this.options.coalescing);
    const held = coalesced || time.monotonicMs() < this.#heldUntilMs;
    if (isLast && !held) this.#flushDownlink();
  }

  #flushDownlink(): void {
    const sent = this.#wire?.write(this.#downlink) ?? 0;
    const unsent = rest(this.#downlink, sent);
    // The rest of a pulse that was cut goes first next time, or the host would see a shift; whole pulses are lost.
    this.#downlink = first(unsent, unsent.length % this.#frameBytes);
    this.#counts.bytesToHost += sent;
    this.#counts.unreadBytes += unsent.length - this.#downlink.length;
  }

  #shifted(pulse: Buffer): Buffer {
    const way = this.#oddBytes;
    this.#oddBytes = null;
    if (way === 'lose') return pulse.subarray(1);
    return way === 'insert' ? Buffer.concat([Buffer.of(0), pulse]) : pulse;
  }
}

/** Parts that are all or nothing, as most are, take no new buffer: fifty of them a second each way add up. */
const joined = (one: Buffer, other: Buffer): Buffer => (one.length === 0 ? other : Buffer.concat([one, other]));
const first = (all: Buffer, count: number): Buffer => (count === all.length ? all : all.subarray(0, count));
const rest = (all: Buffer, from: number): Buffer => (from === all.length ? NOTHING : all.subarray(from));
