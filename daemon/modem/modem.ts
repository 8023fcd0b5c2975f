import { SecretaryError, hasCode } from '../base/errors.js';
import { Machine } from '../base/machine.js';
import { time } from '../base/time.js';
import { Topic } from '../base/topic.js';
import { answerCall, hangUpCall } from './call-control.js';
import { Choice } from './choice.js';
import { Connection } from './connection.js';
import { dialCall, sendKeys } from './dialling.js';
import type { DialResult, Dialling, Line, ModemEvent, ModemStatus, VoicePath } from './line.js';
import type { Link } from './link.js';
import { MODEM_TABLE } from './modem-machine.js';
import { hasService } from './parser/network.js';
import { type OpenPort, type PortFinder, openSerialPort } from './port.js';
import { PortWatch } from './port-watch.js';
import { PinKeeper, pinTriesLeft } from './sim.js';
import * as sim7600 from './sim7600.js';
import { StatusBoard } from './status-board.js';

const VANISH_MS = 10_000;

export interface ModemOptions {
  readonly findPorts: PortFinder;
  readonly openPort?: OpenPort;
  /** See Choice. */
  readonly imei?: string | null;
}

/** The SIM7600 as one telephone line, and what its owner may ask of it; its Connection keeps it in service. */
export class Modem implements Line {
  readonly events = new Topic<ModemEvent>('modem events');
  readonly machine = new Machine('modem', MODEM_TABLE, 'absent');
  readonly #board = new StatusBoard(this.machine);
  readonly statusChanges = this.#board.changes;
  readonly health = this.#board.health;
  readonly #choice: Choice;
  readonly #ports: PortWatch;
  readonly #openPort: OpenPort;
  readonly #pin = new PinKeeper();
  readonly #connection: Connection;

  constructor({ findPorts, openPort = openSerialPort, imei = null }: ModemOptions) {
    this.#choice = new Choice({ imei, findPorts, openPort });
    this.#ports = new PortWatch(() => this.#choice.find());
    this.#openPort = openPort;
    this.#connection = new Connection({
      choice: this.#choice,
      ports: this.#ports,
      openPort,
      machine: this.machine,
      board: this.#board,
      events: this.events,
      pin: this.#pin,
    });
  }

  get status(): ModemStatus {
    return this.#board.status;
  }

  /** A modem is on the bus that may be healed; see PortWatch. */
  get present(): boolean {
    return this.#ports.present && this.#choice.mayBeOurs(this.#ports.paths);
  }

  get voicePort(): string | null {
    return this.#connection.voicePort;
  }

  /** The open port and its call; throws 'port-gone' while there is none. */
  get link(): Link {
    const { link } = this.#connection;
    if (link === null) throw new SecretaryError('port-gone', 'there is no modem', { retryable: true });
    return link;
  }

  get inCall(): boolean {
    const { link } = this.#connection;
    return link !== null && link.calls.call !== null;
  }

  /** Returns at once; the state tells how far it has come. To be called once. */
  start(): void {
    this.#board.start();
    this.events.subscribe('status', (event) => this.#board.heard(event));
    this.#connection.start();
  }

  /** Gives the ports back; a call that is up stays up in the modem, and is ended at the next start. */
  async stop(): Promise<void> {
    await this.#connection.stop();
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
    const { link } = this.#connection;
    if (link !== null) await sim7600.releaseVoicePath(link.queue);
  }

  async hangUp(): Promise<void> {
    const { link } = this.#connection;
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
    const { link } = this.#connection;
    if (link === null) return sim7600.restartThrough(this.#openPort, this.#ports.secondAtPort);
    this.#connection.expectReset(reason);
    await link.queue.ask(sim7600.RESET).catch(() => undefined);
    const cancel = time.after(VANISH_MS, () => link.fail({ en: 'did not restart', ru: 'не перезапустился' }));
    link.closed.addEventListener('abort', cancel, { once: true });
  }

  async toggleRadio(): Promise<void> {
    const { queue, closed } = this.link;
    await sim7600.toggleRadio(queue, closed);
  }
}
