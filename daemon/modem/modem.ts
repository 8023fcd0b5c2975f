import { SecretaryError, hasCode, messageOf, messagesOf } from '../base/errors.js';
import { type InBothLanguages, inBoth } from '../base/language.js';
import { logger } from '../base/log.js';
import { Machine } from '../base/machine.js';
import { time } from '../base/time.js';
import { Topic } from '../base/topic.js';
import { BackOff } from './back-off.js';
import { Choice } from './choice.js';
import { answerCall, hangUpCall } from './call-control.js';
import { identify } from './identity.js';
import { dialCall, sendKeys } from './dialling.js';
import type { DialResult, Dialling, Line, ModemEvent, ModemStatus, VoicePath } from './line.js';
import { Link } from './link.js';
import { MODEM_TABLE } from './modem-machine.js';
import { hasService } from './parser/network.js';
import { type OpenPort, type PortFinder, type PortPaths, openSerialPort } from './port.js';
import { PinKeeper, askSim, pinTriesLeft } from './sim.js';
import { PortWatch } from './port-watch.js';
import * as sim7600 from './sim7600.js';
import { STRANGER, UNKNOWN, detailOf } from './status.js';
import { StatusBoard } from './status-board.js';

const log = logger('modem/modem');

/** A modem that is plugged in should be noticed while its owner still stands beside it. */
const ABSENT_POLL_MS = 2000;
/** SIMs are pulled without a word where the HAT does not wire the detect pin (sim7600.md §2.2). */
const HEALTH_MS = 60_000;
const RESET_LIMIT_MS = 60_000;
const VANISH_MS = 10_000;

export interface ModemOptions {
  readonly findPorts: PortFinder;
  readonly openPort?: OpenPort;
  /** See Choice. */
  readonly imei?: string | null;
}

/** The SIM7600: finds it, keeps it open and initialised through every loss, and offers it as one telephone line. */
export class Modem implements Line {
  readonly events = new Topic<ModemEvent>('modem events');
  readonly machine = new Machine('modem', MODEM_TABLE, 'absent');
  readonly #board = new StatusBoard(this.machine);
  readonly statusChanges = this.#board.changes;
  readonly health = this.#board.health;
  readonly #choice: Choice;
  readonly #ports: PortWatch;
  readonly #openPort: OpenPort;
  readonly #stopping = new AbortController();
  readonly #pin = new PinKeeper();
  #running: Promise<void> = Promise.resolve();
  #link: Link | null = null;
  #voicePort: string | null = null;
  /** The ports have just come back, so the modem has just booted. */
  #fresh = false;
  #resetUntilMs = 0;

  constructor({ findPorts, openPort = openSerialPort, imei = null }: ModemOptions) {
    this.#choice = new Choice({ imei, findPorts, openPort });
    this.#ports = new PortWatch(() => this.#choice.find());
    this.#openPort = openPort;
  }

  get status(): ModemStatus {
    return this.#board.status;
  }

  /** A modem is on the bus that may be healed; see PortWatch. */
  get present(): boolean {
    return this.#ports.present && this.#choice.mayBeOurs(this.#ports.paths);
  }

  get voicePort(): string | null {
    return this.#voicePort;
  }

  /** The open port and its call; throws 'port-gone' while there is none. */
  get link(): Link {
    if (this.#link === null) throw new SecretaryError('port-gone', 'there is no modem', { retryable: true });
    return this.#link;
  }

  get inCall(): boolean {
    return this.#link !== null && this.#link.calls.call !== null;
  }

  /** Returns at once; the state tells how far it has come. To be called once. */
  start(): void {
    this.#board.start();
    this.machine.changes.subscribe('modem', ({ to }) => to === 'ready' && void this.#askOperator());
    this.events.subscribe('status', (event) => this.#board.heard(event));
    this.#running = this.#run(this.#stopping.signal);
  }

  /** Gives the ports back; a call that is up stays up in the modem, and is ended at the next start. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#link?.close();
    await this.#running;
    this.#lost(inBoth('stopped'));
    this.machine.send('stopped');
  }

  async answer(signal: AbortSignal): Promise<void> {
    await answerCall(this.link, signal);
  }

  async dial(dialling: Dialling, signal: AbortSignal): Promise<DialResult> {
    const { link } = this;
    // Without a network ATD may hang or fail after a while: better at once (sim7600.md §3.4).
    if (!hasService(this.status.registration)) throw new SecretaryError('refused', 'there is no network to dial in');
    return dialCall(link, dialling, signal);
  }

  async sendKeys(keys: string): Promise<void> {
    await sendKeys(this.link, keys);
  }

  async openVoice(signal: AbortSignal): Promise<VoicePath> {
    const { link } = this;
    try {
      const path = await sim7600.openVoicePath(link, signal);
      const { technology } = this.status;
      this.health.publish({ kind: 'voice-path', detail: { ...path, technology } });
      return path;
    } catch (error) {
      if (hasCode(error, 'modem-error')) this.health.publish({ kind: 'voice-failed', detail: { how: 'refused' } });
      throw error;
    }
  }

  voiceFailed(how: string): void {
    this.health.publish({ kind: 'voice-failed', detail: { how } });
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

  /** Unlocks the SIM card; see PinKeeper for what is refused. */
  async enterPin(pin: string): Promise<void> {
    const { queue, closed } = this.link;
    try {
      await this.#pin.enter(queue, pin, closed);
    } finally {
      this.#board.update({ pinTries: await pinTriesLeft(queue) });
    }
    this.#board.simIs('READY');
  }

  /** AT+CRESET: the ports vanish for 14 to 20 s, then everything starts anew. Ends any call. Without an open port it goes
   *  through the second one. */
  async reset(reason: string): Promise<void> {
    const link = this.#link;
    if (link === null) return sim7600.restartThrough(this.#openPort, this.#ports.secondAtPort);
    this.#resetUntilMs = time.monotonicMs() + RESET_LIMIT_MS;
    this.machine.send('reset', reason);
    await link.queue.ask(sim7600.RESET).catch(() => undefined);
    const cancel = time.after(VANISH_MS, () => link.fail({ en: 'did not restart', ru: 'не перезапустился' }));
    link.closed.addEventListener('abort', cancel, { once: true });
  }

  async toggleRadio(): Promise<void> {
    const { queue, closed } = this.link;
    await sim7600.toggleRadio(queue, closed);
  }

  async #run(signal: AbortSignal): Promise<void> {
    const backOff = new BackOff();
    while (!signal.aborted) {
      const paths = await this.#ports.look();
      if (paths !== null) {
        this.machine.send('found');
        backOff.begin();
        await this.#serve(paths).catch((error: unknown) => this.#lost(messagesOf(error)));
      } else {
        this.#fresh = true;
        this.#missing(this.#ports.fault);
      }
      await time.sleep(paths === null ? ABSENT_POLL_MS : backOff.nextMs(), signal).catch(() => undefined);
    }
  }

  #missing(why: InBothLanguages): void {
    if (this.machine.state === 'resetting' && time.monotonicMs() <= this.#resetUntilMs) return;
    if (this.machine.state !== 'absent') this.machine.send('missing', why.en);
    this.#board.update({ detail: detailOf('absent', why) });
  }

  /** From open to loss; rejects when the port cannot be opened. A stranger is let go at once. */
  async #serve(paths: PortPaths): Promise<void> {
    if (!(await this.#choice.isOurs(paths, this.#stopping.signal))) return this.#missing(STRANGER);
    const link = await this.#openLink(paths.atPort);
    this.#link = link;
    this.#voicePort = paths.pcmPort;
    this.#board.update({ chosen: paths.chosen ?? null });
    this.machine.send('opened');
    const endHealth = time.every(HEALTH_MS, () => void this.#checkHealth(link));
    try {
      if (this.#fresh) await link.settle();
      this.#fresh = false;
      await sim7600.shakeHands(link);
      for (;;) {
        await this.#initialise(link);
        await this.machine.changes.next(({ event }) => event === 'sim-ready', link.closed);
      }
    } catch (error) {
      // Does nothing when it was the link that failed; otherwise a call in it must still be ended.
      link.fail(messagesOf(error));
    } finally {
      endHealth();
      await link.close();
    }
  }

  async #openLink(path: string): Promise<Link> {
    const owner = {
      events: this.events,
      lost: (why: InBothLanguages) => this.#lost(why),
    };
    try {
      const link = await Link.open(this.#openPort, path, owner);
      link.facts.subscribe('status', (fact) => this.#board.told(fact));
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
    this.#board.update(await identify(link.queue));
    const sim = await askSim(link.queue, link.closed);
    if (sim !== 'READY' && !(sim === 'SIM PIN' && (await this.#pin.again(link.queue, link.closed)))) {
      this.#board.update({ pinTries: sim === 'SIM PIN' ? await pinTriesLeft(link.queue) : null });
      return void this.machine.send('sim-locked', sim);
    }
    this.#board.update({ pinTries: null });
    await sim7600.configure(link.queue);
    this.machine.send('configured');
    if (hasService(this.status.registration)) this.machine.send('registered');
  }

  /** No port any more; told as a loss unless it is one already, or was wanted. */
  #lost(reason: InBothLanguages): void {
    this.#link = null;
    this.#voicePort = null;
    const { state } = this.machine;
    if (state !== 'lost' && state !== 'resetting' && !this.#stopping.signal.aborted) {
      log.warn('modem lost', { reason: reason.en });
      this.machine.send(state === 'opening' ? 'failed' : 'lost', reason.en);
      this.#board.update({ detail: detailOf('lost', reason) });
    }
    this.#board.update(UNKNOWN);
  }

  /** Idle only: in a call the call list is asked anyway, and the port should be free for it. */
  async #checkHealth(link: Link): Promise<void> {
    const { state } = this.machine;
    if (link.calls.call !== null || (state !== 'sim-locked' && state !== 'searching' && state !== 'ready')) return;
    try {
      // A call whose every line was lost would hold the line for ever, and the next caller would hear "busy".
      await link.checkCalls();
      const sim = await askSim(link.queue, link.closed);
      // A SIM that is there but busy is no reason to take the line down.
      if (sim !== 'FAILURE') this.#board.simIs(sim);
      await sim7600.askRegistration(link.queue);
      await this.#askOperator();
    } catch (error) {
      log.info('health not known', { error: messageOf(error) });
    }
  }

  async #askOperator(): Promise<void> {
    const operator = await sim7600.askOperator(this.link.queue).catch(() => null);
    if (this.#link !== null) this.#board.update({ operator });
  }
}
