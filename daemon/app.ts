import { join } from 'node:path';
import { mkdirSync } from 'node:fs';
import { repairRecordings } from './audio/recording-repair.js';
import { WorkerMedia } from './audio/worker-media.js';
import type { Bootstrap } from './base/bootstrap.js';
import { isAborted, messageOf } from './base/errors.js';
import { logger } from './base/log.js';
import { time } from './base/time.js';
import { Topic } from './base/topic.js';
import { type Briefing, briefingOf } from './briefing.js';
import { loadBusiness } from './business-source.js';
import type { CallDeps } from './call/call.js';
import { FrontDesk } from './call/front-desk.js';
import type { LiveEvent } from './call/live.js';
import { converseWith, voiceOf, warmMind } from './converse.js';
import { type EngineSet, engineSet } from './engine-set.js';
import { storeJournal } from './journal-store.js';
import { Modem } from './modem/modem.js';
import { recoverAfterCrash } from './store/recovery.js';
import { readSettings } from './store/settings.js';
import { openStore, type Store } from './store/store.js';

const log = logger('app');

const RING_MS = 5000;
/** What could not be rendered (engine down, day changed) is tried again that often while no call is in hand. */
const PREPARE_EVERY_MS = 15 * 60_000;

/** One running box. */
export interface App {
  readonly store: Store;
  readonly modem: Modem;
  readonly engines: EngineSet;
  readonly desk: FrontDesk;
  readonly live: Topic<LiveEvent>;
  readonly recordingsDir: string;
  briefing(): Briefing;
  stop(): Promise<void>;
}

/** Builds every part once and starts it: what answers calls first, what is only looked at last. Rejects when the box
 *  cannot work at all; an engine, a model or a modem that is missing is a state, not an error. */
export async function startApp(bootstrap: Bootstrap): Promise<App> {
  const { dataDir, modelsDir } = bootstrap;
  const recordingsDir = join(dataDir, 'recordings');
  const store = await openStoreOrMemory(join(dataDir, 'secretary.db'));
  await recover(store, recordingsDir);
  const business = await loadBusiness(store.db, bootstrap.businessFile, bootstrap.language);
  const briefing = briefingOf(business, await readSettings(store.db));
  const engines = await engineSet({ language: business.language, modelsDir, dataDir });
  const media = new WorkerMedia({ vadModelPath: engines.vadModelPath });
  const live = new Topic<LiveEvent>('live');
  const { atPort, pcmPort } = bootstrap;
  const modem = new Modem({
    findPorts: async () => (atPort === 'auto' || pcmPort === 'auto' ? null : { atPort, pcmPort }),
  });
  const journal = storeJournal(store.db);
  const voice = voiceOf(engines, briefing);
  const callDeps = (): CallDeps => ({
    line: modem,
    media,
    journal,
    live,
    texts: briefing.texts,
    recordingPath: (id) => (briefing.settings.recordCalls ? join(recordingsDir, `${id}.wav`) : null),
    answerDelayMs: (briefing.settings.answerAfterRings - 1) * RING_MS,
    converse: converseWith({ engines, briefing, voice }),
  });
  const whoIs = (number: string | null) => {
    const contact = business.contacts.find((each) => each.number === number);
    return { number, name: contact?.name ?? null, blocked: contact?.group === 'blocked' };
  };
  const desk = new FrontDesk({ call: callDeps, whoIs });
  publishStates(live, modem, engines);
  modem.events.subscribe('desk', (event) => desk.onModemEvent(event));

  const stopping = new AbortController();
  const prepare = () => {
    engines.phrases.prepare(briefing.fixedTexts().map(briefing.speakable), stopping.signal).catch((error: unknown) => {
      if (!isAborted(error)) log.warn('phrases could not be rendered', { error: messageOf(error) });
    });
  };
  engines.tts.engine.statusChanges.subscribe('phrases', ({ state }) => state === 'ready' && prepare());
  const cancelPreparing = time.every(PREPARE_EVERY_MS, () => desk.current === null && prepare());
  engines.llm.engine.statusChanges.subscribe('warm', ({ state }) => {
    if (state === 'ready') warmMind(engines, briefing, stopping.signal).catch(() => undefined);
  });
  modem.start();
  await Promise.all([media.start(), ...engines.supervised.map((engine) => engine.start())]);

  return {
    store,
    modem,
    engines,
    desk,
    live,
    recordingsDir,
    briefing: () => briefing,
    async stop() {
      cancelPreparing();
      stopping.abort();
      await desk.stop('shutdown');
      await modem.stop();
      await Promise.all([media.close(), ...engines.supervised.map((engine) => engine.stop())]);
      await store.close();
    },
  };
}

/** A disk that cannot be used must not keep the phone from being answered: calls are then kept until the next start. */
async function openStoreOrMemory(path: string): Promise<Store> {
  try {
    return await openStore(path);
  } catch (error) {
    log.error('the database cannot be used; calls are answered, but kept in memory only', { error: messageOf(error) });
    return openStore(':memory:');
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

function publishStates(live: Topic<LiveEvent>, modem: Modem, engines: EngineSet): void {
  modem.statusChanges.subscribe('live', (status) => live.publish({ type: 'line', at: time.now(), status }));
  for (const engine of engines.supervised) {
    engine.statusChanges.subscribe('live', (status) => live.publish({ type: 'engine', at: time.now(), status }));
  }
}
