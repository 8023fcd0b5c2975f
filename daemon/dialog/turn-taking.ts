import type { SamplePosition } from '../audio/media.js';
import { settleWithin } from '../base/abort.js';
import type { Machine } from '../base/machine.js';
import { msToSamples, samplesToMs } from '../base/pcm.js';
import { time } from '../base/time.js';
import { Timers } from '../base/timers.js';
import type { SttStream } from '../engines/stt/stt.js';
import { isNews } from './acts.js';
import { Answer } from './answer.js';
import { CallerTurn } from './caller-turn.js';
import { takeWords } from './ear.js';
import { PauseHabit } from './end-pointing.js';
import { Interruption } from './interruption.js';
import type { Ladder } from './ladder.js';
import { plainReply, type Reply } from './reply.js';
import { notSaid, type Said, type Saying } from './saying.js';
import type { Speaker, SpeakerDeps, Words } from './speaker.js';
import type { TurnEvent, TurnState } from './turn-machine.js';

export interface TurnTakingDeps extends SpeakerDeps {
  readonly stt: SttStream;
  readonly ladder: Ladder;
  /** What the recogniser should expect (lower-case phrases). */
  readonly phrases: readonly string[];
}

/** A caller who has been silent for longer than this, and whose turn is over, hears that the assistant is at it. */
const FILLER_MS = 900;
const ANSWER_WITHIN_MS = 6000;
/** Voice shorter than this without words was no attempt to say something. */
const MUMBLE_SAMPLES = msToSamples(700);
const ASK_AGAIN_AT_MOST = 2;

/** From the caller's voice to the assistant's, and back when the caller breaks in. The turn machine says who is on. */
export class TurnTaking {
  readonly #deps: TurnTakingDeps;
  readonly #machine: Machine<TurnState, TurnEvent>;
  readonly #speaker: Speaker;
  readonly #habit = new PauseHabit();
  readonly #gate = new Timers<'gate' | 'filler'>();
  readonly #stop = new AbortController();
  #turn: CallerTurn | null = null;
  #answer: Answer | null = null;
  #interruption: Interruption | null = null;

  constructor(deps: TurnTakingDeps, machine: Machine<TurnState, TurnEvent>, speaker: Speaker) {
    this.#deps = deps;
    this.#machine = machine;
    this.#speaker = speaker;
  }

  /** The caller's turn in hand: voice that was heard and not answered yet. */
  get turn(): CallerTurn | null {
    return this.#turn;
  }

  voice(atSample: SamplePosition): void {
    const { state } = this.#machine;
    if (state === 'opening') this.#turn ??= new CallerTurn(atSample);
    else if (state === 'listening') {
      this.#turn = new CallerTurn(atSample);
      this.#machine.send('voice');
    } else if (state === 'ending-turn' || state === 'thinking') this.#resume(atSample);
    else if (state === 'speaking') {
      this.#deps.media.pause();
      this.#interruption = new Interruption(
        atSample,
        (text) => this.#isNews(text),
        () => this.#bargeIn(),
      );
      this.#machine.send('voice');
    }
  }

  pause(atSample: SamplePosition): void {
    if (this.#machine.state === 'paused') void this.#judgeInterruption(atSample);
    else if (this.#turn !== null) {
      this.#turn.marks.heardEnd = atSample;
      if (this.#machine.state === 'hearing' && this.#machine.send('pause')) void this.#judge(this.#turn);
    }
  }

  partial(text: string): void {
    this.#interruption?.partial(text);
  }

  /** The caller began while the assistant was not to be interrupted: that voice is the turn that starts now. */
  takeEarlyVoice(): void {
    if (this.#turn === null) return;
    this.#machine.send('voice');
    if (this.#turn.marks.heardEnd !== null) this.pause(this.#turn.marks.heardEnd);
  }

  /** Says it and hands the turn over. */
  async speak(reply: Reply, saying: Saying, words: Words): Promise<void> {
    this.#answer = null;
    this.#turn = null;
    this.#machine.send(reply.ends ? 'goodbye' : 'say');
    this.said(await this.#speaker.speak(reply, saying, words));
  }

  /** The same at once, whatever was being said or prepared. */
  speakInstead(reply: Reply, words: Words): void {
    this.#endInterruption();
    this.#answer?.drop();
    this.#speaker.cut();
    void this.speak(reply, this.#speaker.prepare(reply.clauses), words);
  }

  /** A saying is over; one that was cut has lost the turn already. */
  said(said: Said): void {
    if (said.cut || this.#stop.signal.aborted) return;
    this.#endInterruption();
    this.#machine.send('said');
  }

  /** Takes the last words of a caller who is gone, and drops what was prepared. */
  async stop(): Promise<void> {
    const turn = this.#turn;
    if (turn !== null && this.#machine.state === 'hearing') await takeWords(this.#deps.stt, turn, this.#stop.signal);
    this.#stop.abort();
    this.#gate.clearAll();
    this.#endInterruption();
    this.#answer?.drop();
    await this.#speaker.stop();
    if (turn === null || turn !== this.#turn || turn.heard.text === '') return;
    this.#speaker.record({ heard: turn.heard.text, path: 'phrase', evidence: [], marks: turn.marks, said: notSaid });
  }

  /** The caller went on: the prepared answer is thrown away, the words so far are kept. */
  #resume(atSample: SamplePosition): void {
    this.#habit.resumedAfter(samplesToMs(atSample - (this.#turn?.marks.heardEnd ?? atSample)));
    this.#gate.clearAll();
    this.#answer?.drop();
    this.#answer = null;
    this.#machine.send('voice');
  }

  /** The caller paused: take the words, prepare an answer behind the gate, and wait as long as these words deserve. */
  async #judge(turn: CallerTurn): Promise<void> {
    this.#gate.set('filler', FILLER_MS, () => this.#speaker.fill());
    const result = await takeWords(this.#deps.stt, turn, this.#stop.signal);
    this.#gate.clear('filler');
    if (this.#machine.state === 'ending-turn' && turn === this.#turn) this.#decide(turn, result === null);
  }

  #decide(turn: CallerTurn, deaf: boolean): void {
    turn.marks.textFinal = this.#now();
    if (turn.heard.text === '') return this.#notUnderstood(turn, deaf);
    const { heard } = turn;
    const { state, history } = this.#speaker;
    const answer = new Answer(this.#speaker, this.#deps.ladder, { heard, state, history, nowMs: time.now() });
    this.#answer = answer;
    const waitMs = answer.waitMs(this.#deps.phrases, this.#deps.texts.continues, this.#habit.meanMs);
    this.#gate.set('gate', Math.max(0, waitMs - this.#silentMs(turn)), () => void this.#openGate(turn, answer));
  }

  async #openGate(turn: CallerTurn, answer: Answer): Promise<void> {
    turn.marks.turnEnded = this.#now();
    this.#machine.send('turn-ended');
    this.#gate.set('filler', Math.max(0, FILLER_MS - this.#silentMs(turn)), () => answer.saying.fill());
    const inTime = await settleWithin(answer.ready, ANSWER_WITHIN_MS);
    this.#gate.clear('filler');
    if (answer !== this.#answer || this.#machine.state !== 'thinking') return;
    const { reply, saying } = answer;
    const words: Words = { heard: turn.heard.text, marks: turn.marks };
    if (inTime && reply !== null) return this.speak(reply, saying, words);
    this.speakInstead(plainReply('phrase', [this.#deps.texts.notUnderstood], this.#speaker.state), words);
  }

  #silentMs(turn: CallerTurn): number {
    return samplesToMs(this.#now() - (turn.marks.heardEnd ?? this.#now()));
  }

  /** Nothing was understood: a cough is passed over, an attempt to speak is asked for again. */
  #notUnderstood(turn: CallerTurn, deaf: boolean): void {
    const { state } = this.#speaker;
    const { hearingTrouble, notHeard } = this.#deps.texts;
    this.#turn = null;
    if (state.misunderstood >= ASK_AGAIN_AT_MOST || (!deaf && turn.voicedSamples < MUMBLE_SAMPLES)) {
      this.#machine.send('no-words');
      return;
    }
    turn.marks.turnEnded = this.#now();
    const after = { ...state, misunderstood: state.misunderstood + 1 };
    this.speakInstead(plainReply('phrase', [deaf ? hearingTrouble : notHeard], after), {
      heard: '',
      marks: turn.marks,
    });
  }

  /** What broke in fell silent: words make it a turn, anything else lets the assistant go on from the same sample. */
  async #judgeInterruption(atSample: SamplePosition): Promise<void> {
    const interruption = this.#interruption;
    if (interruption === null) return;
    const { turn } = interruption;
    turn.marks.heardEnd = atSample;
    await takeWords(this.#deps.stt, turn, this.#stop.signal);
    if (this.#machine.state === 'paused') {
      if (!interruption.isSpeech(turn.heard.text)) return this.#falseAlarm();
      this.#bargeIn();
    }
    if (this.#machine.state !== 'hearing' || turn !== this.#turn) return;
    this.#machine.send('pause');
    this.#decide(turn, false);
  }

  #isNews(text: string): boolean {
    return isNews(text, this.#speaker.answering, this.#deps.texts);
  }

  #falseAlarm(): void {
    this.#endInterruption();
    this.#machine.send('no-words');
    this.#deps.media.resume();
  }

  #bargeIn(): void {
    const interruption = this.#interruption;
    this.#endInterruption();
    if (interruption === null || !this.#machine.send('barge-in')) return;
    this.#turn = interruption.turn;
    this.#speaker.cut();
  }

  #endInterruption(): void {
    this.#interruption?.end();
    this.#interruption = null;
  }

  #now(): SamplePosition {
    return this.#deps.media.nowSample();
  }
}
