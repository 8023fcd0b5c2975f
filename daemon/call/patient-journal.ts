import { SecretaryError, hasCode, messageOf } from '../base/errors.js';
import { logger } from '../base/log.js';
import { Timers } from '../base/timers.js';
import type { Journal } from './journal.js';

const log = logger('call/patient-journal');

const RETRY_MS = 5000;
/** A day of calls. Beyond it the box has other troubles than its memory of them. */
const HELD_AT_MOST = 20_000;

type Write = () => Promise<void>;

/** Holds what the disk would not take and writes it, in its order, as soon as the disk takes something again: a disk
 *  that is full for an hour costs no call its record. A write that is held rejects all the same: it is not durable. */
export class PatientJournal implements Journal {
  readonly #held: Write[] = [];
  readonly #timers = new Timers<'retry'>();
  #last: Promise<void> = Promise.resolve();

  constructor(private readonly journal: Journal) {}

  start(...call: Parameters<Journal['start']>): Promise<void> {
    return this.#write(() => this.journal.start(...call));
  }

  event(...event: Parameters<Journal['event']>): Promise<void> {
    return this.#write(() => this.journal.event(...event));
  }

  turn(...turn: Parameters<Journal['turn']>): Promise<void> {
    return this.#write(() => this.journal.turn(...turn));
  }

  take(...taken: Parameters<Journal['take']>): Promise<void> {
    return this.#write(() => this.journal.take(...taken));
  }

  finish(...end: Parameters<Journal['finish']>): Promise<void> {
    return this.#write(() => this.journal.finish(...end));
  }

  /** What is still held is lost. */
  close(): void {
    this.#timers.clearAll();
    if (this.#held.length > 0) log.error('records are lost with the disk', { writes: this.#held.length });
  }

  #write(write: Write): Promise<void> {
    const done = this.#last.then(() => this.#attempt(write));
    this.#last = done.catch(() => undefined);
    return done;
  }

  async #attempt(write: Write): Promise<void> {
    if (this.#held.length >= HELD_AT_MOST) throw new SecretaryError('disk', 'the disk takes nothing');
    this.#held.push(write);
    await this.#drain();
  }

  /** Rejects with what stopped it. A write that fails for another reason than the disk would fail for ever: dropped. */
  async #drain(): Promise<void> {
    for (let next = this.#held[0]; next !== undefined; next = this.#held[0]) {
      try {
        await next();
      } catch (error) {
        if (isPassing(error)) this.#retryLater();
        else this.#held.shift();
        throw error;
      }
      this.#held.shift();
    }
  }

  #retryLater(): void {
    this.#timers.set('retry', RETRY_MS, () => {
      this.#last = this.#last
        .then(() => this.#drain())
        .catch((error: unknown) => log.warn('records wait for the disk', { error: messageOf(error) }));
    });
  }
}

const isPassing = (error: unknown): boolean => hasCode(error, 'disk') || hasCode(error, 'busy');
