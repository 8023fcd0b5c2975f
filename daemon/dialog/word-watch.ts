import type { MediaSession, SamplePosition } from '../audio/media.js';
import type { Machine } from '../base/machine.js';
import { Timers } from '../base/timers.js';
import type { TurnEvent, TurnState } from './turn-machine.js';
import type { TurnTaking } from './turn-taking.js';

/** Words that stand still for so long under voice: what goes on is a street, a radio, music on hold. Longer than a slow
 *  recogniser takes for a word. */
const STALE_MS = 2500;
/** Voice for so long without any word: nobody can be understood in it. */
const WORDLESS_MS = 8000;
/** The same over the assistant's voice: it goes on speaking (voice.md §1.2, idea 3). */
const OVER_MS = 2000;
/** Nobody speaks for so long without a breath; a radio does. */
const LONGEST_MS = 45_000;
/** A single word in noise may be the noise ('the', 'huh': vosk-api#1139): it takes no turn from the assistant. */
const WORDS_TO_INTERRUPT = 2;

/** Where noise keeps voice detection on, words alone tell that the caller begins, goes on and has ended. */
export class WordWatch {
  readonly #media: MediaSession;
  readonly #machine: Machine<TurnState, TurnEvent>;
  readonly #turns: TurnTaking;
  readonly #timers = new Timers<'noise' | 'longest'>();
  #voiced = false;
  /** How long the caller's turn has been: none, within the limit, past it. */
  #turn: 'none' | 'on' | 'too-long' = 'none';

  constructor(media: MediaSession, machine: Machine<TurnState, TurnEvent>, turns: TurnTaking) {
    this.#media = media;
    this.#machine = machine;
    this.#turns = turns;
  }

  voice(atSample: SamplePosition): void {
    this.#voiced = true;
    this.#turns.voice(atSample);
  }

  pause(atSample: SamplePosition): void {
    this.#voiced = false;
    this.#turns.pause(atSample);
  }

  partial(text: string): void {
    if (this.#voiced && this.#begins(text)) this.#turns.voice(this.#media.nowSample());
    if (this.#machine.state === 'hearing' && text !== '') this.#endAfter(STALE_MS, this.#media.nowSample());
    this.#turns.partial(text);
  }

  enter(state: TurnState): void {
    this.#timers.clear('noise');
    if (state === 'hearing') this.#hear();
    else if (state !== 'ending-turn' && state !== 'thinking') this.#endTurn();
    if (state === 'paused') this.#endAfter(OVER_MS);
  }

  stop(): void {
    this.#timers.clearAll();
  }

  #hear(): void {
    this.#endAfter(this.#turns.understood ? STALE_MS : WORDLESS_MS);
    if (this.#turn === 'on') return;
    this.#turn = 'on';
    this.#timers.set('longest', LONGEST_MS, () => {
      this.#turn = 'too-long';
      this.#turns.pause(this.#media.nowSample());
    });
  }

  #endTurn(): void {
    this.#turn = 'none';
    this.#timers.clear('longest');
  }

  /** Do these words begin a turn, go on with one, or break into the assistant's? */
  #begins(text: string): boolean {
    const { state } = this.#machine;
    if (state === 'listening') return text !== '';
    if (text.split(' ').length < WORDS_TO_INTERRUPT) return false;
    const ending = state === 'ending-turn' || state === 'thinking';
    return state === 'speaking' || (ending && this.#turn !== 'too-long');
  }

  /** The turn ends where its last word was, or now. */
  #endAfter(ms: number, atSample?: SamplePosition): void {
    this.#timers.set('noise', ms, () => this.#turns.pause(atSample ?? this.#media.nowSample()));
  }
}
