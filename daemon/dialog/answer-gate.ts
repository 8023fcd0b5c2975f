import type { MediaSession, SamplePosition } from '../audio/media.js';
import { settleWithin } from '../base/abort.js';
import type { Machine } from '../base/machine.js';
import { msToSamples, samplesToMs } from '../base/pcm.js';
import { time } from '../base/time.js';
import { Timers } from '../base/timers.js';
import { Answer } from './answer.js';
import type { CallerTurn } from './caller-turn.js';
import type { Ear } from './ear.js';
import { PauseHabit } from './end-pointing.js';
import type { Ladder } from './ladder.js';
import type { Reply } from './reply.js';
import type { Saying } from './saying.js';
import type { Speaker, Words } from './speaker.js';
import type { Texts } from './texts/texts.js';
import type { TurnMarks } from './turn-log.js';
import type { TurnEvent, TurnState } from './turn-machine.js';
import { DEAF_AFTER, type Recognised, waitAfterUnheardMs, whyUnheard } from './unheard.js';

/** Whose turn it becomes when the gate opens. */
export interface GateOwner {
  /** Says what was prepared. */
  speak(reply: Reply, saying: Saying, words: Words): Promise<void>;
  /** The same with something else, because nothing was ready in time. */
  speakInstead(reply: Reply, words: Words): void;
  /** There was nothing in the caller's turn: it never was. */
  passOver(): void;
}

export interface AnswerGateDeps {
  readonly media: MediaSession;
  readonly texts: Texts;
  readonly phrases: readonly string[];
  readonly ladder: Ladder;
  readonly machine: Machine<TurnState, TurnEvent>;
  readonly speaker: Speaker;
  readonly ear: Ear;
  readonly owner: GateOwner;
}

/** A caller who has been silent for longer than this, and whose turn is over, hears that the assistant is at it. */
const FILLER_MS = 750;
const ANSWER_WITHIN_MS = 6000;

/** What is prepared at the caller's pause waits behind it, as long as these words deserve: then the turn was over. */
export class AnswerGate {
  readonly #deps: AnswerGateDeps;
  readonly #habit = new PauseHabit();
  readonly #timers = new Timers<'open' | 'filler'>();
  #answer: Pick<Answer, 'drop'> | null = null;
  #answered: CallerTurn | null = null;

  constructor(deps: AnswerGateDeps) {
    this.#deps = deps;
  }

  /** The turn that was answered last. */
  get answered(): CallerTurn | null {
    return this.#answered;
  }

  /** A caller who has waited too long for this saying hears a filler in it. */
  fillWaiting(saying: Saying, marks: Readonly<TurnMarks>): void {
    this.#timers.set('filler', Math.max(0, FILLER_MS - this.#silentMs(marks)), () => saying.fill());
  }

  /** The turn has its words, as far as there are any: prepares an answer to them, to be heard in `saying`. */
  prepare(turn: CallerTurn, recognised: Recognised, saying: Saying): void {
    this.#timers.clear('filler');
    turn.marks.textFinal = this.#now();
    if (turn.heard.text === '') return this.#notUnderstood(turn, recognised, saying);
    const { ladder, speaker, phrases, texts } = this.#deps;
    const state = { ...speaker.state, misunderstood: 0 };
    const { heard } = turn;
    const answer = new Answer(saying, ladder, { heard, state, history: speaker.history, nowMs: time.now() });
    this.#answer = answer;
    const waitMs = answer.waitMs(phrases, texts, this.#habit.meanMs);
    const leftMs = waitMs - this.#silentMs(turn.marks);
    // The wait was over before the words were known: what came after it was recognition, not end-pointing.
    if (leftMs < 0) turn.marks.turnEnded = this.#now() + msToSamples(leftMs);
    this.#timers.set('open', Math.max(0, leftMs), () => void this.#open(turn, answer));
  }

  /** The caller went on after so long: what was prepared is thrown away. */
  resumedAfter(ms: number): void {
    this.#habit.resumedAfter(ms);
    this.drop();
  }

  /** It opens no more, and nothing fills the waiting. */
  shut(): void {
    this.#timers.clearAll();
  }

  /** Shuts it, and what is behind it is never heard. */
  drop(): void {
    this.shut();
    this.#answer?.drop();
    this.#answer = null;
  }

  async #open(turn: CallerTurn, answer: Answer): Promise<void> {
    const { machine, owner, ladder } = this.#deps;
    turn.marks.turnEnded ??= this.#now();
    machine.send('turn-ended');
    this.fillWaiting(answer.saying, turn.marks);
    await settleWithin(answer.ready, ANSWER_WITHIN_MS);
    if (answer !== this.#answer || machine.state !== 'thinking') return;
    const { reply, saying } = answer;
    this.#answered = turn;
    const words: Words = { heard: turn.heard.text, marks: turn.marks };
    if (reply === null) return owner.speakInstead(ladder.withoutModel(answer.turn), words);
    this.#answer = null;
    return owner.speak(reply, saying, words);
  }

  /** Nothing was understood: a cough is passed over, an attempt to speak is not. */
  #notUnderstood(turn: CallerTurn, recognised: Recognised, saying: Saying): void {
    const { ladder, speaker, machine, owner, ear } = this.#deps;
    const { state } = speaker;
    const why = whyUnheard(turn.voicedSamples, recognised);
    const reply = why === null ? null : ladder.unheard(why, state);
    if (reply === null) {
      owner.passOver();
      saying.cut();
      machine.send('no-words');
      return;
    }
    saying.prepare(reply.clauses);
    this.#answer = { drop: () => saying.cut() };
    this.#timers.set('open', Math.max(0, waitAfterUnheardMs(reply.path) - this.#silentMs(turn.marks)), () => {
      if (why === 'wordless' && state.misunderstood + 1 === DEAF_AFTER) ear.doubt();
      turn.marks.turnEnded = this.#now();
      this.fillWaiting(saying, turn.marks);
      this.#answer = null;
      void owner.speak(reply, saying, { heard: '', marks: turn.marks });
    });
  }

  #silentMs({ heardEnd }: Readonly<TurnMarks>): number {
    return heardEnd === null ? 0 : samplesToMs(this.#now() - heardEnd);
  }

  #now(): SamplePosition {
    return this.#deps.media.nowSample();
  }
}
