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
import { UrcRouter } from './urc.js';
import { VoicePort } from './voice-port.js';

export interface ModemOptions {
  readonly profile: Profile;
  readonly seed: number;
  /** The modem's own delays are divided by it; the voice is not. */
  readonly scale: number;
}

/** Why the modem leaves the bus. */
export type PowerEvent = 'reset' | 'off';

/** The parts of one SIM7600, and how they hang together. The ports are `simulator.ts`'s business. */
export class Modem {
  readonly imei = '867584030012345';
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
  /** AT+CRESET, AT+CFUN=1,1, AT+CPOF. */
  readonly power = new Topic<PowerEvent>('modem power');

  constructor(options: ModemOptions) {
    this.profile = options.profile;
    this.random = new Random(options.seed);
    this.pace = new Pace(options.scale);
    this.urc = new UrcRouter(() => this.settings.number('+CATR'));
    this.network = new Network(this.settings, this.urc);
    this.exchange = new Exchange(this);
    this.farEnd = new FarEnd(this.random, this.profile.voice.comfortNoise);
    this.voice = new VoicePort(this.farEnd, this.random, this.profile.voice);
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
    this.rtc.powerOn();
  }

  #connect(): void {
    this.exchange.events.subscribe('modem', ({ type }) => {
      if (type === 'answered') this.voice.startCall();
      if (type !== 'ended' || this.inCall) return;
      this.voice.endCall();
      this.farEnd.stopSpeaking();
    });
    this.farEnd.keys.subscribe('modem', (key) => this.urc.emit(`+RXDTMF: ${key}`));
  }
}
