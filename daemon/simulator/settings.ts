/** Three lifetimes (sim7600.md §8.1.4): back to the default at power-on; kept for ever; gone with the call. */
type Lifetime = 'volatile' | 'kept' | 'call';

interface Setting {
  readonly initial: string;
  readonly accepts: RegExp;
  /** What the test form says; '' answers OK alone. */
  readonly range: string;
  readonly lifetime: Lifetime;
}

const setting = (initial: string, accepts: RegExp, range: string, lifetime: Lifetime = 'volatile'): Setting => ({
  initial,
  accepts,
  range,
  lifetime,
});

const bit = (initial: string, lifetime?: Lifetime) => setting(initial, /^[01]$/, '(0,1)', lifetime);
const WORD = /^0x[0-7][0-9a-f]{3}$/i;

/** Every command that only keeps a value: defaults and ranges of MAN, by sim7600.md §2. */
const SETTINGS: Readonly<Record<string, Setting>> = {
  V: bit('1'),
  Q: bit('0'),
  S0: setting('000', /^\d{1,3}$/, ''),
  '+CMEE': setting('0', /^[012]$/, '(0-2)'),
  '+CRC': bit('0'),
  '+CLIP': bit('0'),
  '+CLCC': bit('0'),
  '+COLP': bit('0'),
  '+CVHU': bit('1'),
  '+CSSN': setting('0,0', /^[01](,[01])?$/, '(0,1),(0,1)'),
  '+CCWA': setting('0', /^[01](,[0-2](,\d+)?)?$/, '(0,1)'),
  '+CSCLK': bit('0'),
  '+CATR': setting('0', /^[0-4]$/, '(0-4)'),
  '+CREG': setting('0', /^[0-2]$/, '(0-2)'),
  '+CEREG': setting('0', /^[0-2]$/, '(0-2)'),
  '+CGREG': setting('0', /^[0-2]$/, '(0-2)'),
  '+CNSMOD': bit('0'),
  '+AUTOCSQ': setting('0,0', /^[01](,[01])?$/, '(0,1),(0,1)'),
  '+CTZU': bit('0', 'kept'),
  '+CTZR': bit('0'),
  '+CNMP': setting('2', /^(2|13|14|19|38|39|48|51|54)$/, '(2,13,14,19,38,39,48,51,54)', 'kept'),
  '+CUSBPIDSWITCH': setting('9001', /^9001(,1,1)?$/, '(9000,9001,9011)', 'kept'),
  '+CPCMFRM': bit('0'),
  '+CPCMBANDWIDTH': setting('0,1', /^[01],[01]$/, '(0,1),(0,1)'),
  '+CMICGAIN': setting('3', /^[0-8]$/, '(0-8)'),
  '+COUTGAIN': setting('8', /^[0-8]$/, '(0-8)'),
  '+CLVL': setting('4', /^[0-5]$/, '(0-5)', 'kept'),
  '+CSDVC': setting('1', /^[13]$/, '(1,3)'),
  '+VTD': setting('0', /^\d{1,3}$/, '(0-255)'),
  '+CECM': setting('0', /^[0-9]$/, '(0-9)', 'call'),
  '+CMUT': bit('0', 'call'),
  '+VMUTE': bit('0', 'call'),
  '+SIDET': setting('0', /^\d{1,5}$/, '(0-65535)', 'call'),
  '+CODECCTL': bit('0'),
  ...Object.fromEntries(
    ['+CECH', '+CECDT', '+CECWB', '+CNSN', '+CNSLIM', '+CTXVOL', '+CRXVOL'].map((name) => [
      name,
      setting('0x0000', WORD, '(0x0000-0x7FFF)', 'call'),
    ]),
  ),
  '+CVALARM': setting('0', /^[01](,\d{4},\d{4})?$/, '(0,1),(3300-4000),(4000-4300)', 'kept'),
  '+CMTE': bit('0'),
  '+CMGF': bit('0'),
  '+CSCS': setting('"IRA"', /^"(IRA|GSM|UCS2)"$/i, '("IRA","GSM","UCS2")'),
  '+CNMI': setting('0,0,0,0,0', /^[0-2],[0-3],[02],[0-2],[01]$/, '(0,1,2),(0,1,2,3),(0,2),(0,1,2),(0,1)', 'kept'),
  '+CSMP': setting('17,167,0,0', /^\d+(,\d+){0,3}$/, ''),
  '+CGSMS': setting('3', /^[0-3]$/, '(0-3)'),
};

/** What the set commands left behind. */
export class Settings {
  readonly #values = new Map<string, string>();

  knows(name: string): boolean {
    return Object.hasOwn(SETTINGS, name);
  }

  get(name: string): string {
    return this.#values.get(name) ?? SETTINGS[name]?.initial ?? '';
  }

  /** The first number of a value. */
  number(name: string): number {
    return Number.parseInt(this.get(name), 10);
  }

  range(name: string): string {
    return SETTINGS[name]?.range ?? '';
  }

  /** False when the value is none, or the setting exists only during a call. */
  set(name: string, value: string, during: { readonly call: boolean }): boolean {
    const spec = SETTINGS[name];
    if (spec === undefined || !spec.accepts.test(value)) return false;
    if (spec.lifetime === 'call' && !during.call) return false;
    this.#values.set(name, value);
    return true;
  }

  /** A call is over: what was set for it is forgotten. */
  endCall(): void {
    this.#forget('call');
  }

  powerOff(): void {
    this.#forget('call');
    this.#forget('volatile');
  }

  #forget(lifetime: Lifetime): void {
    for (const name of Array.from(this.#values.keys())) {
      if (SETTINGS[name]?.lifetime === lifetime) this.#values.delete(name);
    }
  }
}
