import { Topic } from '../base/topic.js';
import { Exchange } from './exchange.js';
import { FarEnd } from './far-end.js';
import { Network } from './network.js';
import { Pace } from './pace.js';
import type { Profile } from './profile.js';
import { Random } from './random.js';
import { Rtc } from './rtc.js';
import { Settings } from './settings.js';
import { SimCard } from './sim-card.js';
import { SmsCentre } from './sms-centre.js';
import { UrcRouter } from './urc.js';
import { Ussd } from './ussd.js';
import { type Lifetime, type VoiceCondition, conditionOf } from './voice-condition.js';
import { VoicePort } from './voice-port.js';

export interface ModemOptions {
  readonly profile: Profile;
  readonly seed: number;
  /** The modem's own delays are divided by it; the voice is not. */
  readonly scale: number;
  /** Another one than every simulated modem has. */
  readonly imei?: string;
}

const IMEI = '867584030012343';

/** Why the modem leaves the bus. */
export type PowerEvent = 'reset' | 'off' | 'brown-out';

/** The parts of one SIM7600, and how they hang together. The ports are `device.ts`'s business. */
export class Modem {
  readonly imei: string;
  readonly profile: Profile;
  readonly random: Random;
  readonly pace: Pace;
  readonly rtc = new Rtc();
  readonly settings = new Settings();
  readonly sim = new SimCard();
  readonly urc: UrcRouter;
  readonly network: Network;
  readonly exchange: Exchange;
  readonly farEnd: FarEnd;
  readonly voice: VoicePort;
  readonly sms: SmsCentre;
  readonly ussd: Ussd;
  /** AT+CRESET, AT+CFUN=1,1, AT+CPOF, or the supply. */
  readonly power = new Topic<PowerEvent>('modem power');
  #lifetime: Lifetime = { call: 0, restarts: 0 };

  constructor(options: ModemOptions) {
    this.imei = options.imei ?? IMEI;
    this.profile = options.profile;
    this.random = new Random(options.seed);
    this.pace = new Pace(options.scale);
    this.urc = new UrcRouter(() => this.settings.number('+CATR'), this.profile.lineRepeats);
    this.network = new Network(this.settings, this.urc, this.profile.quotesCell);
    this.exchange = new Exchange(this);
    this.farEnd = new FarEnd(this.random, this.profile.voice.comfortNoise);
    this.voice = new VoicePort(this.farEnd, this.random, this.profile.voice);
    this.sms = new SmsCentre(this);
    this.ussd = new Ussd(this);
    this.rtc.networkTimeKnown = true;
    this.#connect();
  }

  get inCall(): boolean {
    return this.exchange.find('active', 'held') !== undefined;
  }

  powerOff(): void {
    this.pace.powerOff();
    this.exchange.powerOff();
    this.voice.unplug();
    this.urc.unplug();
    this.settings.powerOff();
    this.network.powerOff();
    this.sim.powerOff();
    this.ussd.cancel();
    this.rtc.powerOn();
    this.#lifetime = { call: 0, restarts: this.#lifetime.restarts + 1 };
  }

  /** Somebody has the card in hand; with hot swap the modem tells (sim7600.md §2.2). */
  changeSim(to: 'removed' | 'inserted' | 'locked'): void {
    if (to === 'removed') this.sim.remove();
    else if (to === 'locked') this.sim.lock();
    else this.sim.insert();
    this.urc.emit(to === 'removed' ? '+CPIN: SIM REMOVED' : `+CPIN: ${this.sim.card}`);
    this.network.register(this.sim.card === 'READY' ? 'home' : 'none');
    const call = this.exchange.calls[0];
    if (to === 'removed' && call !== undefined) this.exchange.release(call, 'network-lost');
  }

  /** The network tells the time, by so much another one than before; AT+CTZR=1 passes it on. */
  hearTime(jumpMs = 0): void {
    this.rtc.jump(jumpMs);
    this.rtc.networkTimeKnown = true;
    if (this.settings.get('+CTZR') === '1') this.urc.emit(this.rtc.zoneLine());
  }

  /** Lines that this kind of modem says all day long. */
  startChatter(): void {
    const { chatter, chatterEveryMs } = this.profile;
    if (chatter.length === 0) return;
    this.pace.after(this.random.within(chatterEveryMs), () => {
      this.urc.emit(chatter[this.random.below(chatter.length)] ?? '');
      this.startChatter();
    });
  }

  #connect(): void {
    this.exchange.events.subscribe('modem', ({ type }) => {
      if (type === 'answered') this.voice.startCall(this.#voiceCondition());
      if (type === 'answered' && this.random.chance(this.profile.brownOutChance)) this.power.publish('brown-out');
      if (type !== 'ended' || this.inCall) return;
      this.voice.endCall();
      this.farEnd.stopSpeaking();
    });
    this.farEnd.keys.subscribe('modem', (key) => this.urc.emit(`+RXDTMF: ${key}`));
  }

  #voiceCondition(): VoiceCondition {
    const { voice } = this.profile;
    this.#lifetime = { ...this.#lifetime, call: this.#lifetime.call + 1 };
    const condition = conditionOf(voice, this.#lifetime, this.random);
    const byBearer = voice.widebandByDefault && this.settings.get('+CPCMBANDWIDTH').startsWith('0');
    const wideband = byBearer || this.settings.get('+CPCMFRM') === '1';
    return { ...condition, acceptAfterMs: condition.acceptAfterMs / this.pace.scale, wideband };
  }
}
