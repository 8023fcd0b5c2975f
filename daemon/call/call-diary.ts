import { messageOf } from '../base/errors.js';
import { logger } from '../base/log.js';
import { time } from '../base/time.js';
import type { Topic } from '../base/topic.js';
import type { Taken } from '../dialog/reply.js';
import type { Recording } from '../audio/media.js';
import type { CallFacts, Outcome, TurnRecord } from '../store/record.js';
import type { Journal } from './journal.js';
import type { LiveEvent } from './live.js';

const log = logger('call/call-diary');

/** What a conversation tells its call while it lasts. */
export interface CallListener {
  readonly take: (taken: Taken) => Promise<void>;
  readonly onTurn: (index: number, record: TurnRecord) => void;
  readonly onPartial: (text: string) => void;
  readonly onSpeaking: (text: string) => void;
}

export interface DiaryDeps {
  readonly journal: Journal;
  readonly live: Topic<LiveEvent>;
}

type WithoutStamp<T> = T extends unknown ? Omit<T, 'callId' | 'at'> : never;
type TellEvent = WithoutStamp<Extract<LiveEvent, { readonly callId: string }>>;

/** All that is written down of one call, and told to whoever watches it. */
export class CallDiary {
  readonly turns: TurnRecord[] = [];
  readonly taken: Taken[] = [];
  readonly #id: string;
  readonly #deps: DiaryDeps;
  #written: Promise<void> = Promise.resolve();

  constructor(id: string, deps: DiaryDeps) {
    this.#id = id;
    this.#deps = deps;
  }

  begin(from: string | null, recordingPath: string | null): void {
    const started = { id: this.#id, from, startedAt: time.now(), recordingPath };
    void this.#write(() => this.#deps.journal.start(started));
    this.tell({ type: 'ringing', from });
  }

  event(type: string, reason: string): void {
    void this.#write(() => this.#deps.journal.event(this.#id, type, reason));
  }

  /** For the conversation; `take` resolves when what it was given is kept. */
  readonly listener: CallListener = {
    take: (taken) => {
      this.taken.push(taken);
      return this.#write(() => this.#deps.journal.take(this.#id, taken));
    },
    onTurn: (index, turn) => {
      this.turns[index] = turn;
      void this.#write(() => this.#deps.journal.turn(this.#id, index, turn));
      this.tell({ type: 'turn', index, turn });
    },
    onPartial: (text) => this.tell({ type: 'heard-partial', text }),
    onSpeaking: (text) => this.tell({ type: 'speaking', text, on: text !== '' }),
  };

  /** Resolves when everything about the call is written, or has failed to be. */
  end(facts: CallFacts, outcome: Outcome, recording: Recording | null): Promise<void> {
    return this.#write(() => this.#deps.journal.finish(this.#id, facts, outcome, recording));
  }

  tell(event: TellEvent): void {
    this.#deps.live.publish({ ...event, callId: this.#id, at: time.now() });
  }

  /** One behind the other. A disk that is full or gone must not end a call: it is logged and the call goes on. */
  #write(write: () => Promise<void>): Promise<void> {
    this.#written = this.#written.then(write).catch((error: unknown) => {
      log.error('the call could not be written down', { call: this.#id, error: messageOf(error) });
    });
    return this.#written;
  }
}
