import { messageOf } from '../base/errors.js';
import { type InBothLanguages, inBoth } from '../base/language.js';
import { hidden, logger } from '../base/log.js';
import { time } from '../base/time.js';
import { Topic } from '../base/topic.js';
import type { CallTracker } from './call-tracker.js';
import { CallWatch } from './call-watch.js';
import { Interpreter } from './interpreter.js';
import type { ModemEvent } from './line.js';
import type { PastCallers } from './past-callers.js';
import { type ListedCall, readCallList } from './parser/call-list.js';
import type { Fact } from './parser/unsolicited.js';
import type { OpenPort, Port } from './port.js';
import { AtQueue, type QueueOwner, SPACING_MS } from './queue.js';
import { HANG_UP, LIST_CALLS } from './sim7600.js';

const log = logger('modem/link');

const BOOTING_MS = 10_000;
/** After an enumeration the modem is deaf for that long (sim7600.md §3.6). */
const SETTLE_MS = 4000;

export interface LinkOwner {
  readonly events: Topic<ModemEvent>;
  readonly past: PastCallers;
  /** Called before the call of the link, if there is one, is ended as 'modem-lost'. */
  lost(reason: InBothLanguages): void;
}

/** One opened port and all that is known through it: from open to the moment it fails, then thrown away. */
export class Link {
  readonly queue: AtQueue;
  /** What it tells beside events: technology, USSD, power. */
  readonly facts = new Topic<Fact>('modem facts');
  readonly #interpreter: Interpreter;
  readonly #watch: CallWatch;
  readonly #closing = new AbortController();
  #port: Port | null = null;
  #checks = 0;

  private constructor(private readonly owner: LinkOwner) {
    this.#interpreter = new Interpreter({
      past: owner.past,
      publish: (event) => owner.events.publish(event),
      told: (fact) => this.facts.publish(fact),
      confirm: () => this.#checkSoon(),
    });
    this.#watch = new CallWatch(this.calls, () => {
      // A modem that answers slowly must not find a pile of the same question.
      if (this.#checks === 0) this.#checkSoon();
    });
    this.queue = new AtQueue(this.#queueOwner());
  }

  /** Rejects 'port-gone' when the port cannot be had. */
  static async open(open: OpenPort, path: string, owner: LinkOwner): Promise<Link> {
    const link = new Link(owner);
    link.#port = await open(path, {
      data: (chunk) => link.queue.receive(chunk),
      gone: (reason) => link.fail(inBoth(reason)),
    });
    return link;
  }

  get events(): Topic<ModemEvent> {
    return this.owner.events;
  }

  get calls(): CallTracker {
    return this.#interpreter.calls;
  }

  /** Aborted when the link is over. */
  get closed(): AbortSignal {
    return this.#closing.signal;
  }

  /** Outside question and answer: to leave a prompt. */
  write(text: string): void {
    this.#port?.write(text);
  }

  /** The modem has just enumerated: it is waited for, and commands go out slowly for the first ten seconds. */
  async settle(): Promise<void> {
    this.queue.spacingMs = SPACING_MS.booting;
    time.after(BOOTING_MS, () => (this.queue.spacingMs = SPACING_MS.settled));
    await time.sleep(SETTLE_MS, this.closed);
  }

  /** Asks the modem for its list of calls, which mends what we believe; a call that we know nothing of is a ghost that
   *  a crash left behind and is ended (sim7600.md §5 row 20). */
  async checkCalls(): Promise<readonly ListedCall[]> {
    const calls = readCallList(await this.queue.run(LIST_CALLS));
    const ghost = calls.some(({ state }) => state !== 'incoming' && state !== 'waiting');
    if (this.calls.call !== null || !ghost) return calls;
    log.warn('a call that nobody made is ended', { calls: calls.length });
    await this.queue.run(HANG_UP);
    return [];
  }

  /** The port is of no more use: pending commands and the call are ended. */
  fail(reason: InBothLanguages): void {
    if (this.closed.aborted) return;
    this.owner.lost(reason);
    this.#end();
    this.calls.lost();
  }

  /** Given back on purpose. */
  async close(): Promise<void> {
    this.#end();
    await this.#port?.close();
  }

  #end(): void {
    this.#closing.abort();
    this.#watch.stop();
    this.queue.close();
  }

  #queueOwner(): QueueOwner {
    const interpreter = this.#interpreter;
    return {
      write: (text) => this.write(text),
      sent: (text) => {
        interpreter.sent(text);
        this.#watch.noted(false);
      },
      ended: (command, reply) => {
        interpreter.ended(command, reply);
        this.#watch.noted(false);
      },
      heard: (item) => {
        if (item.kind === 'unknown') return log.debug('line not understood', { line: hidden(item.line) });
        if (item.kind === 'fact') return interpreter.fact(item.fact);
        interpreter.call(item.signal);
        this.#watch.noted(item.signal.type === 'ring' || item.signal.type === 'caller');
      },
      sick: (reason) => this.fail(reason),
    };
  }

  #checkSoon(): void {
    this.#checks++;
    this.checkCalls()
      .catch((error: unknown) => log.info('call list not had', { error: messageOf(error) }))
      .finally(() => this.#checks--);
  }
}
