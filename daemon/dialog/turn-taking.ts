import { BARELY_HEARD_SAMPLES, type SamplePosition } from '../audio/media.js';
import { settleWithin } from '../base/abort.js';
import type { Machine } from '../base/machine.js';
import { samplesToMs } from '../base/pcm.js';
import { isNews, isSurelyNews } from './acts.js';
import { AnswerGate, type GateOwner } from './answer-gate.js';
import { CallerTurn } from './caller-turn.js';
import { Ear, type EarDeps } from './ear.js';
import type { Ladder } from './ladder.js';
import type { Reply } from './reply.js';
import { notSaid, type Saying } from './saying.js';
import type { Speaker, SpeakerDeps, Words } from './speaker.js';
import type { TurnEvent, TurnState } from './turn-machine.js';
import { MUMBLE_SAMPLES, type Recognised } from './unheard.js';

export interface TurnTakingDeps extends SpeakerDeps, EarDeps {
  readonly ladder: Ladder;
}

/** The words of a caller who has hung up are worth this much waiting. */
const LAST_WORDS_MS = 600;

/** From the caller's voice to the assistant's, and back when the caller breaks in. The turn machine says who is on. */
export class TurnTaking implements GateOwner {
  readonly #deps: TurnTakingDeps;
  readonly #machine: Machine<TurnState, TurnEvent>;
  readonly #speaker: Speaker;
  readonly #ear: Ear;
  readonly #gate: AnswerGate;
  readonly #stop = new AbortController();
  #turn: CallerTurn | null = null;
  /** What has the turn now, if it is the assistant's. */
  #saying: Saying | null = null;
  /** What was heard over the assistant, which holds its breath until it is known to be words or not. */
  #interruption: CallerTurn | null = null;
  #stopping: Promise<void> | null = null;

  constructor(deps: TurnTakingDeps, machine: Machine<TurnState, TurnEvent>, speaker: Speaker) {
    this.#deps = deps;
    this.#machine = machine;
    this.#speaker = speaker;
    this.#ear = new Ear(deps, this.#stop.signal);
    this.#gate = new AnswerGate({ ...deps, machine, speaker, ear: this.#ear, owner: this });
  }

  /** Tells the recogniser what answers the assistant waits for now. */
  expect(): void {
    this.#ear.expect(this.#speaker.state.expecting);
  }

  voice(atSample: SamplePosition): void {
    const { state } = this.#machine;
    if (state === 'opening') this.#turn = this.#turn?.goesOn() ?? new CallerTurn(atSample);
    else if (state === 'listening') {
      this.#turn = new CallerTurn(atSample);
      this.#machine.send('voice');
    } else if (state === 'ending-turn' || state === 'thinking') this.#resume(atSample);
    else if (state === 'paused') this.#interruption?.goesOn();
    else if (state === 'speaking') {
      this.#deps.media.pause();
      this.#interruption = new CallerTurn(atSample);
      this.#machine.send('voice');
    }
  }

  pause(atSample: SamplePosition): void {
    const { state } = this.#machine;
    const turn = state === 'paused' ? this.#interruption : this.#turn;
    // What was said past the turn it belonged to (a key, a limit cut in) must not begin the next one.
    if (turn === null) return void this.#ear.take(new CallerTurn(atSample));
    if (state === 'ending-turn' || state === 'thinking') return;
    turn.marks.heardEnd = atSample;
    if (state === 'paused') void this.#judgeInterruption(turn);
    else if (state === 'hearing' && this.#machine.send('pause')) void this.#judge(turn);
  }

  partial(text: string): void {
    this.#ear.partial = text;
    if (this.#interruption === null) return;
    if (isSurelyNews(text, this.#speaker.answering, this.#deps.texts)) this.#bargeIn();
  }

  /** Has the caller's turn brought words already? */
  get understood(): boolean {
    return this.#turn !== null && this.#turn.heard.text !== '';
  }

  /** Did the caller speak over words that are not to be interrupted? A cough there is forgotten, and noise is no speech. */
  async spokenEarly(): Promise<boolean> {
    const turn = this.#turn;
    if (turn === null) return false;
    if (turn.marks.heardEnd !== null) await this.#ear.take(turn);
    const { heardEnd } = turn.marks;
    if (turn.heard.text !== '' || (heardEnd === null && this.#ear.partial !== '')) return true;
    if (heardEnd !== null) this.#turn = null;
    return false;
  }

  /** The caller began while the assistant was not to be interrupted: that voice is the turn that starts now. */
  takeEarlyVoice(): void {
    if (this.#turn === null) return;
    this.#machine.send('voice');
    if (this.#turn.marks.heardEnd !== null) this.pause(this.#turn.marks.heardEnd);
  }

  /** Says it and hands the turn over. */
  async speak(reply: Reply, saying: Saying, words: Words): Promise<void> {
    this.#turn = null;
    this.#saying = saying;
    this.#machine.send(reply.ends ? 'goodbye' : 'say');
    const spoken = this.#speaker.speak(reply, saying, words);
    // Before the question has sounded: whoever knows it answers into it.
    this.expect();
    await spoken;
    // Taken from it meanwhile, though it may have been heard to its end.
    if (this.#saying === saying) this.said();
  }

  /** The same at once, whatever was being said or prepared. */
  speakInstead(reply: Reply, words: Words): void {
    this.#gate.drop();
    this.#speaker.cut();
    this.#endInterruption();
    const saying = this.#speaker.prepare(reply.clauses);
    this.#gate.fillWaiting(saying, words.marks);
    void this.speak(reply, saying, words);
  }

  /** The assistant has nothing more to say. Whoever began to speak over its last words has the turn. */
  said(): void {
    if (this.#stop.signal.aborted) return;
    this.#turn = this.#interruption ?? this.#turn;
    this.#endInterruption();
    this.#machine.send('said');
  }

  /** The caller's turn brought nothing that could be answered. */
  passOver(): void {
    this.#turn = null;
  }

  /** Takes the last words of a caller who is gone, and drops what was prepared. Resolves when all is on record. */
  stop(): Promise<void> {
    this.#stopping ??= this.#unwind();
    return this.#stopping;
  }

  async #unwind(): Promise<void> {
    const turn = this.#interruption ?? this.#turn;
    this.#gate.shut();
    if (turn !== null && this.#machine.state !== 'thinking') {
      turn.marks.heardEnd ??= this.#deps.media.nowSample();
      await settleWithin(this.#ear.take(turn), LAST_WORDS_MS);
    }
    this.#stop.abort();
    this.#gate.drop();
    await this.#speaker.stop();
    if (turn === null || turn.heard.text === '') return;
    this.#speaker.record({ heard: turn.heard.text, path: 'phrase', evidence: [], marks: turn.marks, said: notSaid });
  }

  /** The caller went on: the prepared answer is thrown away, the words so far are kept. */
  #resume(atSample: SamplePosition): void {
    this.#gate.resumedAfter(samplesToMs(atSample - (this.#turn?.marks.heardEnd ?? atSample)));
    this.#turn?.goesOn();
    this.#machine.send('voice');
  }

  /** The caller paused: take the words, prepare an answer behind the gate, and wait as long as these words deserve. */
  async #judge(turn: CallerTurn): Promise<void> {
    const { heardEnd } = turn.marks;
    const saying = this.#speaker.unprepared();
    this.#gate.fillWaiting(saying, turn.marks);
    const recognised = await this.#ear.take(turn);
    // Went on and paused again meanwhile: the later pause is the one to judge.
    const latest = turn === this.#turn && turn.marks.heardEnd === heardEnd;
    if (latest && this.#machine.state === 'ending-turn') this.#prepare(turn, recognised, saying);
    else saying.cut();
  }

  /** Of a caller who has hung up nothing is to be answered. */
  #prepare(turn: CallerTurn, recognised: Recognised, saying: Saying): void {
    if (this.#stopping === null) this.#gate.prepare(turn, recognised, saying);
    else saying.cut();
  }

  /** What broke in fell silent: words make it a turn, anything else lets the assistant go on from the same sample. */
  async #judgeInterruption(turn: CallerTurn): Promise<void> {
    const { heardEnd } = turn.marks;
    const recognised = await this.#ear.take(turn);
    if (turn.marks.heardEnd !== heardEnd) return;
    if (this.#machine.state === 'paused' && turn === this.#interruption) {
      const news = isNews(turn.heard.text, this.#speaker.answering, this.#deps.texts);
      const mayBeWords = recognised === 'no-answer' && turn.voicedSamples >= MUMBLE_SAMPLES;
      if (!news && !mayBeWords) return this.#falseAlarm(turn);
      this.#bargeIn();
    }
    if (this.#machine.state !== 'hearing' || turn !== this.#turn) return;
    this.#machine.send('pause');
    this.#prepare(turn, recognised, this.#speaker.unprepared());
  }

  #falseAlarm({ heard, marks }: CallerTurn): void {
    this.#machine.send('no-words');
    const sinceStart = (marks.heardStart ?? 0) - (this.#saying?.startSample ?? Number.POSITIVE_INFINITY);
    // Nothing of the answer had been heard, and it begins anew: to the caller these words are the end of his turn.
    const { answered } = this.#gate;
    if (answered !== null && heard.text !== '' && sinceStart < BARELY_HEARD_SAMPLES)
      answered.marks.heardEnd = marks.heardEnd;
    this.#endInterruption();
  }

  #bargeIn(): void {
    if (!this.#machine.send('barge-in')) return;
    this.#turn = this.#interruption;
    this.#saying = null;
    this.#speaker.cut();
    this.#endInterruption();
  }

  /** Comes behind a cut, if there is one: otherwise a word of what was cut would sound once more. */
  #endInterruption(): void {
    if (this.#interruption === null) return;
    this.#interruption = null;
    this.#deps.media.resume();
  }
}
