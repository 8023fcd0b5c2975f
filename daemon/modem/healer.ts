import { messageOf } from '../base/errors.js';
import { logger } from '../base/log.js';
import { type Cancel, time } from '../base/time.js';
import { Timers } from '../base/timers.js';
import type { Topic } from '../base/topic.js';
import type { HealthNotice } from './health.js';
import type { ModemEvent, ModemStatus } from './line.js';
import { ResetBudget } from './reset-budget.js';

const log = logger('modem/healer');

const LOOK_MS = 10_000;
/** After a call, for the voice path to be closed; then a restart that it asked for need not wait. */
const AFTER_CALL_MS = 1000;

/** What can be tried; reopening the port and leaving a prompt are the driver's own, at every loss. */
export type Step =
  /** AT+CFUN=0 and 1: the radio forgets the network; does not cure voice. */
  | 'radio'
  /** AT+CRESET. */
  | 'restart'
  /** The USB device is taken off the bus and put back, by the root helper. */
  | 'power'
  | 'advice';

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

/** Takes every modem off the bus and puts it back; rejects where nobody can. */
export type PowerCycle = () => Promise<void>;

/** 'no-ports': the device is there, its AT or voice port is not (sim7600.md §5 row 14). */
type Trouble = 'no-ports' | 'no-answer' | 'no-network';

interface Rung {
  readonly afterMs: number;
  readonly step: Step;
}

/** Each step after so long without success, the next one only if the trouble goes on (sim7600.md §5, reset ladder).
 *  A network that does not answer is rarely the modem's fault, so there healing is slow. */
const LADDER: Readonly<Record<Trouble, readonly Rung[]>> = {
  'no-ports': [
    { afterMs: 20_000, step: 'power' },
    { afterMs: 180_000, step: 'power' },
    { afterMs: 360_000, step: 'advice' },
  ],
  'no-answer': [
    { afterMs: 60_000, step: 'restart' },
    { afterMs: 180_000, step: 'power' },
    { afterMs: 360_000, step: 'restart' },
    { afterMs: 480_000, step: 'advice' },
  ],
  'no-network': [
    { afterMs: 300_000, step: 'radio' },
    { afterMs: 900_000, step: 'restart' },
    { afterMs: 1_800_000, step: 'advice' },
  ],
};

/** Restarts that a mere precaution leaves for the hour in which the modem is dead. */
const IN_RESERVE = 1;

/** Then the ladder begins anew: a box that nobody visits must not give up. */
const AGAIN_MS = 60 * 60_000;

const REASON: Readonly<Record<Trouble, string>> = {
  'no-ports': 'ports are missing',
  'no-answer': 'the modem does not answer',
  'no-network': 'no network',
};

const REPLUG = 'unplug the modem for ten seconds; if that does not help, give it a supply of its own of 5 V and 3 A';
const ADVICE: Readonly<Record<Trouble, string>> = {
  'no-ports': REPLUG,
  'no-answer': REPLUG,
  'no-network': 'check the antenna, the balance and, in a phone, whether the SIM card still gets a network',
};

/** Heals the modem before its owner knows: step by step, never in a call, never too often. */
export class Healer {
  readonly #budget = new ResetBudget();
  #cancel: Cancel = () => undefined;
  readonly #timers = new Timers<'after-call'>();
  #unsubscribe: readonly (() => void)[] = [];
  readonly #troubles = new Map<Trouble, { readonly sinceMs: number; readonly rung: number }>();
  /** Why the next quiet moment is for a restart; null when the last call sounded well. */
  #suspect: string | null = null;
  #busy = false;
  /** The first call after the last restart sounded well: restarting is a cure for this modem. */
  #cured = false;
  /** Voice paths since the last restart of the healer's; before it nothing is known of cures. */
  #paths = Number.POSITIVE_INFINITY;

  constructor(
    private readonly modem: Patient,
    private readonly powerCycle: PowerCycle,
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
    this.#suspect = kind === 'voice-failed' ? 'a call got no voice' : 'the voice path took several attempts';
  }

  async #look(): Promise<void> {
    if (this.#busy || this.modem.inCall) return;
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

  /** null when all is well or only its owner can mend it: a SIM that is locked, a modem that is not there. */
  #diagnose(): Trouble | 'wait' | null {
    const { state } = this.modem.status;
    if (state === 'resetting') return 'wait';
    if (state === 'searching') return 'no-network';
    if (state === 'ready' || state === 'sim-locked' || !this.modem.present) return null;
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
    for (const other of ['no-ports', 'no-answer'] as const) if (other !== kind) this.#troubles.delete(other);
    const { sinceMs, rung } = this.#troubles.get(kind) ?? { sinceMs: nowMs, rung: 0 };
    const next = LADDER[kind][rung];
    // A step that may not be taken yet is still the next one.
    const due = nowMs - sinceMs >= (next?.afterMs ?? AGAIN_MS) && this.#mayTake(next?.step);
    if (next === undefined && due) this.#troubles.delete(kind);
    else this.#troubles.set(kind, { sinceMs, rung: due ? rung + 1 : rung });
    if (next === undefined || !due) return;
    if (next.step === 'advice') this.#tell('advice', next.step, ADVICE[kind]);
    else await this.#take(next.step, REASON[kind]);
  }

  #mayTake(step: Step | undefined): boolean {
    return (step !== 'restart' && step !== 'power') || this.#budget.spend();
  }

  async #take(step: Exclude<Step, 'advice'>, reason: string): Promise<void> {
    this.#tell('healing', step, reason);
    if (step === 'radio') await this.modem.toggleRadio();
    else if (step === 'restart') await this.modem.reset(reason);
    else await this.powerCycle();
  }

  #tell(kind: 'healing' | 'advice', step: Step, reason: string): void {
    log.warn(kind === 'advice' ? 'only a person can help' : 'healing the modem', { step, reason });
    this.modem.health.publish({ kind, detail: { step, reason } });
  }
}
