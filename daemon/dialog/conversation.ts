import type { MediaEvent } from '../audio/media.js';
import { settleWithin } from '../base/abort.js';
import { Machine } from '../base/machine.js';
import { SAMPLE_RATE_HZ } from '../base/pcm.js';
import { time } from '../base/time.js';
import { Timers } from '../base/timers.js';
import { KeyPad } from './key-pad.js';
import { plainReply } from './reply.js';
import { joinSaid, notSaid } from './saying.js';
import { Speaker } from './speaker.js';
import { noMarks } from './turn-log.js';
import { type TurnEvent, type TurnState, turnTable } from './turn-machine.js';
import { TurnTaking, type TurnTakingDeps } from './turn-taking.js';

export interface ConversationDeps extends TurnTakingDeps {
  /** The legal notice, not to be interrupted, and the greeting. */
  readonly notice: string;
  readonly greeting: string;
  /** Caller's silence before the first prompt, the second one and the goodbye. */
  readonly silencesMs: readonly [number, number, number];
  readonly longestMs: number;
  readonly onPartial: (text: string) => void;
}

export type ConversationEnd = 'goodbye' | 'caller-silent' | 'too-long' | 'voice-lost' | 'stopped';

/** Voice without a new word for this long is noise: the turn is judged by what was understood. */
const NOISE_MS = 5000;
/** The same over the assistant's voice: it goes on speaking (voice.md §1.2, idea 3). */
const NOISE_OVER_MS = 2000;
/** The longest last words, and some for a slow voice: then the line is freed without them. */
const LAST_WORDS_MS = 20_000;
/** Longer than the stalls that were seen to pass (sim7600.md §4.13: give it a chance), shorter than a caller's patience. */
const DEAD_PATH_MS = 8000;
const UNWIND_MS = 1200;

/** One conversation on an open voice path, until somebody ends it. */
export class Conversation {
  readonly #deps: ConversationDeps;
  readonly #machine = new Machine<TurnState, TurnEvent>('turn', turnTable, 'opening');
  readonly #speaker: Speaker;
  readonly #turns: TurnTaking;
  readonly #timers = new Timers<'silence' | 'noise' | 'longest' | 'closing' | 'dead'>();
  readonly #keys = new KeyPad();
  readonly #end: PromiseWithResolvers<ConversationEnd> = Promise.withResolvers();
  readonly #stop = new AbortController();
  #opened: Promise<void> = Promise.resolve();
  #earlyKey: string | null = null;
  #silences = 0;
  #endReason: ConversationEnd = 'goodbye';

  constructor(deps: ConversationDeps) {
    this.#deps = deps;
    this.#speaker = new Speaker(deps);
    this.#turns = new TurnTaking(deps, this.#machine, this.#speaker);
  }

  /** Settles when the conversation ends by itself or by `stop`. */
  get ended(): Promise<ConversationEnd> {
    return this.#end.promise;
  }

  get state(): TurnState {
    return this.#machine.state;
  }

  start(): void {
    const { media, stt, longestMs, texts } = this.#deps;
    const deafen = media.events.subscribe('conversation', (event) => this.#onMedia(event));
    this.#stop.signal.addEventListener('abort', deafen);
    stt.onPartial = (text) => this.#onPartial(text);
    this.#turns.expect();
    this.#machine.changes.subscribe('conversation', ({ to }) => this.#onState(to));
    this.#timers.set('longest', longestMs, () => this.#leave('too-long', texts.timeIsUp));
    this.#opened = this.#opening();
  }

  /** The line is gone or the call is ended from outside: what was heard and said so far is recorded. */
  async stop(): Promise<void> {
    this.#timers.clearAll();
    await settleWithin(Promise.all([this.#turns.stop(), this.#opened]), UNWIND_MS);
    this.#over('stopped');
  }

  /** A key that the caller pressed; the modem and the in-band detector may both report it. */
  key(key: string): void {
    const { state } = this.#machine;
    if (state === 'opening') this.#earlyKey = key;
    else if (state !== 'closing' && state !== 'over') this.#press(key);
  }

  #press(key: string): void {
    const { state } = this.#speaker;
    const press = this.#keys.press(key, state.expecting === 'number');
    if (this.#machine.state === 'listening') this.#awaitCaller();
    if (press === null) return;
    const { ladder, media } = this.#deps;
    const reply = press.digits
      ? ladder.byDigits(press.text, state, time.now())
      : ladder.byKey(press.text, state, time.now());
    const now = media.nowSample();
    const marks = { ...noMarks(), heardStart: now, heardEnd: now, turnEnded: now };
    this.#turns.speakInstead(reply, { heard: press.text, marks });
  }

  async #opening(): Promise<void> {
    const { notice, greeting } = this.#deps;
    // On a box that has just been started for the first time nothing is rendered: both are begun now, so that the
    // greeting is there when the notice ends.
    const [first, second] = [this.#speaker.prepare([notice]), this.#speaker.prepare([greeting])];
    const noticed = await this.#speaker.say(first);
    // A caller who spoke over the notice, or pressed a key, wants an answer, not a greeting.
    const greet = !noticed.cut && this.#earlyKey === null && !(await this.#turns.spokenEarly());
    const opening = this.#machine.state === 'opening' && !noticed.cut;
    if (opening && greet) this.#machine.send('say');
    if (!opening || !greet) second.cut();
    const greeted = opening && greet ? await this.#speaker.say(second) : notSaid;
    const said = joinSaid(noticed, greeted);
    this.#speaker.record({ heard: null, path: 'greeting', evidence: [], marks: noMarks(), said });
    if (!opening || greeted.cut) return;
    if (this.#earlyKey === null) this.#turns.said();
    else this.#press(this.#earlyKey);
  }

  #onMedia(event: MediaEvent): void {
    if (event.type === 'frame') this.#deps.stt.write({ samples: event.samples, sampleRateHz: SAMPLE_RATE_HZ });
    else if (event.type === 'speech-start') this.#turns.voice(event.atSample);
    else if (event.type === 'speech-end') this.#turns.pause(event.atSample);
    else if (event.type === 'dtmf') this.key(event.key);
    else if (event.type === 'path') this.#onPath(event.state);
  }

  /** A path that carries nothing for a while may come back; one that stays dead helps nobody: the caller may ring again. */
  #onPath(state: 'flowing' | 'stalled' | 'wedged' | 'gone'): void {
    if (state === 'gone') this.#over('voice-lost');
    else if (state === 'flowing') this.#timers.clear('dead');
    else this.#timers.set('dead', DEAD_PATH_MS, () => this.#over('voice-lost'));
  }

  #onPartial(text: string): void {
    this.#deps.onPartial(text);
    if (this.#machine.state === 'hearing') this.#watchNoise(NOISE_MS);
    this.#turns.partial(text);
  }

  /** Each state starts with a clean set of the timers that belong to it. */
  #onState(to: TurnState): void {
    for (const name of ['silence', 'noise'] as const) this.#timers.clear(name);
    if (to === 'listening') this.#listen();
    else if (to === 'hearing') this.#watchNoise(NOISE_MS);
    else if (to === 'paused') this.#watchNoise(NOISE_OVER_MS);
    else if (to === 'ending-turn') this.#silences = 0;
    else if (to === 'thinking') this.#keys.clear();
    else if (to === 'closing') this.#timers.set('closing', LAST_WORDS_MS, () => this.#over('goodbye'));
    else if (to === 'over') this.#over('goodbye');
  }

  #listen(): void {
    this.#awaitCaller();
    this.#turns.takeEarlyVoice();
    const warm = this.#deps.ladder.warm({ history: this.#speaker.history, nowMs: time.now() }, this.#stop.signal);
    warm.catch(() => undefined);
  }

  #awaitCaller(): void {
    const { silencesMs } = this.#deps;
    this.#timers.set('silence', silencesMs[this.#silences] ?? silencesMs[2], () => this.#onSilence());
  }

  #watchNoise(ms: number): void {
    this.#timers.set('noise', ms, () => this.#turns.pause(this.#deps.media.nowSample()));
  }

  #onSilence(): void {
    const { texts } = this.#deps;
    const text = [texts.areYouThere, texts.stillThere][this.#silences];
    this.#silences++;
    if (text === undefined) this.#leave('caller-silent', texts.silentGoodbye);
    else this.#turns.speakInstead(plainReply('phrase', [text], this.#speaker.state), { heard: null, marks: noMarks() });
  }

  #leave(reason: ConversationEnd, lastWords: string): void {
    if (this.#machine.state === 'over' || this.#machine.state === 'closing') return;
    this.#endReason = reason;
    const reply = plainReply('phrase', [lastWords], this.#speaker.state, { ends: true });
    this.#turns.speakInstead(reply, { heard: null, marks: noMarks() });
  }

  #over(reason: ConversationEnd): void {
    if (this.#stop.signal.aborted) return;
    this.#stop.abort();
    this.#timers.clearAll();
    void this.#turns.stop();
    if (this.#machine.state !== 'over') this.#machine.send('over', reason);
    this.#end.resolve(reason === 'goodbye' ? this.#endReason : reason);
  }
}
