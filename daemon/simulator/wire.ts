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

/** How the ports come this time. */
export interface Appearance {
  /** The main AT port has no node, although the voice port has (sim7600.md §5 row 14). */
  readonly withoutAt: boolean;
  /** Another process was faster and has the AT port locked, until `release` (§5 row 15). */
  readonly locked: boolean;
}

export const COMPLETE: Appearance = { withoutAt: false, locked: false };

/** Where the ports appear and vanish: pseudo-terminals, or a test's memory. */
export interface Bus {
  appear(appearance: Appearance): Wires;
  /** The other process gives the AT port back. */
  release(): void;
  /** Every port hangs up. */
  vanish(): void;
}
