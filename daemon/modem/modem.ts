import { isDeepStrictEqual } from 'node:util';
import { SecretaryError, messageOf } from '../base/errors.js';
import { logger } from '../base/log.js';
import { Machine } from '../base/machine.js';
import { time } from '../base/time.js';
import { Topic } from '../base/topic.js';
import { BackOff } from './back-off.js';
import { answerCall, hangUpCall } from './call-control.js';
import type { Line, ModemEvent, ModemStatus, VoicePath } from './line.js';
import { Link } from './link.js';
import { MODEM_TABLE } from './modem-machine.js';
import { hasService } from './parser/network.js';
import type { Fact } from './parser/unsolicited.js';
import type { AtQueue } from './queue.js';
import { type OpenPort, type PortFinder, type PortPaths, openSerialPort } from './port.js';
import * as sim7600 from './sim7600.js';
import { NO_MODEM, UNKNOWN, detailOf } from './status.js';

const log = logger('modem/modem');

/** A modem that is plugged in should be noticed while its owner still stands beside it. */
const ABSENT_POLL_MS = 2000;
/** After an enumeration the modem is deaf for that long (sim7600.md §3.6). */
const SETTLE_MS = 4000;
/** SIMs are pulled without a word where the HAT does not wire the detect pin (sim7600.md §2.2). */
const HEALTH_MS = 60_000;
const RESET_LIMIT_MS = 60_000;
const VANISH_MS = 10_000;

export interface ModemOptions {
  readonly findPorts: PortFinder;
  readonly openPort?: OpenPort;
}

/** The SIM7600: finds it, keeps it open and initialised through every loss, and offers it as one telephone line. */
export class Modem implements Line {
  readonly events = new Topic<ModemEvent>('modem events');
  readonly statusChanges = new Topic<ModemStatus>('modem status');
  readonly machine = new Machine('modem', MODEM_TABLE, 'absent');
  readonly #findPorts: PortFinder;
  readonly #openPort: OpenPort;
  readonly #stopping = new AbortController();
  #running: Promise<void> = Promise.resolve();
  #link: Link | null = null;
  #voicePort: string | null = null;
  #status: ModemStatus = NO_MODEM;
  /** The ports have just come back, so the modem has just booted. */
  #fresh = false;
  #resetUntilMs = 0;

  constructor({ findPorts, openPort = openSerialPort }: ModemOptions) {
    this.#findPorts = findPorts;
    this.#openPort = openPort;
  }

  get status(): ModemStatus {
    return this.#status;
  }

  get voicePort(): string | null {
    return this.#voicePort;
  }

  /** For the rooms beside calls. Throws 'port-gone' when there is no modem. */
  get commands(): Pick<AtQueue, 'ask' | 'run'> {
    return this.#open().queue;
  }

  get inCall(): boolean {
    return this.#link !== null && this.#link.calls.call !== null;
  }

  /** Returns at once; the state tells how far it has come. To be called once. */
  start(): void {
    this.machine.changes.subscribe('modem', ({ to, reason }) => {
      this.#update({ state: to, detail: detailOf(to, reason) });
      if (to === 'ready') void this.#askOperator();
    });
    this.events.subscribe('modem', (event) => this.#follow(event));
    this.#running = this.#run(this.#stopping.signal);
  }

  /** Gives the ports back; a call that is up stays up in the modem, and is ended at the next start. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#link?.close();
    await this.#running;
    this.#lost('stopped');
    this.machine.send('stopped');
  }

  async answer(signal: AbortSignal): Promise<void> {
    await answerCall(this.#open(), signal);
  }

  async openVoice(signal: AbortSignal): Promise<VoicePath> {
    return sim7600.openVoicePath(this.#open(), signal);
  }

  async closeVoice(): Promise<void> {
    if (this.#link !== null) await sim7600.releaseVoicePath(this.#link.queue);
  }

  async hangUp(): Promise<void> {
    const link = this.#link;
    if (link === null) return;
    await hangUpCall(link).catch((error: unknown) => {
      // A modem that has gone has taken the call with it.
      if (!link.closed.aborted) throw error;
    });
  }

  /** AT+CRESET: the ports vanish for 14 to 20 s, then everything starts anew. Ends any call. */
  async reset(reason: string): Promise<void> {
    const link = this.#open();
    this.#resetUntilMs = time.monotonicMs() + RESET_LIMIT_MS;
    this.machine.send('reset', reason);
    await link.queue.ask(sim7600.RESET).catch(() => undefined);
    const cancel = time.after(VANISH_MS, () => link.fail('did not restart'));
    link.closed.addEventListener('abort', cancel, { once: true });
  }

  #open(): Link {
    if (this.#link === null) throw new SecretaryError('port-gone', 'there is no modem', { retryable: true });
    return this.#link;
  }

  async #run(signal: AbortSignal): Promise<void> {
    const backOff = new BackOff();
    while (!signal.aborted) {
      const paths = await this.#find();
      if (paths !== null) {
        this.machine.send('found');
        backOff.begin();
        await this.#serve(paths).catch((error: unknown) => this.#lost(messageOf(error)));
      } else this.#missing();
      await time.sleep(paths === null ? ABSENT_POLL_MS : backOff.nextMs(), signal).catch(() => undefined);
    }
  }

  async #find(): ReturnType<PortFinder> {
    return this.#findPorts().catch((error: unknown) => {
      log.warn('looking for the modem failed', { error: messageOf(error) });
      return null;
    });
  }

  #missing(): void {
    this.#fresh = true;
    if (this.machine.state === 'absent') return;
    if (this.machine.state !== 'resetting' || time.monotonicMs() > this.#resetUntilMs) this.machine.send('missing');
  }

  /** From open to loss; rejects when the port cannot be opened. */
  async #serve({ atPort, pcmPort }: PortPaths): Promise<void> {
    const link = await this.#openLink(atPort);
    this.#link = link;
    this.#voicePort = pcmPort;
    this.machine.send('opened');
    const endHealth = time.every(HEALTH_MS, () => void this.#checkHealth(link));
    try {
      if (this.#fresh) await settle(link);
      this.#fresh = false;
      await sim7600.shakeHands(link);
      for (;;) {
        await this.#initialise(link);
        await this.machine.changes.next(({ event }) => event === 'sim-ready', link.closed);
      }
    } catch (error) {
      // Does nothing when it was the link that failed; otherwise a call in it must still be ended.
      link.fail(messageOf(error));
    } finally {
      endHealth();
      await link.close();
    }
  }

  async #openLink(path: string): Promise<Link> {
    const owner = {
      events: this.events,
      told: (fact: Fact) => this.#told(fact),
      lost: (why: string) => this.#lost(why),
    };
    try {
      const link = await Link.open(this.#openPort, path, owner);
      if (!this.#stopping.signal.aborted) return link;
      await link.close();
      throw new SecretaryError('aborted', 'stopped');
    } catch (error) {
      this.#fresh = true;
      throw error;
    }
  }

  async #initialise(link: Link): Promise<void> {
    // A crash may have left calls behind, and the caller in silence.
    await link.checkCalls();
    this.#update(await sim7600.identify(link.queue));
    const sim = await sim7600.askSim(link.queue, link.closed);
    if (sim !== 'READY') return void this.machine.send('sim-locked', sim);
    await sim7600.configure(link.queue);
    this.machine.send('configured');
    if (hasService(this.#status.registration)) this.machine.send('registered');
  }

  /** No port any more; told as a loss unless it is one already, or was wanted. */
  #lost(reason: string): void {
    this.#link = null;
    this.#voicePort = null;
    const { state } = this.machine;
    if (state !== 'lost' && state !== 'resetting' && !this.#stopping.signal.aborted) {
      log.warn('modem lost', { reason });
      this.machine.send(state === 'opening' ? 'failed' : 'lost', reason);
    }
    this.#update(UNKNOWN);
  }

  #follow(event: ModemEvent): void {
    if (event.type === 'signal') this.#update({ signalDbm: event.dbm });
    else if (event.type === 'sim') this.#simIs(event.state);
    else if (event.type === 'registration') {
      this.#update({ registration: event.state });
      const served = hasService(event.state);
      if (this.machine.state === 'searching' && served) this.machine.send('registered');
      else if (this.machine.state === 'ready' && !served) this.machine.send('unregistered');
    }
  }

  #simIs(sim: string): void {
    const { state } = this.machine;
    if (state === 'sim-locked' && sim === 'READY') this.machine.send('sim-ready');
    else if ((state === 'searching' || state === 'ready') && sim !== 'READY') this.machine.send('sim-locked', sim);
  }

  #told(fact: Fact): void {
    if (fact.type === 'technology') this.#update({ technology: fact.name });
    else if (fact.type === 'power') log.warn('the modem warns', { of: fact.warning });
  }

  /** Idle only: in a call the call list is asked anyway, and the port should be free for it. */
  async #checkHealth(link: Link): Promise<void> {
    const { state } = this.machine;
    if (link.calls.call !== null || (state !== 'sim-locked' && state !== 'searching' && state !== 'ready')) return;
    try {
      const sim = await sim7600.askSim(link.queue, link.closed);
      // A SIM that is there but busy is no reason to take the line down.
      if (sim !== 'FAILURE') this.#simIs(sim);
      await sim7600.askRegistration(link.queue);
      await this.#askOperator();
    } catch (error) {
      log.info('health not known', { error: messageOf(error) });
    }
  }

  async #askOperator(): Promise<void> {
    const operator = await sim7600.askOperator(this.#open().queue).catch(() => null);
    if (this.#link !== null) this.#update({ operator });
  }

  #update(change: Partial<ModemStatus>): void {
    const status = { ...this.#status, ...change };
    if (isDeepStrictEqual(status, this.#status)) return;
    this.#status = status;
    this.statusChanges.publish(status);
  }
}

/** The modem has just enumerated. */
async function settle(link: Link): Promise<void> {
  link.beGentle();
  await time.sleep(SETTLE_MS, link.closed);
}
