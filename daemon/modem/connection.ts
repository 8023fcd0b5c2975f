import { SecretaryError, messageOf, messagesOf } from '../base/errors.js';
import { type InBothLanguages, inBoth } from '../base/language.js';
import { logger } from '../base/log.js';
import type { Machine } from '../base/machine.js';
import { time } from '../base/time.js';
import type { Topic } from '../base/topic.js';
import { BackOff } from './back-off.js';
import type { Choice } from './choice.js';
import { identify } from './identity.js';
import type { ModemEvent, ModemState } from './line.js';
import { PastCallers } from './past-callers.js';
import { Link } from './link.js';
import type { ModemMachineEvent } from './modem-machine.js';
import { hasService } from './parser/network.js';
import type { OpenPort, PortPaths } from './port.js';
import type { PortWatch } from './port-watch.js';
import { type PinKeeper, askSim, pinTriesLeft } from './sim.js';
import * as sim7600 from './sim7600.js';
import { STRANGER, UNKNOWN, detailOf } from './status.js';
import type { StatusBoard } from './status-board.js';

const log = logger('modem/connection');

/** A modem that is plugged in should be noticed while its owner still stands beside it. */
const ABSENT_POLL_MS = 2000;
/** SIMs are pulled without a word where the HAT does not wire the detect pin (sim7600.md §2.2). */
const HEALTH_MS = 60_000;
const RESET_LIMIT_MS = 60_000;

export interface ConnectionDeps {
  readonly choice: Choice;
  readonly ports: PortWatch;
  readonly openPort: OpenPort;
  readonly machine: Machine<ModemState, ModemMachineEvent>;
  readonly board: StatusBoard;
  readonly events: Topic<ModemEvent>;
  readonly pin: PinKeeper;
}

/** Finds the modem, opens it and brings it into service, again after every loss. */
export class Connection {
  readonly #deps: ConnectionDeps;
  readonly #stopping = new AbortController();
  #running: Promise<void> = Promise.resolve();
  readonly #past = new PastCallers();
  #link: Link | null = null;
  #voicePort: string | null = null;
  /** The ports have just come back, so the modem has just booted. */
  #fresh = false;
  #resetUntilMs = 0;

  constructor(deps: ConnectionDeps) {
    this.#deps = deps;
  }

  /** The open port; null while there is none. */
  get link(): Link | null {
    return this.#link;
  }

  get voicePort(): string | null {
    return this.#voicePort;
  }

  /** Returns at once. To be called once. */
  start(): void {
    this.#deps.machine.changes.subscribe('connection', ({ to }) => {
      if (to === 'ready' && this.#link !== null) void this.#askOperator(this.#link);
    });
    this.#running = this.#run(this.#stopping.signal);
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#link?.close();
    await this.#running;
    this.#lost(inBoth('stopped'));
    this.#deps.machine.send('stopped');
  }

  /** The modem is told to start anew: its ports may be away for a while without being missed. */
  expectReset(reason: string): void {
    this.#resetUntilMs = time.monotonicMs() + RESET_LIMIT_MS;
    this.#deps.machine.send('reset', reason);
  }

  async #run(signal: AbortSignal): Promise<void> {
    const { ports, machine } = this.#deps;
    const backOff = new BackOff();
    while (!signal.aborted) {
      const paths = await ports.look();
      if (paths !== null) {
        machine.send('found');
        backOff.begin();
        await this.#serve(paths).catch((error: unknown) => this.#lost(messagesOf(error)));
      } else {
        this.#fresh = true;
        this.#missing(ports.fault);
      }
      await time.sleep(paths === null ? ABSENT_POLL_MS : backOff.nextMs(), signal).catch(() => undefined);
    }
  }

  #missing(why: InBothLanguages): void {
    const { machine, board } = this.#deps;
    if (machine.state === 'resetting' && time.monotonicMs() <= this.#resetUntilMs) return;
    if (machine.state !== 'absent') machine.send('missing', why.en);
    board.update({ detail: detailOf('absent', why) });
  }

  /** From open to loss; rejects when the port cannot be opened. A stranger is let go at once. */
  async #serve(paths: PortPaths): Promise<void> {
    const { choice, machine, board } = this.#deps;
    if (!(await choice.isOurs(paths, this.#stopping.signal))) return this.#missing(STRANGER);
    const link = await this.#openLink(paths.atPort);
    this.#link = link;
    this.#voicePort = paths.pcmPort;
    board.update({ chosen: paths.chosen ?? null });
    machine.send('opened');
    const endHealth = time.every(HEALTH_MS, () => void this.#checkHealth(link));
    try {
      if (this.#fresh) await link.settle();
      this.#fresh = false;
      await sim7600.shakeHands(link);
      for (;;) {
        await this.#initialise(link);
        await machine.changes.next(({ event }) => event === 'sim-ready', link.closed);
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
    const { openPort, events, board } = this.#deps;
    try {
      const link = await Link.open(openPort, path, { events, past: this.#past, lost: (why) => this.#lost(why) });
      link.facts.subscribe('status', (fact) => board.told(fact));
      if (!this.#stopping.signal.aborted) return link;
      await link.close();
      throw new SecretaryError('aborted', 'stopped');
    } catch (error) {
      this.#fresh = true;
      throw error;
    }
  }

  async #initialise(link: Link): Promise<void> {
    const { machine, board, pin } = this.#deps;
    // A crash may have left calls behind, and the caller in silence.
    await link.checkCalls();
    board.update(await identify(link.queue));
    const sim = await askSim(link.queue, link.closed);
    if (sim !== 'READY' && !(sim === 'SIM PIN' && (await pin.again(link.queue, link.closed)))) {
      board.update({ pinTries: sim === 'SIM PIN' ? await pinTriesLeft(link.queue) : null });
      return void machine.send('sim-locked', sim);
    }
    board.update({ pinTries: null });
    await sim7600.configure(link.queue);
    machine.send('configured');
    if (hasService(board.status.registration)) machine.send('registered');
  }

  /** No port any more; told as a loss unless it is one already, or was wanted. */
  #lost(reason: InBothLanguages): void {
    const { machine, board } = this.#deps;
    this.#link = null;
    this.#voicePort = null;
    const { state } = machine;
    if (state !== 'lost' && state !== 'resetting' && !this.#stopping.signal.aborted) {
      log.warn('modem lost', { reason: reason.en });
      machine.send(state === 'opening' ? 'failed' : 'lost', reason.en);
      board.update({ detail: detailOf('lost', reason) });
    }
    board.update(UNKNOWN);
  }

  /** Idle only: in a call the call list is asked anyway, and the port should be free for it. */
  async #checkHealth(link: Link): Promise<void> {
    const { machine, board } = this.#deps;
    const { state } = machine;
    if (link.calls.call !== null || (state !== 'sim-locked' && state !== 'searching' && state !== 'ready')) return;
    try {
      // A call whose every line was lost would hold the line for ever, and the next caller would hear "busy".
      await link.checkCalls();
      const sim = await askSim(link.queue, link.closed);
      // A SIM that is there but busy is no reason to take the line down.
      if (sim !== 'FAILURE') board.simIs(sim);
      await sim7600.askRegistration(link.queue);
      await this.#askOperator(link);
    } catch (error) {
      log.info('health not known', { error: messageOf(error) });
    }
  }

  async #askOperator({ queue }: Link): Promise<void> {
    const operator = await sim7600.askOperator(queue).catch(() => null);
    if (this.#link !== null) this.#deps.board.update({ operator });
  }
}
