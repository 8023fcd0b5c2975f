import type { AtPort } from '../at-port.js';
import type { Modem } from '../modem.js';
import type { Appearance } from '../wire.js';

/** What a fault can reach. */
export interface FaultTarget {
  readonly modem: Modem;
  /** The main AT port. */
  readonly at: AtPort;
  /** The ports vanish; null: for good. All of them come back, and free, unless it is said how. */
  readonly vanish: (backAfterMs: number | null, appearance?: Appearance) => void;
  /** The ports hang up and are there again at once. */
  readonly reconnect: () => void;
  /** The other process gives the AT port back. */
  readonly release: () => void;
  /** How long the modem is away after a reset or a re-plug. */
  readonly awayMs: () => number;
}

export interface Fault {
  /** One sentence for people: `secretary simulator --faults`. */
  readonly explain: string;
  readonly strike: (target: FaultTarget) => void;
}

export type FaultTable = Readonly<Record<string, Fault>>;
