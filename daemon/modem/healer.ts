import { messageOf } from '../base/errors.js';
import { logger } from '../base/log.js';
import { type Cancel, time } from '../base/time.js';
import { Timers } from '../base/timers.js';
import type { Topic } from '../base/topic.js';
import type { HealthNotice } from './health.js';
import {
  ladderOf,
  type PowerOff,
  type Reason,
  type RootStep,
  SETTLING_MS,
  type Step,
  type Trouble,
} from './healing-ladder.js';
import { ADVICE, REASONS } from './healing-words.js';
import type { ModemEvent, ModemStatus } from './line.js';
import { ResetBudget } from './reset-budget.js';

const log = logger('modem/healer');

const LOOK_MS = 10_000;
/** After a call, for the voice path to be closed; then a restart that it asked for need not wait. */
const AFTER_CALL_MS = 1000;

/** All that healing needs of the modem. */
export interface Patient {
  readonly status: ModemStatus;
  readonly inCall: boolean;
  readonly events: Topic<ModemEvent>;
  readonly health: Topic<HealthNotice>;
  /** A modem is on the bus. */
  readonly present: boolean;
  reset(reason: string): Promise<void>;
  toggleRadio(): Promise<void>;
}

/** Asks root's helper for a step; rejects where there is none. Whether it was done is seen by the modem alone. */
export type PowerCycle = (step: RootStep) => Promise<void>;

/** Restarts that a mere precaution leaves for the hour in which the modem is dead. */
const IN_RESERVE = 1;

/** Then the ladder begins anew: a box that nobody visits must not give up. */
const AGAIN_MS = 60 * 60_000;

/** Heals the modem before its owner knows: step by step, never in a call, never too often. */
export class Healer {
  readonly #budget = new ResetBudget();
  #cancel: Cancel = () => undefined;
  readonly #timers = new Timers<'after-call'>();
  #unsubscribe: readonly (() => void)[] = [];
  readonly #troubles = new Map<Trouble, { readonly sinceMs: number; readonly rung: number }>();
  /** Why the next quiet moment is for a restart; null when the last call sounded well. */
  #suspect: Reason | null = null;
  #busy = false;
  /** The first call after the last restart sounded well: restarting is a cure for this modem. */
  #cured = false;
  /** Voice paths since the last restart of the healer's; before it nothing is known of cures. */
  #paths = Number.POSITIVE_INFINITY;
  #settledMs = 0;

  constructor(
    private readonly modem: Patient,
    private readonly powerCycle: PowerCycle,
    private readonly powerOff: PowerOff = 'port-power',
  ) {}

  start(): void {
    this.#unsubscribe = [
      this.modem.health.subscribe('healer', (notice) => this.#noticed(notice)),
      this.modem.events.subscribe('healer', ({ type }) => {
        if (type === 'ended') this.#timers.set('after-call', AFTER_CALL_MS, () => void this.#look());
      }),
    ];
    this.#cancel = time.every(LOOK_MS, () => void this.#look());
  }

  stop(): void {
    this.#cancel();
    this.#timers.clearAll();
    for (const end of this.#unsubscribe) end();
  }

  /** A voice path that took more than one attempt makes later calls choppy or silent, and only a restart cures it
   *  (sim7600.md §4.5, §4.11). */
  #noticed({ kind, detail }: HealthNotice): void {
    if (kind !== 'voice-failed' && kind !== 'voice-path') return;
    const good = kind === 'voice-path' && Number(detail['attempts']) <= 1;
    if (kind === 'voice-path') this.#paths++;
    // A path that opened well may still fail later in the same call.
    if (this.#paths <= 1) this.#cured = good;
    if (good) return;
    this.#suspect = kind === 'voice-failed' ? 'no-voice' : 'voice-retries';
  }

  async #look(): Promise<void> {
    if (this.#busy || this.modem.inCall || time.monotonicMs() < this.#settledMs) return;
    this.#busy = true;
    try {
      const kind = this.#diagnose();
      if (kind === null) await this.#whileWell();
      else if (kind !== 'wait') await this.#climb(kind);
    } catch (error) {
      log.warn('a step of healing failed', { error: messageOf(error) });
    } finally {
      this.#busy = false;
    }
  }

  /** null when all is well or only its owner can mend it: a SIM that is locked, a modem that no key can switch on. */
  #diagnose(): Trouble | 'wait' | null {
    const { state } = this.modem.status;
    if (state === 'resetting') return 'wait';
    if (state === 'searching') return 'no-network';
    if (state === 'ready' || state === 'sim-locked') return null;
    if (!this.modem.present) return this.powerOff === 'power-key' ? 'gone' : null;
    return state === 'absent' ? 'no-ports' : 'no-answer';
  }

  async #whileWell(): Promise<void> {
    this.#troubles.clear();
    if (this.#suspect === null || this.modem.status.state !== 'ready') return;
    const reason = this.#suspect;
    this.#suspect = null;
    // As long as the call after a restart sounds well, each restart is worth its minute; else it is one of the few.
    if (!this.#cured && !this.#budget.spend(IN_RESERVE)) return;
    this.#paths = 0;
    await this.#take('restart', reason);
  }

  async #climb(kind: Trouble): Promise<void> {
    const nowMs = time.monotonicMs();
    // A modem that searches has answered; that it found no network stays true through every restart.
    for (const other of ['no-ports', 'no-answer', 'gone'] as const) if (other !== kind) this.#troubles.delete(other);
    const { sinceMs, rung } = this.#troubles.get(kind) ?? { sinceMs: nowMs, rung: 0 };
    const next = ladderOf(this.powerOff)[kind][rung];
    // A step that may not be taken yet is still the next one.
    const due = nowMs - sinceMs >= (next?.afterMs ?? AGAIN_MS) && this.#mayTake(next?.step);
    if (next === undefined && due) this.#troubles.delete(kind);
    else this.#troubles.set(kind, { sinceMs, rung: due ? rung + 1 : rung });
    if (next === undefined || !due) return;
    if (next.step === 'advice') this.#advise(kind);
    else await this.#take(next.step, kind);
  }

  #mayTake(step: Step | undefined): boolean {
    return step === undefined || step === 'radio' || step === 'advice' || this.#budget.spend();
  }

  async #take(step: Exclude<Step, 'advice'>, reason: Reason): Promise<void> {
    const why = REASONS[reason].en;
    log.warn('healing the modem', { step, reason: why });
    this.modem.health.publish({ kind: 'healing', detail: { step, reason } });
    if (step === 'radio') await this.modem.toggleRadio();
    else if (step === 'restart') await this.modem.reset(why);
    else {
      await this.powerCycle(step);
      this.#settledMs = time.monotonicMs() + SETTLING_MS[step];
    }
  }

  #advise(reason: Trouble): void {
    log.warn('only a person can help', { reason: REASONS[reason].en, advice: ADVICE[reason].en });
    this.modem.health.publish({ kind: 'advice', detail: { reason } });
  }
}
