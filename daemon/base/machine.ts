import { logger } from './log.js';
import { Topic } from './topic.js';

const log = logger('base/machine');

/** For each state, where each event leads. Written `as const satisfies Table<State, Event>` so that the compiler
 *  holds it complete: a forgotten state or a misspelt event does not compile. */
export type Table<S extends string, E extends string> = { readonly [state in S]: { readonly [event in E]?: S } };

export interface Transition<S extends string, E extends string> {
  readonly from: S;
  readonly to: S;
  readonly event: E;
  readonly reason: string;
}

/** The pure part: the next state, or undefined when the event means nothing in this state. */
export function nextState<S extends string, E extends string>(table: Table<S, E>, state: S, event: E): S | undefined {
  return table[state][event];
}

/** Runs a table. It has no effects of its own: whoever owns it subscribes to `changes` and acts. */
export class Machine<S extends string, E extends string> {
  readonly changes: Topic<Transition<S, E>>;
  #state: S;
  #refused = 0;

  constructor(
    readonly name: string,
    private readonly table: Table<S, E>,
    initial: S,
  ) {
    this.#state = initial;
    this.changes = new Topic(`${name} changes`);
  }

  get state(): S {
    return this.#state;
  }

  /** Events that had no row in their state: logged and counted, never thrown at a caller. */
  get refused(): number {
    return this.#refused;
  }

  /** The one door for a change of state. Returns false when the table has no such row. */
  send(event: E, reason = ''): boolean {
    const from = this.#state;
    const to = nextState(this.table, from, event);
    if (to === undefined) {
      this.#refused++;
      log.warn('event refused', { machine: this.name, state: from, event, reason });
      return false;
    }
    this.#state = to;
    log.debug(`${from} -> ${to}`, { machine: this.name, event, reason });
    this.changes.publish({ from, to, event, reason });
    return true;
  }
}
