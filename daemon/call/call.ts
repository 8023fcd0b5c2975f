import { isSoundCard, type Media, type MediaEvent, type MediaSession, type Recording } from '../audio/media.js';
import type { PathState } from '../audio/path-watch.js';
import { voiceQuality } from '../audio/voice-quality.js';
import { settleWithin, waitOrAbort, withDeadline } from '../base/abort.js';
import { hasCode, isAborted, messageOf } from '../base/errors.js';
import { newId } from '../base/ids.js';
import { logger } from '../base/log.js';
import { Machine } from '../base/machine.js';
import { samplesToMs } from '../base/pcm.js';
import { time } from '../base/time.js';
import type { Conversation } from '../dialog/conversation.js';
import { outcomeOf, refusedOutcome } from '../dialog/outcome.js';
import type { Texts } from '../dialog/texts/texts.js';
import type { Line } from '../modem/line.js';
import type { Rung, TurnRecord } from '../store/record.js';
import { CallDiary, type CallListener, type DiaryDeps } from './call-diary.js';
import { type CallEvent, type CallState, callTable } from './call-machine.js';

const log = logger('call/call');

export interface Caller {
  readonly number: string | null;
  readonly name: string | null;
  readonly blocked: boolean;
}

export interface CallDeps extends DiaryDeps {
  readonly line: Line;
  readonly media: Media;
  readonly texts: Texts;
  readonly recordingPath: (callId: string) => string | null;
  /** The voice is shaped for the modem's uplink (audio/uplink-filter.ts); absent: it is not. */
  readonly voiceFilter?: boolean;
  readonly answerDelayMs: number;
  readonly converse: (caller: Caller, session: MediaSession, listener: CallListener) => Conversation;
}

/** A port is opened within milliseconds, or it is held by something that hangs. */
const OPEN_PORT_MS = 5000;
/** The last words are still on their way through the modem when the player reports them sent. */
const DRAIN_MS = 250;
/** Unwinding never keeps the line from the next caller for longer than these. */
const STOP_TALKING_MS = 1500;
const HANG_UP_MS = 12_000;
const FINISH_RECORDING_MS = 5000;

/** One call from ring to freed line: the core loop of the product. */
export class Call {
  readonly id = newId();
  readonly caller: Caller;
  readonly #deps: CallDeps;
  readonly #machine = new Machine<CallState, CallEvent>('call', callTable, 'ringing');
  readonly #abort = new AbortController();
  readonly #diary: CallDiary;
  readonly #ringingAt = time.monotonicMs();
  #answeredAfterMs = 0;
  #conversation: Conversation | null = null;
  #session: MediaSession | null = null;
  #endReason = '';
  #voicePath: PathState | null = null;
  #endingSinceMs: number | null = null;

  constructor(deps: CallDeps, caller: Caller) {
    this.#deps = deps;
    this.caller = caller;
    this.#diary = new CallDiary(this.id, deps);
  }

  get state(): CallState {
    return this.#machine.state;
  }

  /** When the call began to end, on the monotonic clock; null while it lasts. */
  get endingSinceMs(): number | null {
    return this.#endingSinceMs;
  }

  /** Runs the call to its end; never rejects. */
  async run(): Promise<void> {
    const recording = this.#deps.recordingPath(this.id);
    this.#diary.begin(this.caller.number, recording);
    this.#machine.changes.subscribe('call', ({ to, reason }) => this.#diary.event(to, reason));
    this.#machine.send('known');
    if (this.caller.blocked) this.#end('reject', 'blocked');
    else await this.#talk(recording);
    await this.#wrapUp();
  }

  /** The network, or the modem's disappearance, ended the call. */
  gone(reason: string): void {
    if (['ending', 'wrapping-up', 'done'].includes(this.#machine.state)) return;
    this.#endReason = reason;
    this.#machine.send('gone', reason);
    this.#abort.abort();
  }

  key(key: string): void {
    this.#conversation?.key(key);
  }

  /** The box ends the call: shutdown, owner's order. */
  hangUp(reason: string): void {
    if (['ringing', 'screening', 'answering', 'connected'].includes(this.#machine.state)) this.#end('hang-up', reason);
  }

  async #talk(recording: string | null): Promise<void> {
    const { signal } = this.#abort;
    try {
      await time.sleep(this.#deps.answerDelayMs, signal);
      this.#machine.send('accept');
      await this.#openVoice(recording, signal);
      const conversation = this.#deps.converse(this.caller, this.#listeningSession(), this.#diary.listener);
      this.#conversation = conversation;
      this.#machine.send('voice-open');
      this.#diary.tell({ type: 'connected' });
      conversation.start();
      const ended = await Promise.race([conversation.ended, aborted(signal)]);
      if (ended === null) return;
      await time.sleep(DRAIN_MS, signal);
      this.#end('hang-up', ended);
    } catch (error) {
      if (isAborted(error) || signal.aborted) return;
      log.error('the call broke off', { error: messageOf(error) });
      this.#end('hang-up', hasCode(error, 'refused') ? 'caller-gone' : 'no-voice');
    }
  }

  async #openVoice(recording: string | null, signal: AbortSignal): Promise<void> {
    const { line, media, voiceFilter = false } = this.#deps;
    await line.answer(signal);
    this.#answeredAfterMs = Math.round(time.monotonicMs() - this.#ringingAt);
    const port = line.voicePort;
    if (port === null) throw new Error('the modem has no voice port');
    // Opened before CPCMREG=1, so that no byte of the call is lost (sim7600.md §4.9).
    this.#session = await openedFor(media.open({ port, recordingPath: recording, voiceFilter }), signal);
    this.#session.events.subscribe('call', (event) => this.#onTrouble(event));
    // A sound card listens to the modem's own codec, which CPCMREG would take the voice from.
    if (isSoundCard(port)) return;
    const path = await line.openVoice(signal);
    log.info('voice path open', { call: this.id, attempts: path.attempts, afterMs: path.afterMs });
  }

  /** What the owner should know of this call's voice stands among its events. */
  #onTrouble(event: MediaEvent): void {
    if (event.type === 'recording-failed') this.#note(event.type, event.reason);
    if (event.type !== 'path') return;
    this.#voicePath = event.state;
    this.#note('voice-path', event.state);
  }

  /** A caller may hang up before the conversation does. What a restart of the modem does not cure is not told to it: a
   *  path that is gone, and a sound card. */
  #reportVoice(): void {
    const { line } = this.#deps;
    const path = this.#voicePath;
    if (path === null || path === 'gone' || line.voicePort === null || isSoundCard(line.voicePort)) return;
    if (path === 'wedged' || this.#endReason === 'voice-lost') line.voiceFailed(path);
  }

  #note(type: string, reason: string): void {
    log.info('noted in a call', { call: this.id, type, reason });
    this.#diary.event(type, reason);
  }

  #listeningSession(): MediaSession {
    if (this.#session === null) throw new Error('no media session');
    return this.#session;
  }

  #end(event: 'hang-up' | 'reject', reason: string): void {
    this.#endReason = reason;
    this.#machine.send(event, reason);
    this.#abort.abort();
  }

  async #wrapUp(): Promise<void> {
    this.#endingSinceMs = time.monotonicMs();
    this.#reportVoice();
    await settleWithin(this.#conversation?.stop() ?? Promise.resolve(), STOP_TALKING_MS);
    const { line } = this.#deps;
    if (this.#machine.state === 'ending') {
      await settleWithin(line.hangUp(), HANG_UP_MS);
      this.#machine.send('line-free');
    }
    const lengthMs = samplesToMs(this.#session?.nowSample() ?? 0);
    const finished = this.#session?.stop() ?? Promise.resolve(null);
    await settleWithin(line.closeVoice(), HANG_UP_MS);
    const inTime = await settleWithin(finished, FINISH_RECORDING_MS);
    await this.#finish(inTime ? await finished : null, lengthMs);
  }

  async #finish(file: Recording | null, lengthMs: number): Promise<void> {
    // A disk that took nothing left no file, or an empty one.
    const recording = file === null || file.durationMs === 0 ? null : file;
    const { texts } = this.#deps;
    const { turns, taken } = this.#diary;
    const { number, blocked } = this.caller;
    const outcome = blocked ? refusedOutcome(number, texts) : outcomeOf(taken, turns, number, texts);
    const facts = {
      id: this.id,
      from: number,
      direction: 'in',
      answeredAfterMs: this.#answeredAfterMs,
      durationMs: Math.round(recording?.complete === true ? recording.durationMs : lengthMs),
      endReason: this.#endReason,
      recording: recording?.path ?? '',
      bytesOut: 0,
      rungs: rungsOf(turns),
    } as const;
    await this.#diary.end(facts, outcome, recording);
    this.#machine.send('recorded');
    this.#diary.tell({ type: 'ended', endReason: this.#endReason, outcome });
    log.info('call over', {
      call: this.id,
      reason: this.#endReason,
      durationMs: facts.durationMs,
      turns: turns.length,
      voice: this.#session === null ? null : voiceQuality(this.#session.health()),
    });
  }
}

function rungsOf(turns: readonly TurnRecord[]): Rung[] {
  const used = turns.map((turn) => turn.path).filter((path) => path !== 'greeting');
  return [...new Set(used)];
}

/** A port that takes for ever must not hold the call; one that opens after its caller has gone is closed again. */
async function openedFor(opening: Promise<MediaSession>, signal: AbortSignal): Promise<MediaSession> {
  try {
    return await withDeadline(waitOrAbort(opening, signal, 'voice port'), OPEN_PORT_MS, 'voice port');
  } catch (error) {
    opening.then((late) => late.stop()).catch(() => undefined);
    throw error;
  }
}

function aborted(signal: AbortSignal): Promise<null> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(null);
    else signal.addEventListener('abort', () => resolve(null), { once: true });
  });
}
