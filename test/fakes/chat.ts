import type { Ladder } from '../../daemon/dialog/ladder.js';
import type { Exchange } from '../../daemon/dialog/prompt.js';
import { type DialogState, freshState, type Reply, type Taken } from '../../daemon/dialog/reply.js';
import { now } from '../knowledge/sample.js';
import { type LadderOptions, ladderOf } from './talk.js';

/** A dialogue in text: each turn is answered by the ladder and said to its end. */
export class Chat {
  readonly taken: Taken[] = [];
  readonly history: Exchange[] = [];
  readonly ladder: Ladder;
  state: DialogState = freshState;
  last: Reply | null = null;

  constructor(options: LadderOptions = {}) {
    this.ladder = ladderOf(options);
  }

  /** What the assistant says to it. */
  async says(text: string): Promise<string> {
    const turn = { heard: { text, phrase: null }, state: this.state, history: this.history, nowMs: now };
    const reply = this.ladder.answerAtOnce(turn) ?? (await this.ladder.askModel(turn, new AbortController().signal));
    const spoken = await this.hears(reply);
    this.history.push({ heard: text, spoken });
    return spoken;
  }

  async keys(digits: string): Promise<string> {
    return this.hears(this.ladder.byDigits(digits, this.state, now));
  }

  async hears(reply: Reply): Promise<string> {
    const clauses: string[] = [];
    this.last = reply;
    for await (const clause of reply.clauses) clauses.push(clause);
    this.taken.push(...reply.taken());
    this.state = { ...reply.after(), lastSaid: clauses.join(' ') };
    return clauses.join(' ');
  }
}
