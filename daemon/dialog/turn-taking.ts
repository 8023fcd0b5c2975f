import { BARELY_HEARD_SAMPLES, type SamplePosition } from '../audio/media.js';
import { settleWithin } from '../base/abort.js';
import type { Machine } from '../base/machine.js';
import { msToSamples, samplesToMs } from '../base/pcm.js';
import { time } from '../base/time.js';
import { Timers } from '../base/timers.js';
import { isNews, isSurelyNews } from './acts.js';
import { Answer } from './answer.js';
import { CallerTurn } from './caller-turn.js';
import { Ear, type EarDeps } from './ear.js';
import { PauseHabit } from './end-pointing.js';
import type { Ladder } from './ladder.js';
import type { Reply } from './reply.js';
import { notSaid, type Saying } from './saying.js';
import type { Speaker, SpeakerDeps, Words } from './speaker.js';
import type { TurnMarks } from './turn-log.js';
import type { TurnEvent, TurnState } from './turn-machine.js';
import { DEAF_AFTER, MUMBLE_SAMPLES, waitAfterUnheardMs, whyUnheard } from './unheard.js';

export interface TurnTakingDeps extends SpeakerDeps, EarDeps {
  readonly ladder: Ladder;
}

/** A caller who has been silent for longer than this, and whose turn is over, hears that the assistant is at it. */
const FILLER_MS = 750;
const ANSWER_WITHIN_MS = 6000;
/** The words of a caller who has hung up are worth this much waiting. */
const LAST_WORDS_MS = 600;

/** From the caller's voice to the assistant's, and back when the caller breaks in. The turn machine says who is on. */
export class TurnTaking {
  readonly #deps: TurnTakingDeps;
  readonly #machine: Machine<TurnState, TurnEvent>;
  readonly #speaker: Speaker;
  readonly #ear: Ear;
  readonly #habit = new PauseHabit();
  readonly #gate = new Timers<'gate' | 'filler'>();
  readonly #stop = new AbortController();
  #turn: CallerTurn | null = null;
  /** Prepared behind the gate; dropped when the caller goes on. */
  #answer: Pick<Answer, 'drop'> | null = null;
  /** The turn that the assistant answered last. */
  #answered: CallerTurn | null = null;
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
    this.#answer = null;
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
    this.#gate.clearAll();
    this.#answer?.drop();
    this.#speaker.cut();
    this.#endInterruption();
    const saying = this.#speaker.prepare(reply.clauses);
    this.#fillWaiting(saying, words.marks);
    void this.speak(reply, saying, words);
  }

  /** The assistant has nothing more to say. Whoever began to speak over its last words has the turn. */
  said(): void {
    if (this.#stop.signal.aborted) return;
    this.#turn = this.#interruption ?? this.#turn;
    this.#endInterruption();
    this.#machine.send('said');
  }

  /** Takes the last words of a caller who is gone, and drops what was prepared. Resolves when all is on record. */
  stop(): Promise<void> {
    this.#stopping ??= this.#unwind();
    return this.#stopping;
  }

  async #unwind(): Promise<void> {
    const turn = this.#interruption ?? this.#turn;
    this.#gate.clearAll();
    if (turn !== null && this.#machine.state !== 'thinking') {
      turn.marks.heardEnd ??= this.#now();
      await settleWithin(this.#ear.take(turn), LAST_WORDS_MS);
    }
    this.#stop.abort();
    this.#answer?.drop();
    this.#answer = null;
    await this.#speaker.stop();
    if (turn === null || turn.heard.text === '') return;
    this.#speaker.record({ heard: turn.heard.text, path: 'phrase', evidence: [], marks: turn.marks, said: notSaid });
  }

  /** The caller went on: the prepared answer is thrown away, the words so far are kept. */
  #resume(atSample: SamplePosition): void {
    this.#habit.resumedAfter(samplesToMs(atSample - (this.#turn?.marks.heardEnd ?? atSample)));
    this.#turn?.goesOn();
    this.#gate.clearAll();
    this.#answer?.drop();
    this.#answer = null;
    this.#machine.send('voice');
  }

  /** The caller paused: take the words, prepare an answer behind the gate, and wait as long as these words deserve. */
  async #judge(turn: CallerTurn): Promise<void> {
    const { heardEnd } = turn.marks;
    const saying = this.#speaker.unprepared();
    this.#fillWaiting(saying, turn.marks);
    const deaf = !(await this.#ear.take(turn));
    // Went on and paused again meanwhile: the later pause is the one to judge.
    const latest = turn === this.#turn && turn.marks.heardEnd === heardEnd;
    if (latest && this.#machine.state === 'ending-turn') this.#decide(turn, deaf, saying);
    else saying.cut();
  }

  #decide(turn: CallerTurn, deaf: boolean, saying: Saying): void {
    if (this.#stopping !== null) return saying.cut();
    this.#gate.clear('filler');
    turn.marks.textFinal = this.#now();
    if (turn.heard.text === '') return this.#notUnderstood(turn, deaf, saying);
    const { heard } = turn;
    const { history } = this.#speaker;
    const state = { ...this.#speaker.state, misunderstood: 0 };
    const answer = new Answer(saying, this.#deps.ladder, { heard, state, history, nowMs: time.now() });
    this.#answer = answer;
    const waitMs = answer.waitMs(this.#deps.phrases, this.#deps.texts, this.#habit.meanMs);
    const leftMs = waitMs - this.#silentMs(turn.marks);
    // The wait was over before the words were known: what came after it was recognition, not end-pointing.
    if (leftMs < 0) turn.marks.turnEnded = this.#now() + msToSamples(leftMs);
    this.#gate.set('gate', Math.max(0, leftMs), () => void this.#openGate(turn, answer));
  }

  async #openGate(turn: CallerTurn, answer: Answer): Promise<void> {
    turn.marks.turnEnded ??= this.#now();
    this.#machine.send('turn-ended');
    this.#fillWaiting(answer.saying, turn.marks);
    await settleWithin(answer.ready, ANSWER_WITHIN_MS);
    if (answer !== this.#answer || this.#machine.state !== 'thinking') return;
    const { reply, saying } = answer;
    this.#answered = turn;
    const words: Words = { heard: turn.heard.text, marks: turn.marks };
    if (reply !== null) return this.speak(reply, saying, words);
    this.speakInstead(this.#deps.ladder.withoutModel(answer.turn), words);
  }

  #fillWaiting(saying: Saying, marks: Readonly<TurnMarks>): void {
    this.#gate.set('filler', Math.max(0, FILLER_MS - this.#silentMs(marks)), () => saying.fill());
  }

  #silentMs({ heardEnd }: Readonly<TurnMarks>): number {
    return heardEnd === null ? 0 : samplesToMs(this.#now() - heardEnd);
  }

  /** Nothing was understood: a cough is passed over, an attempt to speak is not. */
  #notUnderstood(turn: CallerTurn, deaf: boolean, saying: Saying): void {
    const { state } = this.#speaker;
    const why = whyUnheard(turn.voicedSamples, deaf ? 'no-answer' : 'answered');
    const reply = why === null ? null : this.#deps.ladder.unheard(why, state);
    if (reply === null) {
      this.#turn = null;
      saying.cut();
      this.#machine.send('no-words');
      return;
    }
    saying.prepare(reply.clauses);
    this.#answer = { drop: () => saying.cut() };
    this.#gate.set('gate', Math.max(0, waitAfterUnheardMs(reply.path) - this.#silentMs(turn.marks)), () => {
      if (why === 'wordless' && state.misunderstood + 1 === DEAF_AFTER) this.#ear.doubt();
      turn.marks.turnEnded = this.#now();
      this.#fillWaiting(saying, turn.marks);
      void this.speak(reply, saying, { heard: '', marks: turn.marks });
    });
  }

  /** What broke in fell silent: words make it a turn, anything else lets the assistant go on from the same sample. */
  async #judgeInterruption(turn: CallerTurn): Promise<void> {
    const { heardEnd } = turn.marks;
    const deaf = !(await this.#ear.take(turn));
    if (turn.marks.heardEnd !== heardEnd) return;
    if (this.#machine.state === 'paused' && turn === this.#interruption) {
      const news = isNews(turn.heard.text, this.#speaker.answering, this.#deps.texts);
      if (!news && !(deaf && turn.voicedSamples >= MUMBLE_SAMPLES)) return this.#falseAlarm(turn);
      this.#bargeIn();
    }
    if (this.#machine.state !== 'hearing' || turn !== this.#turn) return;
    this.#machine.send('pause');
    this.#decide(turn, deaf, this.#speaker.unprepared());
  }

  #falseAlarm({ heard, marks }: CallerTurn): void {
    this.#machine.send('no-words');
    const sinceStart = (marks.heardStart ?? 0) - (this.#saying?.startSample ?? Number.POSITIVE_INFINITY);
    // Nothing of the answer had been heard, and it begins anew: to the caller these words are the end of his turn.
    if (this.#answered !== null && heard.text !== '' && sinceStart < BARELY_HEARD_SAMPLES)
      this.#answered.marks.heardEnd = marks.heardEnd;
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

  #now(): SamplePosition {
    return this.#deps.media.nowSample();
  }
}
