import type { AtPort } from '../at-port.js';
import type { Modem } from '../modem.js';

/** What a fault can reach. */
export interface FaultTarget {
  readonly modem: Modem;
  /** The main AT port. */
  readonly at: AtPort;
  /** The ports vanish; null: for good. */
  readonly vanish: (backAfterMs: number | null) => void;
  /** How long the modem is away after a reset or a re-plug. */
  readonly awayMs: () => number;
}

export interface Fault {
  /** One sentence for people: `secretary simulator --faults`. */
  readonly explain: string;
  readonly strike: (target: FaultTarget) => void;
}

export type FaultTable = Readonly<Record<string, Fault>>;
