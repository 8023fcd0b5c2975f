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
import { WordWatch } from './word-watch.js';

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

/** What is left of a silence when a cough or a noise has passed: time to take a breath and speak. */
const BREATH_MS = 1000;
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
  readonly #watch: WordWatch;
  readonly #timers = new Timers<'silence' | 'longest' | 'closing' | 'dead'>();
  readonly #keys = new KeyPad();
  readonly #end: PromiseWithResolvers<ConversationEnd> = Promise.withResolvers();
  readonly #stop = new AbortController();
  #opened: Promise<void> = Promise.resolve();
  #earlyKey: string | null = null;
  #silences = 0;
  #silentSinceMs = 0;
  #endReason: ConversationEnd = 'goodbye';

  constructor(deps: ConversationDeps) {
    this.#deps = deps;
    this.#speaker = new Speaker(deps);
    this.#turns = new TurnTaking(deps, this.#machine, this.#speaker);
    this.#watch = new WordWatch(deps.media, this.#machine, this.#turns);
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
    this.#machine.changes.subscribe('conversation', ({ to, event }) => this.#onState(to, event));
    this.#timers.set('longest', longestMs, () => this.#leave('too-long', texts.timeIsUp));
    this.#opened = this.#opening();
  }

  /** The line is gone or the call is ended from outside: what was heard and said so far is recorded. */
  async stop(): Promise<void> {
    this.#timers.clearAll();
    this.#watch.stop();
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
    else if (event.type === 'speech-start') this.#watch.voice(event.atSample);
    else if (event.type === 'speech-end') this.#watch.pause(event.atSample);
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
    this.#watch.partial(text);
  }

  /** Each state starts with a clean set of the timers that belong to it. */
  #onState(to: TurnState, event: TurnEvent): void {
    this.#timers.clear('silence');
    this.#watch.enter(to);
    if (to === 'listening') this.#listen(event);
    else if (to === 'thinking') this.#onWords();
    else if (to === 'closing') this.#timers.set('closing', LAST_WORDS_MS, () => this.#over('goodbye'));
    else if (to === 'over') this.#over('goodbye');
  }

  #onWords(): void {
    this.#silences = 0;
    this.#keys.clear();
  }

  /** What had no words in it does not begin the caller's silence anew, or a noisy room would keep the line for ever. */
  #listen(event: TurnEvent): void {
    this.#awaitCaller(event === 'no-words' ? this.#silentSinceMs : time.monotonicMs());
    this.#turns.takeEarlyVoice();
    const warm = this.#deps.ladder.warm({ history: this.#speaker.history, nowMs: time.now() }, this.#stop.signal);
    warm.catch(() => undefined);
  }

  #awaitCaller(sinceMs = time.monotonicMs()): void {
    const { silencesMs } = this.#deps;
    this.#silentSinceMs = sinceMs;
    const endMs = sinceMs + (silencesMs[this.#silences] ?? silencesMs[2]);
    this.#timers.set('silence', Math.max(BREATH_MS, endMs - time.monotonicMs()), () => this.#onSilence());
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
    this.#watch.stop();
    void this.#turns.stop();
    if (this.#machine.state !== 'over') this.#machine.send('over', reason);
    this.#end.resolve(reason === 'goodbye' ? this.#endReason : reason);
  }
}
