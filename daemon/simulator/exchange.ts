import { SecretaryError } from '../base/errors.js';
import { Topic } from '../base/topic.js';
import { Call, type CallState, type EndReason, addressType } from './call-machine.js';
import type { Pace } from './pace.js';
import type { Profile } from './profile.js';
import type { Random } from './random.js';
import type { Rtc } from './rtc.js';
import type { Settings } from './settings.js';
import type { UrcRouter } from './urc.js';

/** Between two lines of one burst. */
const BURST_GAP_MS: readonly [number, number] = [5, 60];

export type ExchangeEvent =
  | { readonly type: 'ringing'; readonly call: Call }
  | { readonly type: 'answered'; readonly call: Call }
  | { readonly type: 'ended'; readonly call: Call; readonly reason: EndReason };

/** What the calls need of the modem around them. */
export interface Surroundings {
  readonly profile: Profile;
  readonly random: Random;
  readonly pace: Pace;
  readonly settings: Settings;
  readonly urc: UrcRouter;
  readonly rtc: Rtc;
}

/** The network's side of the line: who rings, who is connected, and the lines that tell of it (sim7600.md §3). */
export class Exchange {
  readonly events = new Topic<ExchangeEvent>('exchange');
  /** What AT+CEER says. */
  lastCause = 'Normal call clearing';
  #calls: Call[] = [];
  #nextId = 1;

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
    this.#reportState(call);
    this.modem.pace.after(this.modem.profile.calls.noReplyMs, () => {
      if (call.state === 'incoming' || call.state === 'waiting') this.release(call, 'no-reply');
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

  /** The lines that say "connected". */
  announceConnected(call: Call): void {
    if (this.modem.profile.calls.begin !== 'none') this.modem.urc.emit('VOICE CALL: BEGIN');
    this.#reportState(call);
  }

  /** The other end is gone, or never had an answer. */
  release(call: Call, reason: EndReason): void {
    this.#close(call, reason);
    void this.#burst(call.connectedAtMs === null ? this.#missedLines(call) : this.#endLines(call));
  }

  /** AT+CHUP: every call ends; the lines are sent by `announce`, because their place beside OK varies (§3.4). */
  hangUp(): { readonly announce: () => Promise<void> } {
    const lines = this.#calls.slice().flatMap((call) => {
      const talked = call.connectedAtMs !== null;
      this.#close(call, talked || call.direction === 'out' ? 'hung-up' : 'rejected');
      return talked ? this.#endLines(call) : this.#rejectLines(call);
    });
    return { announce: () => this.#burst(lines) };
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
      pace.after(random.within(profile.calls.clipAfterMs), () => this.#identify(call));
    } else if (call.state === 'waiting') {
      if (settings.number('+CCWA') === 1) urc.emit(`+CCWA: "${call.number ?? ''}",${addressType(call.number)},1`);
    } else return;
    pace.after(random.within(profile.calls.ringEveryMs), () => this.#ring(call));
  }

  /** `+CLIP: <number>,<type>,,,<alpha>,<validity>`: validity 1 is withheld (MAN 6.12). */
  #identify(call: Call): void {
    if (call.state !== 'incoming' && call.state !== 'answering') return;
    if (this.modem.settings.get('+CLIP') === '1') {
      const validity = call.number === null ? 1 : 0;
      this.modem.urc.emit(`+CLIP: "${call.number ?? ''}",${addressType(call.number)},,,"",${validity}`);
    }
  }

  #reportState(call: Call): void {
    if (this.modem.settings.get('+CLCC') === '1') this.modem.urc.emit(call.clccLine());
  }

  #endLines(call: Call): string[] {
    const { profile, settings } = this.modem;
    const time = profile.calls.endHasTime ? `: ${call.durationText()}` : '';
    const lines = { clcc: call.clccLine(), end: `VOICE CALL: END${time}`, 'no-carrier': 'NO CARRIER' };
    return profile.calls.endBurst
      .filter((part) => part !== 'clcc' || settings.get('+CLCC') === '1')
      .map((part) => lines[part]);
  }

  /** `MISSED_CALL: 11:01AM 07712345678`; the number is absent when withheld (§3.2). */
  #missedLines(call: Call): string[] {
    const { profile, settings, rtc, random } = this.modem;
    const lines = settings.get('+CLCC') === '1' ? [call.clccLine()] : [];
    if (call.direction === 'in' && profile.calls.missedCallLine)
      lines.push(`MISSED_CALL: ${rtc.twelveHourText()} ${call.number ?? ''}`.trimEnd());
    if (call.direction === 'out' || random.chance(0.5)) lines.push('NO CARRIER');
    return lines;
  }

  /** Which lines follow a local reject is not known: any subset is possible (§3.3, §9 question 1). */
  #rejectLines(call: Call): string[] {
    return [...this.#missedLines(call), 'VOICE CALL: END: 000000'].filter(() => this.modem.random.chance(0.5));
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
