import { Topic } from '../daemon/base/topic.js';
import { followCall, type LiveCall, type LiveEvent } from '../daemon/call/live.js';

/** Keeps the current call for pages that open in the middle of it, and says when anything on the box changed. */
export class LiveFeed {
  readonly changes = new Topic<void>('web live changes');
  #call: LiveCall | null = null;
  #unsubscribe: () => void = () => undefined;

  constructor(private readonly events: Topic<LiveEvent>) {}

  /** The call on the line, or the last one; null when there was none since the start. */
  get call(): LiveCall | null {
    return this.#call;
  }

  start(): void {
    this.#unsubscribe = this.events.subscribe('web/live-feed', (event) => {
      this.#call = followCall(this.#call, event);
      this.changes.publish();
    });
  }

  stop(): void {
    this.#unsubscribe();
  }
}
