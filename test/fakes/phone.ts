import { SecretaryError } from '../../daemon/base/errors.js';
import { time } from '../../daemon/base/time.js';
import { Topic } from '../../daemon/base/topic.js';
import type { VirtualClock } from '../../daemon/base/virtual-clock.js';
import { FrontDesk } from '../../daemon/call/front-desk.js';
import type { Journal } from '../../daemon/call/journal.js';
import type { LiveEvent } from '../../daemon/call/live.js';
import type { CallState } from '../../daemon/call/call-machine.js';
import { Conversation } from '../../daemon/dialog/conversation.js';
import { textsOf } from '../../daemon/dialog/texts/texts.js';
import type { CallFacts, Outcome, TurnRecord } from '../../daemon/store/record.js';
import { FakeLine } from './fake-line.js';
import { FakeMedia, type FakeSession } from './fake-media.js';
import { FakeVoice } from './fake-voice.js';
import { ScriptedStt } from './scripted-stt.js';
import { CALLER, GREETING, NOTICE, parts, type TalkOptions } from './talk.js';

export const BLOCKED = '+447700900666';

export interface Finished {
  readonly facts: CallFacts;
  readonly outcome: Outcome;
  readonly turns: readonly TurnRecord[];
}

/** Keeps what it is told, unless the disk is full. */
class MemoryJournal implements Journal {
  /** In order: 'start', 'event screening', 'turn 0', 'take message', 'finish'. */
  readonly written: string[] = [];
  readonly finished: Finished[] = [];
  /** Entries that begin with this are refused; '' refuses all. */
  full: string | null = null;
  takesMs = 0;
  #turns: TurnRecord[] = [];

  start(): Promise<void> {
    this.#turns = [];
    return this.#write('start');
  }

  event(_callId: string, type: string): Promise<void> {
    return this.#write(`event ${type}`);
  }

  turn(_callId: string, index: number, record: TurnRecord): Promise<void> {
    this.#turns[index] = record;
    return this.#write(`turn ${index}`);
  }

  take(_callId: string, { kind }: { readonly kind: string }): Promise<void> {
    return this.#write(`take ${kind}`);
  }

  finish(_callId: string, facts: CallFacts, outcome: Outcome): Promise<void> {
    this.finished.push({ facts, outcome, turns: [...this.#turns] });
    return this.#write('finish');
  }

  async #write(entry: string): Promise<void> {
    if (this.takesMs > 0) await time.sleep(this.takesMs);
    if (this.full !== null && entry.startsWith(this.full)) throw new SecretaryError('disk', 'no space left');
    this.written.push(entry);
  }
}

/** The front desk with a line, a voice path and engines that are scripted, in virtual time. */
export class Phone {
  readonly line = new FakeLine();
  readonly media = new FakeMedia();
  readonly journal = new MemoryJournal();
  readonly live = new Topic<LiveEvent>('live');
  readonly told: LiveEvent[] = [];
  readonly stt = new ScriptedStt();
  readonly voice = new FakeVoice();
  readonly desk: FrontDesk;
  /** States of the call in hand that were seen, in order. */
  readonly texts = textsOf('en');

  constructor(
    readonly clock: VirtualClock,
    { answerDelayMs = 5000, ...options }: TalkOptions & { readonly answerDelayMs?: number } = {},
  ) {
    this.live.subscribe('test', (event) => this.told.push(event));
    this.desk = new FrontDesk({
      whoIs: (number) => ({ number, name: null, blocked: number === BLOCKED }),
      call: () => ({
        line: this.line,
        media: this.media,
        journal: this.journal,
        live: this.live,
        texts: this.texts,
        recordingPath: (id) => `/recordings/${id}.wav`,
        answerDelayMs,
        converse: (_caller, media, listener) =>
          new Conversation({ ...parts(options), ...listener, media, stt: this.stt.open(), voice: this.voice }),
      }),
    });
    this.line.events.subscribe('desk', (event) => this.desk.onModemEvent(event));
  }

  get session(): FakeSession {
    return this.media.session;
  }

  get state(): CallState | 'idle' {
    return this.desk.current?.state ?? 'idle';
  }

  get last(): Finished | undefined {
    return this.journal.finished.at(-1);
  }

  async rendered(): Promise<this> {
    await this.voice.render(NOTICE, GREETING, this.texts.oneMoment);
    return this;
  }

  rings(number: string | null = CALLER): void {
    this.line.events.publish({ type: 'ringing', number });
  }

  /** The network says that the call is over. */
  ends(reason = 'caller-hung-up'): void {
    this.line.events.publish({ type: 'ended', reason });
  }

  misses(number: string | null = CALLER): void {
    this.line.events.publish({ type: 'missed', number });
  }

  pass(ms: number): Promise<void> {
    return this.clock.advance(ms);
  }

  /** Lets time pass until the call is in that state; returns how long it took. */
  async until(state: CallState | 'idle', withinMs = 60_000): Promise<number> {
    const sinceMs = time.monotonicMs();
    while (this.state !== state) {
      if (time.monotonicMs() - sinceMs > withinMs) throw new Error(`still ${this.state} after ${withinMs} ms`);
      await this.pass(20);
    }
    return time.monotonicMs() - sinceMs;
  }

  /** A caller who was answered and greeted. */
  async connected(): Promise<this> {
    await this.rendered();
    this.rings();
    await this.until('connected');
    await this.pass(4000);
    return this;
  }

  async says(text: string): Promise<void> {
    this.stt.willHear(text);
    this.session.callerSays(350 * text.split(' ').length);
    await this.pass(350 * text.split(' ').length);
  }
}
