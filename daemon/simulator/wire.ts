import type { Topic } from '../base/topic.js';

/** The modem's end of a serial port whose bytes are dealt with as they come (AT). */
export interface StreamWire {
  readonly received: Topic<Buffer>;
  /** Never blocks; what a host that does not read leaves no room for is lost, as in the modem. */
  write(bytes: Buffer): void;
  /** The host sees a hang-up. */
  close(): void;
}

/** The modem's end of a serial port that is served by a clock (PCM). */
export interface PolledWire {
  /** All bytes that have arrived since the last call. */
  read(): Buffer;
  /** Returns how many bytes found room. */
  write(bytes: Buffer): number;
  close(): void;
}

/** One appearance of the modem: two AT ports and the voice port. */
export interface Wires {
  readonly at: StreamWire;
  readonly at2: StreamWire;
  readonly pcm: PolledWire;
}

/** Where the ports appear and vanish: pseudo-terminals, or a test's memory. */
export interface Bus {
  appear(): Wires;
  /** Every port hangs up. */
  vanish(): void;
}
