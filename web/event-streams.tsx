import { html } from 'hono/html';
import type { Child } from 'hono/jsx';
import { logger } from '../daemon/base/log.js';
import { time } from '../daemon/base/time.js';
import type { Topic } from '../daemon/base/topic.js';

const log = logger('web/event-streams');

/** A piece of the page that changes while it is open. */
export interface Region {
  /** The id of the element whose content it is. */
  readonly id: string;
  /** What it shows; it is rendered and sent again only when this is another value (by Object.is). */
  readonly state: unknown;
  readonly view: () => Child;
}

const MAX_CLIENTS = 20;
/** A comment now and then is what finds a client that went away without a word. */
const HEARTBEAT_MS = 15_000;
const encoder = new TextEncoder();

const failed = (error: unknown): null => {
  log.error('event stream failed', { error });
  return null;
};

/** The open event streams. They carry the present state, never a queue of events: each client's next message is made
 *  when it has room for one, so a slow client misses what was overtaken meanwhile and costs no memory. */
export class EventStreams {
  readonly #open = new Set<() => void>();

  constructor(private readonly changes: Topic<void>) {}

  get size(): number {
    return this.#open.size;
  }

  /** A stream of the regions as they change, all of them first; null when too many are open. */
  open(regions: () => readonly Region[]): ReadableStream<Uint8Array> | null {
    if (this.#open.size >= MAX_CLIENTS) return null;
    const client = new Client(regions);
    const unsubscribe = this.changes.subscribe('web/event-streams', () => client.wake());
    const end = () => {
      this.#open.delete(end);
      unsubscribe();
      client.end();
    };
    this.#open.add(end);
    return new ReadableStream<Uint8Array>(
      {
        async pull(controller) {
          const message = await client.next().catch(failed);
          if (message !== null) return controller.enqueue(encoder.encode(message));
          end();
          controller.close();
        },
        cancel: end,
      },
      { highWaterMark: 0 },
    );
  }

  closeAll(): void {
    for (const end of this.#open) end();
  }
}

class Client {
  readonly #sent = new Map<string, unknown>();
  #ended = false;
  #wake: () => void = () => undefined;

  constructor(private readonly regions: () => readonly Region[]) {}

  wake(): void {
    this.#wake();
  }

  end(): void {
    this.#ended = true;
    this.#wake();
  }

  /** The next message, as soon as there is something to say; null when the stream is over. */
  async next(): Promise<string | null> {
    while (!this.#ended) {
      const fresh = this.#fresh();
      if (fresh.length > 0) return await toMessage(fresh);
      if (!(await this.#change())) return ': still here\n\n';
    }
    return null;
  }

  #fresh(): readonly Region[] {
    const fresh = this.regions().filter(
      ({ id, state }) => !this.#sent.has(id) || !Object.is(this.#sent.get(id), state),
    );
    for (const { id, state } of fresh) this.#sent.set(id, state);
    return fresh;
  }

  /** True after a change, false when nothing happened for a heartbeat. */
  #change(): Promise<boolean> {
    return new Promise((resolve) => {
      const cancel = time.after(HEARTBEAT_MS, () => resolve(false));
      this.#wake = () => {
        cancel();
        resolve(true);
      };
    });
  }
}

/** One unnamed event of htmx 4 partials; morphing keeps the elements, so a screen reader hears only what is new. */
async function toMessage(regions: readonly Region[]): Promise<string> {
  const partials = await html`${regions.map(
    ({ id, view }) => html`<hx-partial hx-target="#${id}" hx-swap="innerMorph">${view()}</hx-partial>`,
  )}`;
  const lines = partials.split(/\r\n|\r|\n/);
  return `${lines.map((line) => `data: ${line}\n`).join('')}\n`;
}
