import { isDeepStrictEqual } from 'node:util';
import { inBoth } from '../base/language.js';
import { logger } from '../base/log.js';
import type { Machine } from '../base/machine.js';
import { time } from '../base/time.js';
import { Topic } from '../base/topic.js';
import type { HealthNotice } from './health.js';
import type { ModemEvent, ModemState, ModemStatus } from './line.js';
import type { ModemMachineEvent } from './modem-machine.js';
import { hasService } from './parser/network.js';
import type { Fact } from './parser/unsolicited.js';
import { detailOf, NO_MODEM } from './status.js';

const log = logger('modem/status-board');

const SAME_WARNING_MS = 10 * 60_000;

/** What is known of the modem, kept up from what it says; a SIM or a network that comes or goes moves the machine. */
export class StatusBoard {
  readonly changes = new Topic<ModemStatus>('modem status');
  readonly health = new Topic<HealthNotice>('modem health');
  #status: ModemStatus = NO_MODEM;
  readonly #warnedMs = new Map<string, number>();

  constructor(private readonly machine: Machine<ModemState, ModemMachineEvent>) {}

  get status(): ModemStatus {
    return this.#status;
  }

  start(): void {
    this.machine.changes.subscribe('status', ({ from, to, reason }) => {
      this.update({ state: to, detail: detailOf(to, inBoth(reason)) });
      if (to === 'lost') this.health.publish({ kind: 'modem-lost', detail: { reason } });
      else if (from === 'ready' && to === 'searching') this.health.publish({ kind: 'network-lost', detail: {} });
      else if (to === 'ready')
        this.health.publish({ kind: 'network-back', detail: { registration: this.#status.registration } });
    });
  }

  update(change: Partial<ModemStatus>): void {
    const status = { ...this.#status, ...change };
    if (isDeepStrictEqual(status, this.#status)) return;
    this.#status = status;
    this.changes.publish(status);
  }

  heard(event: ModemEvent): void {
    if (event.type === 'signal') this.update({ signalDbm: event.dbm });
    else if (event.type === 'sim') this.simIs(event.state);
    else if (event.type === 'registration') {
      this.update({ registration: event.state });
      const served = hasService(event.state);
      if (this.machine.state === 'searching' && served) this.machine.send('registered');
      else if (this.machine.state === 'ready' && !served) this.machine.send('unregistered');
    }
  }

  told(fact: Fact): void {
    if (fact.type === 'technology') this.update({ technology: fact.name });
    else if (fact.type === 'power') this.#warned(fact.warning);
  }

  /** A weak supply is told every ten seconds: once in ten minutes is enough to know. */
  #warned(warning: string): void {
    const nowMs = time.monotonicMs();
    if (nowMs - (this.#warnedMs.get(warning) ?? -Infinity) < SAME_WARNING_MS) return;
    this.#warnedMs.set(warning, nowMs);
    log.warn('the modem warns', { of: warning });
    this.health.publish({ kind: 'power', detail: { warning } });
  }

  /** `sim` as +CPIN says it. */
  simIs(sim: string): void {
    const { state } = this.machine;
    if (state === 'sim-locked' && sim === 'READY') this.machine.send('sim-ready');
    else if ((state === 'searching' || state === 'ready') && sim !== 'READY') this.machine.send('sim-locked', sim);
  }
}
