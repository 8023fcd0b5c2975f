import { randomInt } from 'node:crypto';
import { settleWithin } from '../../base/abort.js';
import { SecretaryError, isAborted, messageOf } from '../../base/errors.js';
import { logger } from '../../base/log.js';
import { time } from '../../base/time.js';
import { Timers } from '../../base/timers.js';
import { Topic } from '../../base/topic.js';
import type { ReceivedSms } from '../../store/sms-in.js';
import { isQuarantined, type NewOutgoing, queueSms, settleCutOff } from '../../store/sms-out.js';
import type { Database } from '../../store/tables.js';
import type { ModemEvent, ModemState } from '../line.js';
import { plainNumber } from './address.js';
import { Intake } from './intake.js';
import { Outbox } from './outbox.js';
import type { SmsModem } from './sms-modem.js';
import { encodeSubmit } from './submit.js';

const log = logger('modem/sms/service');

/** Notices of stored messages get lost; nothing stays in the modem longer than this. */
const LOOK_EVERY_MS = 300_000;
/** After an error of the modem, the network or the disk. */
const RETRY_MS = 30_000;
/** Between submissions: a modem that was fed without pause was seen to leave its bus (sim7600.md §5 row 11). */
const PACING_MS = 1000;
/** A submission takes 1 to 6 s as a rule; whoever stops waits for its result, but not for one that hangs. */
const STOP_LIMIT_MS = 6000;

export interface SmsDeps {
  readonly modem: SmsModem;
  readonly db: Database;
}

export interface NewText {
  /** With or without "+"; blanks, hyphens and brackets are of no matter. */
  readonly to: string;
  readonly text: string;
  /** Whether the network is to tell of its delivery. */
  readonly report: boolean;
}

/** Short messages, in and out: what comes is on disk before it is deleted from the modem, and what goes before the modem
 *  gets it. One thing at a time, and none that needs the modem while a call is in hand. */
export class SmsService {
  /** Whole messages, on disk already. Who must not miss any asks the store for those after the last that it knows. */
  readonly events = new Topic<ReceivedSms>('sms received');
  /** Ids of messages of ours of which more is known now. */
  readonly sentChanges = new Topic<string>('sms sent changes');
  readonly #modem: SmsModem;
  readonly #db: Database;
  readonly #intake: Intake;
  readonly #outbox: Outbox;
  readonly #stopping = new AbortController();
  readonly #timers = new Timers<'look' | 'retry'>();
  #reference = randomInt(256);
  #state: ModemState = 'absent';
  #recovered = false;
  #tidyDue = true;
  #holdSending = false;
  #working: Promise<void> | null = null;
  /** Something has happened since the step that is being done began. */
  #again = false;

  constructor({ modem, db }: SmsDeps) {
    const changed = (id: string) => this.sentChanges.publish(id);
    this.#modem = modem;
    this.#db = db;
    this.#intake = new Intake({ modem, db, received: this.events, reported: changed });
    this.#outbox = new Outbox({ modem, db, changed });
  }

  /** To be called once; returns at once. */
  start(): void {
    const { signal } = this.#stopping;
    const ends = [
      this.#modem.events.subscribe('sms', (event) => this.#follow(event)),
      this.#modem.statusChanges.subscribe('sms', ({ state }) => this.#modemIs(state)),
    ];
    signal.addEventListener('abort', () => ends.forEach((end) => end()), { once: true });
    this.#look();
    this.#modemIs(this.#modem.status.state);
  }

  /** Resolves when nothing is being done any more; a submission that hangs is not waited for. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#timers.clearAll();
    if (this.#working !== null) await settleWithin(this.#working, STOP_LIMIT_MS);
  }

  /** The message as it would be sent, each part being charged as one. Rejects 'bad-input' for a text or a recipient that
   *  cannot be sent, 'refused' when the modem hung on that recipient lately. */
  async prepare({ to, text, report }: NewText): Promise<NewOutgoing> {
    const recipient = plainNumber(to);
    if (text === '') throw new SecretaryError('bad-input', 'a message needs a text');
    this.#reference = (this.#reference + 1) & 0xff;
    const parts = encodeSubmit({ to: recipient, text, report, reference: this.#reference });
    if (await isQuarantined(this.#db, { to: recipient, text })) {
      throw new SecretaryError('refused', 'the modem hung on this recipient lately; nothing is sent to it for a while');
    }
    return { to: recipient, text, report, parts };
  }

  /** Resolves with the message's id when it is on disk and will be sent; rejects as `prepare` does. */
  async send(message: NewText): Promise<string> {
    const id = await queueSms(this.#db, await this.prepare(message));
    this.#kick();
    return id;
  }

  #follow(event: ModemEvent): void {
    if (event.type === 'sms-stored') this.#intake.stored(event.storage);
    else if (event.type === 'sms' || event.type === 'report') this.#intake.handed(event.pdu);
    else if (event.type !== 'ended' && event.type !== 'missed') return;
    this.#kick();
  }

  /** Whatever came while the modem was away, or before this program was there, is in its storages. */
  #modemIs(state: ModemState): void {
    if (state === this.#state) return;
    this.#state = state;
    if (!READABLE.has(state)) return;
    this.#intake.lookEverywhere();
    this.#kick();
  }

  #look(): void {
    this.#intake.lookEverywhere();
    this.#tidyDue = true;
    this.#kick();
    this.#timers.set('look', LOOK_EVERY_MS, () => this.#look());
  }

  #kick(): void {
    this.#again = true;
    if (this.#working !== null || this.#stopping.signal.aborted) return;
    this.#working = this.#work().finally(() => {
      this.#working = null;
      if (this.#again) this.#kick();
    });
  }

  async #work(): Promise<void> {
    while (this.#again && !this.#stopping.signal.aborted) {
      this.#again = false;
      await this.#step().catch((error: unknown) => {
        if (isAborted(error)) return;
        log.warn('tried again later', { error: messageOf(error) });
        this.#retryLater();
      });
    }
  }

  async #step(): Promise<void> {
    await this.#recover();
    await this.#intake.keepHanded();
    if (this.#tidyDue) await this.#intake.tidy();
    this.#tidyDue = false;
    if (!this.#mayRead()) return;
    await this.#intake.drain(() => this.#mayRead());
    if (this.#state === 'ready' && this.#mayRead() && !this.#holdSending) await this.#send();
  }

  async #recover(): Promise<void> {
    if (this.#recovered) return;
    const cutOff = await settleCutOff(this.#db);
    this.#recovered = true;
    if (cutOff > 0) log.warn('messages that may have been sent or not', { count: cutOff });
  }

  async #send(): Promise<void> {
    const sending = await this.#outbox.sendNext();
    if (sending === 'nothing-to-send') return;
    if (sending === 'try-later') this.#retryLater();
    this.#again = true;
    await time.sleep(PACING_MS, this.#stopping.signal);
  }

  /** What comes in is still read meanwhile. */
  #retryLater(): void {
    this.#holdSending = true;
    this.#timers.set('retry', RETRY_MS, () => {
      this.#holdSending = false;
      this.#kick();
    });
  }

  #mayRead(): boolean {
    return READABLE.has(this.#state) && !this.#modem.inCall && !this.#stopping.signal.aborted;
  }
}

/** The SIM can be used, with or without a network. */
const READABLE: ReadonlySet<ModemState> = new Set(['searching', 'ready']);
