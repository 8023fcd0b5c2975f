import { SecretaryError } from '../base/errors.js';
import { logger } from '../base/log.js';
import { hostOf } from './at-host.js';
import { AtPort } from './at-port.js';
import { boot, deafMs } from './boot.js';
import { FAULTS } from './faults/table.js';
import { Modem, type ModemOptions } from './modem.js';
import { Transcript } from './transcript.js';
import { type Appearance, type Bus, COMPLETE } from './wire.js';

const log = logger('simulator/device');

/** OK to the end of USB after AT+CRESET, and from there to new ports (sim7600.md §3.6). */
const RESET_AFTER_MS: readonly [number, number] = [500, 3000];
const AWAY_MS: readonly [number, number] = [14_000, 20_000];

/** A modem on a bus: its ports appear, vanish and come back, and faults strike it. */
export class Device {
  readonly modem: Modem;
  readonly transcripts = { at: new Transcript(), at2: new Transcript() };
  /** The main AT port while the modem is on the bus. */
  #at: AtPort | null = null;
  /** Off the bus, and on its way back by itself. */
  #returning = false;

  constructor(
    options: ModemOptions,
    private readonly bus: Bus,
  ) {
    this.modem = new Modem(options);
  }

  get plugged(): boolean {
    return this.#at !== null;
  }

  /** A modem that has booted and is registered. */
  start(): void {
    this.modem.power.subscribe('device', (event) => {
      const backAfterMs = event === 'off' ? null : this.#awayMs();
      const inMs = event === 'brown-out' ? 0 : this.modem.random.within(RESET_AFTER_MS);
      this.modem.pace.after(inMs, () => this.#vanish(backAfterMs));
    });
    this.#plug().listen();
    this.modem.startChatter();
  }

  stop(): void {
    this.#vanish(null);
    this.modem.pace.powerOff();
  }

  /** Somebody plugs in a modem that was off the bus for good; one that is there or coming back is left alone. */
  plugIn(): void {
    if (this.#at === null && !this.#returning) this.#comeBack();
  }

  /** A fault by name, now; throws 'not-found' or, while the ports are away, 'refused'. */
  strike(name: string): void {
    const fault = Object.hasOwn(FAULTS, name) ? FAULTS[name] : undefined;
    if (fault === undefined) throw new SecretaryError('not-found', `no fault is called "${name}"`);
    if (this.#at === null) throw new SecretaryError('refused', 'the modem is away from the bus');
    this.transcripts.at.remark(`fault ${name}`);
    fault.strike({
      modem: this.modem,
      at: this.#at,
      vanish: (backAfterMs, appearance) => this.#vanish(backAfterMs, appearance),
      reconnect: () => this.#reconnect(),
      release: () => this.bus.release(),
      awayMs: () => this.#awayMs(),
    });
  }

  #awayMs(): number {
    return this.modem.random.within(AWAY_MS);
  }

  #plug(appearance = COMPLETE): { readonly listen: () => void } {
    const wires = this.bus.appear(appearance);
    const host = hostOf(this.modem);
    const at = new AtPort(wires.at, host, this.transcripts.at);
    const at2 = new AtPort(wires.at2, host, this.transcripts.at2);
    this.modem.urc.plug(at, at2);
    this.modem.voice.plug(wires.pcm);
    this.#at = at;
    return {
      listen: () => {
        at.start();
        at2.start();
      },
    };
  }

  #vanish(backAfterMs: number | null, appearance?: Appearance): void {
    if (this.#at === null) return;
    log.debug('ports vanish', { backAfterMs });
    this.transcripts.at.remark('the ports vanish');
    this.modem.powerOff();
    this.bus.vanish();
    this.#at = null;
    this.#returning = backAfterMs !== null;
    if (backAfterMs !== null) this.modem.pace.after(backAfterMs, () => this.#comeBack(appearance));
  }

  /** The bus stumbles and the modem does not: calls and settings are as they were. */
  #reconnect(): void {
    if (this.#at === null) return;
    this.transcripts.at.remark('the ports stumble');
    this.bus.vanish();
    this.#plug().listen();
  }

  #comeBack(appearance?: Appearance): void {
    this.#returning = false;
    this.transcripts.at.remark('the ports are back');
    const ports = this.#plug(appearance);
    const { greeting } = this.modem.profile.boot;
    if (greeting !== '') this.#at?.write(greeting);
    this.modem.pace.after(deafMs(this.modem), ports.listen);
    boot(this.modem);
  }
}
