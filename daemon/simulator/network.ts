import type { Settings } from './settings.js';
import type { UrcRouter } from './urc.js';

/** `<stat>` of +CREG and +CEREG (MAN 5.1). */
export const REGISTRATION = { none: 0, home: 1, searching: 2, denied: 3, unknown: 4, roaming: 5 } as const;
export type Registration = keyof typeof REGISTRATION;

/** Cell of the simulated network; hexadecimal (MAN 5.1). */
const AREA = '1A2B';
const CELL = '01C3D45E';
const LTE = { accessTechnology: 7, systemMode: 8 } as const;

/** Registration and signal, and the lines that tell of a change (sim7600.md §2.3). */
export class Network {
  readonly operator = 'Simulated';
  registration: Registration = 'home';
  /** 0–31, 99 unknown. */
  signal = 22;
  #circuitSwitched = true;

  constructor(
    private readonly settings: Settings,
    private readonly urc: UrcRouter,
    private readonly quotesCell: boolean,
  ) {}

  get inService(): boolean {
    return this.registration === 'home' || this.registration === 'roaming';
  }

  get systemMode(): number {
    return this.inService ? LTE.systemMode : 0;
  }

  get signalLine(): string {
    return `+CSQ: ${this.signal},99`;
  }

  /** The answer has one number more than the unsolicited line (§2.3). */
  registrationAnswer(command: '+CREG' | '+CEREG' | '+CGREG'): string {
    return `${command}: ${this.settings.number(command)},${this.#state(command)}`;
  }

  register(to: Registration): void {
    if (to === this.registration) return;
    this.registration = to;
    for (const command of ['+CREG', '+CEREG', '+CGREG'] as const) {
      if (this.settings.number(command) > 0) this.urc.emit(`${command}: ${this.#state(command)}`);
    }
    if (this.settings.number('+CNSMOD') === 1) this.urc.emit(`+CNSMOD: ${this.systemMode}`);
  }

  /** The radio is on: what it hears is told, be it nothing. */
  search(): void {
    if (this.settings.number('+AUTOCSQ') === 1) this.urc.emit(this.signalLine);
    this.register('searching');
  }

  hearSignal(signal: number): void {
    if (signal === this.signal) return;
    this.signal = signal;
    if (this.settings.number('+AUTOCSQ') === 1) this.urc.emit(this.signalLine);
  }

  /** A card that is good for LTE only (§2.3): calls work all the same. */
  denyCircuitSwitched(): void {
    this.#circuitSwitched = false;
    if (this.settings.number('+CREG') > 0) this.urc.emit(`+CREG: ${this.#state('+CREG')}`);
  }

  /** The radio is off, and nobody is told: the modem is. */
  powerOff(): void {
    this.registration = 'none';
    this.signal = 99;
  }

  #state(command: '+CREG' | '+CEREG' | '+CGREG'): string {
    const denied = command === '+CREG' && !this.#circuitSwitched;
    const stat = REGISTRATION[denied ? 'denied' : this.registration];
    if (denied || this.settings.number(command) < 2 || !this.inService) return String(stat);
    const cell = this.quotesCell ? `"${AREA}","${CELL}"` : `${AREA},${CELL}`;
    return command === '+CEREG' ? `${stat},${cell},${LTE.accessTechnology}` : `${stat},${cell}`;
  }
}
