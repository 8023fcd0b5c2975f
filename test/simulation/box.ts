import { Topic } from '../../daemon/base/topic.js';
import { type Briefing, briefingOf } from '../../daemon/briefing.js';
import type { Caller, CallDeps } from '../../daemon/call/call.js';
import type { CallListener } from '../../daemon/call/call-diary.js';
import { FrontDesk } from '../../daemon/call/front-desk.js';
import type { LiveEvent } from '../../daemon/call/live.js';
import { PatientJournal } from '../../daemon/call/patient-journal.js';
import type { MediaSession } from '../../daemon/audio/media.js';
import { Conversation } from '../../daemon/dialog/conversation.js';
import { Ladder } from '../../daemon/dialog/ladder.js';
import { fixedPhrases } from '../../daemon/dialog/texts/texts.js';
import { storeJournal } from '../../daemon/journal-store.js';
import { Healer, type PowerCycle } from '../../daemon/modem/healer.js';
import { Modem } from '../../daemon/modem/modem.js';
import { SmsService } from '../../daemon/modem/sms/service.js';
import { settingsSchema } from '../../daemon/store/settings-schema.js';
import { type Store, openStore } from '../../daemon/store/store.js';
import { workshop } from '../knowledge/sample.js';
import { FickleEngines } from './fickle-engines.js';
import type { MemoryBus } from './memory-bus.js';
import { WiredMedia } from './wired-media.js';

/** Short enough that a conversation that never ends by itself is over well within the 90 s of a stuck state. */
const LONGEST_MS = 60_000;
const SILENCES_MS = [4000, 4000, 3000] as const;

const briefing: Briefing = briefingOf(
  { ...workshop, country: 'GB', contacts: [], owner: null },
  settingsSchema.parse({}),
);
const rendered = new Set([briefing.notice, briefing.greeting, ...fixedPhrases(briefing.texts)]);

/** The daemon without its processes: the real driver, front desk, calls, dialogue and store; engines that are scripted. */
export class Box {
  readonly engines = new FickleEngines();
  readonly live = new Topic<LiveEvent>('live');
  readonly modem: Modem;
  readonly desk: FrontDesk;
  readonly sms: SmsService;
  readonly #healer: Healer;
  readonly #media: WiredMedia;

  private constructor(
    readonly store: Store,
    bus: MemoryBus,
    cyclePower: PowerCycle,
  ) {
    this.#media = new WiredMedia(bus);
    this.modem = new Modem(bus);
    this.sms = new SmsService({ modem: this.modem, db: store.db });
    this.#healer = new Healer(this.modem, cyclePower);
    const journal = new PatientJournal(storeJournal(store.db));
    const deps: CallDeps = {
      line: this.modem,
      media: this.#media,
      journal,
      live: this.live,
      texts: briefing.texts,
      recordingPath: (id) => `/recordings/${id}.wav`,
      answerDelayMs: 0,
      converse: (caller, session, listener) => this.#converse(caller, session, listener),
    };
    this.desk = new FrontDesk({ call: () => deps, whoIs: (number) => ({ number, name: null, blocked: false }) });
  }

  static async open(bus: MemoryBus, cyclePower: PowerCycle): Promise<Box> {
    return new Box(await openStore(':memory:'), bus, cyclePower);
  }

  start(): void {
    this.modem.events.subscribe('desk', (event) => this.desk.onModemEvent(event));
    this.#healer.start();
    this.sms.start();
    this.modem.start();
  }

  async stop(): Promise<void> {
    await this.desk.stop('shutdown');
    this.#healer.stop();
    await this.sms.stop();
    await this.modem.stop();
    await this.store.close();
  }

  #converse(caller: Caller, media: MediaSession, listener: CallListener): Conversation {
    const { texts, business, knowledge, understanding, speakable, phrases, notice, greeting } = briefing;
    const stt = this.engines.stt.open();
    const conversation = new Conversation({
      ...listener,
      media,
      stt,
      voice: this.engines.voice(rendered),
      ladder: new Ladder({
        texts,
        businessName: business.name,
        knowledge,
        understanding,
        callerNumber: caller.number,
        speakNumber: speakable,
        llm: () => this.engines.llm,
        recorded: true,
      }),
      texts,
      phrases,
      rows: understanding.rows,
      notice,
      greeting,
      silencesMs: SILENCES_MS,
      longestMs: LONGEST_MS,
    });
    void conversation.ended.then(() => stt.close());
    return conversation;
  }
}
