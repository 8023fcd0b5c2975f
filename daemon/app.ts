import { join } from 'node:path';
import { mkdirSync } from 'node:fs';
import { repairRecordings } from './audio/recording-repair.js';
import { WorkerMedia } from './audio/worker-media.js';
import type { Bootstrap } from './base/bootstrap.js';
import { isAborted, messageOf, messagesOf } from './base/errors.js';
import { looksLikeImei } from './base/imei.js';
import { logger } from './base/log.js';
import { time } from './base/time.js';
import { Topic } from './base/topic.js';
import { type Briefing, briefingOf } from './briefing.js';
import { loadBusiness } from './business-source.js';
import type { Caller, CallDeps } from './call/call.js';
import { FrontDesk } from './call/front-desk.js';
import type { LiveEvent } from './call/live.js';
import { PatientJournal } from './call/patient-journal.js';
import { TollGuard } from './call/toll-guard.js';
import { converseWith, voiceOf, warmMind } from './converse.js';
import type { Voice } from './dialog/voice.js';
import { type EngineSet, engineSet } from './engine-set.js';
import { storeJournal } from './journal-store.js';
import { portFinder } from './modem/discovery.js';
import { Healer } from './modem/healer.js';
import { Modem } from './modem/modem.js';
import { NetworkClock } from './modem/network-clock.js';
import { powerCycle } from './modem/power-cycle.js';
import { SmsService } from './modem/sms/service.js';
import { Ussd } from './modem/ussd.js';
import { Retention } from './retention.js';
import { DiskWatch } from './store/disk.js';
import { addHealthEvent, type HealthEvent } from './store/health-history.js';
import { recoverAfterCrash } from './store/recovery.js';
import { purge } from './store/retention.js';
import { readSettings } from './store/settings.js';
import { openStore, type Store } from './store/store.js';

const log = logger('app');

const RING_MS = 5000;
/** What could not be rendered (engine down, day changed) is tried again that often while no call is in hand. */
const RENDER_EVERY_MS = 15 * 60_000;

/** One running box: the one place that knows every room. What is missing (an engine, a model, the modem) is a state that
 *  can be seen, not an error: the box answers with what it has. */
export class App {
  readonly live = new Topic<LiveEvent>('live');
  readonly modem: Modem;
  readonly desk: FrontDesk;
  readonly tollGuard: TollGuard;
  readonly ussd: Ussd;
  readonly sms: SmsService;
  readonly #healer: Healer;
  readonly #clock: NetworkClock;
  readonly #retention: Retention;
  readonly media: WorkerMedia;
  readonly voice: Voice;
  readonly #journal: PatientJournal;
  readonly #disk: DiskWatch;
  readonly #recordingsDir: string;
  readonly #stopping = new AbortController();
  #cancelRendering = () => {};
  #rendering = new AbortController();
  #rendered = false;

  private constructor(
    readonly store: Store,
    readonly engines: EngineSet,
    readonly briefing: Briefing,
    { dataDir, modem, atPort, pcmPort, powerKey }: Bootstrap,
  ) {
    this.#recordingsDir = recordingsIn(dataDir);
    this.#journal = new PatientJournal(storeJournal(store.db));
    this.#disk = new DiskWatch(dataDir, (use) => store.diskIs(use));
    this.voice = voiceOf(engines, briefing);
    this.media = new WorkerMedia({ vadModelPath: engines.vadModelPath });
    this.modem = new Modem({
      findPorts: portFinder({ modem, atPort, pcmPort }),
      imei: looksLikeImei(modem) ? modem : null,
    });
    const powerOff = powerKey === 'none' ? 'port-power' : 'power-key';
    this.#healer = new Healer(this.modem, powerCycle(process.env['RUNTIME_DIRECTORY']), powerOff);
    this.#clock = new NetworkClock(this.modem);
    this.#retention = new Retention({
      days: () => this.briefing.settings.retentionDays,
      purge: (before) => purge(store.db, this.#recordingsDir, before),
      clockIsRight: () => this.#clock.isRight(),
      inCall: () => this.desk.current !== null,
    });
    this.ussd = new Ussd(() => this.modem.link);
    this.sms = new SmsService({ modem: this.modem, db: store.db });
    this.tollGuard = new TollGuard(
      store.db,
      () => ({ ...this.briefing.settings, country: this.briefing.business.country }),
      () => this.modem.status,
    );
    this.desk = new FrontDesk({ call: () => this.#callDeps(), whoIs: (number) => this.#whoIs(number) });
  }

  /** Whether all that can be rendered before a call has been, at least once since the start. */
  get rendered(): boolean {
    return this.#rendered;
  }

  /** Reads what the box knows and puts it together; nothing runs yet. Rejects 'bad-input' for a business file with faults. */
  static async open(bootstrap: Bootstrap): Promise<App> {
    const { dataDir, modelsDir, businessFile, language } = bootstrap;
    const store = await openStoreOrMemory(join(dataDir, 'secretary.db'));
    await recover(store, recordingsIn(dataDir));
    const business = await loadBusiness(store.db, businessFile, language);
    const engines = await engineSet({ language: business.language, modelsDir, dataDir });
    return new App(store, engines, briefingOf(business, await readSettings(store.db)), bootstrap);
  }

  /** Resolves when every engine has come to something; calls are taken from the moment the modem is ready. */
  async start(): Promise<void> {
    const { engines, modem, live } = this;
    modem.statusChanges.subscribe('live', (status) => live.publish({ type: 'line', at: time.now(), status }));
    modem.events.subscribe('desk', (event) => this.desk.onModemEvent(event));
    live.subscribe('render', ({ type }) => {
      if (type === 'ringing') this.#rendering.abort();
      else if (type === 'ended') this.#render();
    });
    for (const engine of engines.supervised) {
      engine.statusChanges.subscribe('live', (status) => live.publish({ type: 'engine', at: time.now(), status }));
    }
    engines.tts.engine.statusChanges.subscribe('render', ({ state }) => state === 'ready' && this.#render());
    engines.llm.engine.statusChanges.subscribe('warm', ({ state }) => state === 'ready' && this.#warm());
    this.#cancelRendering = time.every(RENDER_EVERY_MS, () => this.#render());
    modem.health.subscribe('history', (notice) => void this.#keep(notice));
    this.#watchStore();
    this.#healer.start();
    this.#clock.start();
    this.#retention.start();
    this.sms.start();
    modem.start();
    await Promise.all([this.media.start(), ...engines.supervised.map((engine) => engine.start())]);
  }

  /** A call in hand is ended and written down first; then everything in the reverse order of its start. */
  async stop(): Promise<void> {
    this.#cancelRendering();
    this.#healer.stop();
    this.#disk.stop();
    this.#clock.stop();
    this.#retention.stop();
    this.#stopping.abort();
    await this.desk.stop('shutdown');
    await this.sms.stop();
    await this.modem.stop();
    await Promise.all([this.media.close(), ...this.engines.supervised.map((engine) => engine.stop())]);
    this.#journal.close();
    await this.store.close();
  }

  #callDeps(): CallDeps {
    const { texts, settings } = this.briefing;
    return {
      line: this.modem,
      media: this.media,
      journal: this.#journal,
      live: this.live,
      texts,
      voiceFilter: settings.voiceFilter,
      recordingPath: (id) => (settings.recordCalls ? join(this.#recordingsDir, `${id}.wav`) : null),
      answerDelayMs: (settings.answerAfterRings - 1) * RING_MS,
      converse: converseWith({ engines: this.engines, briefing: this.briefing, voice: this.voice }),
    };
  }

  #whoIs(number: string | null): Caller {
    const contact = this.briefing.business.contacts.find((each) => each.number === number);
    return { number, name: contact?.name ?? null, blocked: contact?.group === 'blocked' };
  }

  #watchStore(): void {
    const { store, live } = this;
    let { state } = store.health;
    store.healthChanges.subscribe('live', (status) => {
      live.publish({ type: 'store', at: time.now(), status });
      // What fails takes no row; one that found room would tell that all is well while a call's record waits.
      if (status.state !== state && status.state !== 'failing') {
        void this.#keep({ kind: 'disk', detail: { from: state, to: status.state } });
      }
      ({ state } = status);
    });
    this.#disk.start();
  }

  async #keep(notice: HealthEvent): Promise<void> {
    await addHealthEvent(this.store.db, notice).catch((error: unknown) => {
      log.warn('not written into the history', { kind: notice.kind, error: messageOf(error) });
    });
  }

  /** Renders what will be said for certain, while nobody waits for it: in a call the recogniser needs the processor. */
  #render(): void {
    const { fixedTexts, speakable } = this.briefing;
    const state = this.desk.current?.state ?? 'done';
    if (state !== 'done') return;
    this.#rendering.abort();
    this.#rendering = new AbortController();
    const signal = AbortSignal.any([this.#rendering.signal, this.#stopping.signal]);
    this.engines.phrases.prepare(fixedTexts().map(speakable), signal).then(
      () => (this.#rendered = true),
      (error: unknown) => {
        if (!isAborted(error)) log.warn('phrases could not be rendered', { error: messageOf(error) });
      },
    );
  }

  #warm(): void {
    warmMind(this.engines, this.briefing, this.#stopping.signal).catch(() => undefined);
  }
}

const recordingsIn = (dataDir: string): string => join(dataDir, 'recordings');

/** A disk that cannot be used must not keep the phone from being answered: calls are then kept until the next start. */
async function openStoreOrMemory(path: string): Promise<Store> {
  try {
    return await openStore(path);
  } catch (error) {
    log.error('the database cannot be used; calls are answered, but kept in memory only', { error: messageOf(error) });
    const { en, ru } = messagesOf(error);
    return openStore(':memory:', {
      en: `calls are kept in memory only: ${en}`,
      ru: `звонки хранятся только в памяти: ${ru}`,
    });
  }
}

/** After a crash or power cut: open calls are closed as such, recordings get their header. */
async function recover(store: Store, recordingsDir: string): Promise<void> {
  try {
    mkdirSync(recordingsDir, { recursive: true, mode: 0o700 });
    const repaired = await repairRecordings(recordingsDir);
    const calls = await recoverAfterCrash(store.db, time.now());
    if (calls.length > 0)
      log.warn('calls that were cut off by the last stop', { calls: calls.length, recordings: repaired.length });
  } catch (error) {
    log.error('what the last run left could not be repaired', { error: messageOf(error) });
  }
}
