import { SecretaryError } from '../base/errors.js';
import { Topic } from '../base/topic.js';
import {
  clipLine,
  endLines,
  failureLines,
  missedLines,
  rejectLines,
  reportLines,
  type Surroundings,
  waitingLine,
} from './call-lines.js';
import { Call, type CallState, type EndReason } from './call-machine.js';
import { type Callee, playCallee } from './callee.js';

/** Between two lines of one burst. */
const BURST_GAP_MS: readonly [number, number] = [5, 60];

/** Longer than anybody should wait for it (§2.5). */
const CLIP_LATE_MS: readonly [number, number] = [2000, 4000];

export type ExchangeEvent =
  | { readonly type: 'ringing'; readonly call: Call }
  | { readonly type: 'dialled'; readonly call: Call }
  | { readonly type: 'answered'; readonly call: Call }
  | { readonly type: 'ended'; readonly call: Call; readonly reason: EndReason };

/** How the lines of the current or next call go wrong. */
export interface CallQuirks {
  readonly clip: 'sent' | 'late' | 'absent' | 'malformed';
  readonly end: 'told' | 'missing' | 'twice';
}

const NO_QUIRKS: CallQuirks = { clip: 'sent', end: 'told' };

/** The network's side of the line: who rings, who is connected, and the lines that tell of it (sim7600.md §3). */
export class Exchange {
  readonly events = new Topic<ExchangeEvent>('exchange');
  /** Who is called, when we call. */
  callee: Callee = { behaviour: 'answers', afterMs: 4000 };
  /** What AT+CEER says. */
  lastCause = 'Normal call clearing';
  #calls: Call[] = [];
  #nextId = 1;
  #quirks = NO_QUIRKS;

  constructor(private readonly modem: Surroundings) {}

  /** Calls that are not over, oldest first. */
  get calls(): readonly Call[] {
    return this.#calls;
  }

  find(...states: readonly CallState[]): Call | undefined {
    return this.#calls.find((call) => states.includes(call.state));
  }

  /** A caller dials the SIM's number; throws 'busy' when the network says so. */
  dialIn(from: string | null): Call {
    const taken = this.#calls.length > 0;
    const second = this.#calls.length === 1 && this.find('active') !== undefined;
    if (taken && !(second && this.modem.profile.calls.callWaiting)) throw new SecretaryError('busy', 'busy');
    const call = this.#add(new Call(this.#nextId++, from, 'in', taken ? 'waiting' : 'incoming'));
    this.events.publish({ type: 'ringing', call });
    this.#ring(call);
    this.reportState(call);
    this.modem.pace.after(this.modem.profile.calls.noReplyMs, () => {
      if (call.state === 'incoming' || call.state === 'waiting') this.release(call, 'no-reply');
    });
    return call;
  }

  /** ATD: the modem calls; what comes of it is told by lines. */
  dialOut(number: string): Call {
    const call = this.#add(new Call(this.#nextId++, number, 'out', 'dialling'));
    this.events.publish({ type: 'dialled', call });
    this.reportState(call);
    const { lyingBegin } = this.modem.profile.calls;
    void playCallee(this.callee, call, this.modem.pace, {
      alert: () => {
        call.machine.send('alert', 'it rings over there');
        this.reportState(call);
        if (lyingBegin) this.modem.urc.emit('VOICE CALL: BEGIN');
      },
      connect: () => {
        call.machine.send('connect', 'the callee answered');
        this.events.publish({ type: 'answered', call });
        if (!lyingBegin) this.modem.urc.emit('VOICE CALL: BEGIN');
        this.reportState(call);
      },
      fail: (_, reason) => this.release(call, reason),
    });
    return call;
  }

  /** ATA: the call whose speech path opened, or null when there was none or the caller was faster. */
  async answer(): Promise<Call | null> {
    const call = this.find('incoming', 'waiting');
    if (call === undefined) return null;
    call.machine.send('answer', 'ATA');
    await this.modem.pace.sleep(this.modem.random.within(this.modem.profile.calls.answerAfterMs));
    if (call.state !== 'answering') return null;
    call.machine.send('connect', 'ATA');
    this.events.publish({ type: 'answered', call });
    return call;
  }

  /** +CLCC by itself, for whom asked for it. */
  reportState(call: Call): void {
    for (const line of reportLines(call, this.modem)) this.modem.urc.emit(line);
  }

  /** The other end is gone, or never came. */
  release(call: Call, reason: EndReason): void {
    // The result of ATA comes before the lines about the caller who was faster (MAN 3.6).
    const afterMs = call.state === 'answering' ? this.modem.profile.calls.answerAfterMs[1] : 0;
    this.#close(call, reason);
    const noAnswer = call.direction === 'in' ? missedLines : failureLines;
    const lines = (call.connectedAtMs === null ? noAnswer : endLines)(call, this.modem);
    const { end } = this.#quirks;
    this.#quirks = NO_QUIRKS;
    const told = lines.flatMap((line) => (end === 'missing' ? [] : end === 'twice' ? [line, line] : [line]));
    if (afterMs === 0) void this.#burst(told);
    else this.modem.pace.after(afterMs, () => void this.#burst(told));
  }

  /** AT+CHUP (or a part of CHLD): the calls end; the lines are sent by `announce`, because their place beside OK
   *  varies (§3.4). */
  hangUp(calls: readonly Call[] = this.#calls.slice()): { readonly announce: () => Promise<void> } {
    const lines = calls.flatMap((call) => {
      const rejected = call.direction === 'in' && call.connectedAtMs === null;
      this.#close(call, rejected ? 'rejected' : 'hung-up');
      return (rejected ? rejectLines : endLines)(call, this.modem);
    });
    return { announce: () => this.#burst(lines) };
  }

  /** AT+CHLD=2 and the rest of =1: what is active is held, what is held or waits becomes active (MAN 6.10). */
  swap(): void {
    const active = this.find('active');
    const held = this.find('held');
    const waiting = this.find('waiting', 'incoming');
    active?.machine.send('hold', 'CHLD');
    if (waiting !== undefined) {
      waiting.machine.send('answer', 'CHLD');
      waiting.machine.send('connect', 'CHLD');
      this.events.publish({ type: 'answered', call: waiting });
      this.reportState(waiting);
    } else held?.machine.send('retrieve', 'CHLD');
  }

  /** Fault: until the end of the current or next call. */
  quirk(quirks: Partial<CallQuirks>): void {
    this.#quirks = { ...this.#quirks, ...quirks };
  }

  /** Fault: a call is up that never rang (sim7600.md §5 quirk 20). */
  haunt(): void {
    const ghost = this.#add(new Call(this.#nextId++, null, 'in', 'answering'));
    ghost.machine.send('connect', 'fault');
    this.events.publish({ type: 'answered', call: ghost });
  }

  /** Fault: a second caller is offered, whatever the profile says of the network. */
  knock(from: string): void {
    const call = this.#add(new Call(this.#nextId++, from, 'in', 'waiting'));
    this.events.publish({ type: 'ringing', call });
    this.#ring(call);
  }

  /** The power went: the far end notices, nobody here is told. */
  powerOff(): void {
    for (const call of this.#calls.slice()) this.#close(call, 'modem-lost');
    this.#nextId = 1;
  }

  #add(call: Call): Call {
    this.#calls.push(call);
    return call;
  }

  #close(call: Call, reason: EndReason): void {
    call.endReason = reason;
    call.machine.send('release', reason);
    this.#calls = this.#calls.filter((each) => each !== call);
    this.lastCause = call.cause;
    if (this.#calls.length === 0) this.modem.settings.endCall();
    if (this.find('active', 'held') === undefined) this.find('waiting')?.machine.send('offer', 'first call is over');
    this.events.publish({ type: 'ended', call, reason });
  }

  /** RING and +CLIP, or +CCWA for the second caller, until the call is neither ringing nor waiting. */
  #ring(call: Call): void {
    const { profile, random, pace, settings, urc } = this.modem;
    if (call.state === 'incoming') {
      urc.emit(settings.get('+CRC') === '1' ? '+CRING: VOICE' : 'RING');
      const clipAfterMs = this.#quirks.clip === 'late' ? CLIP_LATE_MS : profile.calls.clipAfterMs;
      pace.after(random.within(clipAfterMs), () => this.#identify(call));
    } else if (call.state === 'waiting') {
      if (settings.number('+CCWA') === 1) urc.emit(waitingLine(call));
    } else return;
    pace.after(random.within(profile.calls.ringEveryMs), () => this.#ring(call));
  }

  #identify(call: Call): void {
    const stillRings = call.state === 'incoming' || call.state === 'answering';
    if (!stillRings || this.modem.settings.get('+CLIP') !== '1' || this.#quirks.clip === 'absent') return;
    const line = clipLine(call, this.modem);
    this.modem.urc.emit(this.#quirks.clip === 'malformed' ? line.slice(0, 12) : line);
  }

  async #burst(lines: readonly string[]): Promise<void> {
    const { pace, random, urc } = this.modem;
    for (const line of lines) {
      urc.emit(line);
      // No power, no more lines.
      if (!(await pace.passes(random.within(BURST_GAP_MS)))) return;
    }
  }
}
