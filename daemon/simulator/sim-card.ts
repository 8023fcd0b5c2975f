import { type Reply, fail, ok } from './reply.js';

export type CardState = 'READY' | 'SIM PIN' | 'SIM PUK' | 'absent';
export type SimState = CardState | 'busy';

const PIN_TRIES = 3;
const PUK_TRIES = 10;
/** 3GPP 27.007 §9.2.1 */
const CME = { notAllowed: 3, notInserted: 10, pinRequired: 11, pukRequired: 12, busy: 14, wrongPassword: 16 } as const;

/** The SIM card: there or not, locked or not, and how many tries are left (sim7600.md §2.2). */
export class SimCard {
  readonly imsi = '001010123456789';
  readonly iccid = '8944500102198304826';
  /** Busy for the first seconds of a boot. */
  warmingUp = false;
  /** Once in each boot +CPIN: READY was seen to come before its time and without an OK (sim7600.md §2.2). */
  #speaksTooSoon = false;
  #pinTries = PIN_TRIES;
  #pukTries = PUK_TRIES;
  #inserted = true;
  #locked = false;
  #unlocked = true;

  constructor(
    private pin = '1234',
    private readonly puk = '12345678',
  ) {}

  /** What a command finds. */
  get state(): SimState {
    return this.warmingUp && this.#inserted ? 'busy' : this.card;
  }

  /** What the card is, whether it can be asked yet or not. */
  get card(): CardState {
    if (!this.#inserted) return 'absent';
    if (this.#pinTries === 0) return 'SIM PUK';
    return this.#locked && !this.#unlocked ? 'SIM PIN' : 'READY';
  }

  /** The card asks for its PIN from now on, as after a power cycle. */
  lock(): void {
    this.#locked = true;
    this.#unlocked = false;
  }

  insert(): void {
    this.#inserted = true;
    this.#unlocked = false;
  }

  remove(): void {
    this.#inserted = false;
  }

  powerOff(): void {
    this.#unlocked = false;
    this.#speaksTooSoon = true;
  }

  /** What a command that needs the card answers while it cannot be used; null when it can. */
  obstacle(): Reply | null {
    const { state } = this;
    if (state === 'READY') return null;
    const codes = { absent: CME.notInserted, busy: CME.busy, 'SIM PIN': CME.pinRequired, 'SIM PUK': CME.pukRequired };
    return fail({ cme: codes[state] });
  }

  /** AT+CPIN? */
  stateReply(): Reply {
    const { state } = this;
    if (state === 'busy' && this.card === 'READY' && this.#speaksTooSoon) {
      this.#speaksTooSoon = false;
      return { lines: ['+CPIN: READY'], final: null };
    }
    return state === 'absent' || state === 'busy' ? (this.obstacle() ?? fail()) : ok(`+CPIN: ${state}`);
  }

  /** AT+SPIC: tries left of pin1, puk1, pin2, puk2 (MAN 4.6). */
  triesLine(): string {
    return `+SPIC: ${this.#pinTries},${this.#pukTries},0,10`;
  }

  /** AT+CPIN="pin" or AT+CPIN="puk","new pin". */
  unlock(code: string, newPin: string | undefined): Reply {
    if (this.state === 'SIM PIN' && newPin === undefined) return this.#enterPin(code);
    if (this.state === 'SIM PUK' && newPin !== undefined) return this.#enterPuk(code, newPin);
    return this.obstacle() ?? fail({ cme: CME.notAllowed });
  }

  #enterPin(code: string): Reply {
    if (code !== this.pin) {
      this.#pinTries--;
      return fail({ cme: CME.wrongPassword });
    }
    this.#pinTries = PIN_TRIES;
    this.#unlocked = true;
    return ok();
  }

  #enterPuk(code: string, newPin: string): Reply {
    if (this.#pukTries === 0) return fail({ cme: CME.pukRequired });
    if (code !== this.puk) {
      this.#pukTries--;
      return fail({ cme: CME.wrongPassword });
    }
    this.pin = newPin;
    this.#pukTries = PUK_TRIES;
    this.#pinTries = PIN_TRIES;
    this.#unlocked = true;
    return ok();
  }
}
