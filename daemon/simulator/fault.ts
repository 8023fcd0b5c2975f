import type { AtPort, Chunk } from './at-port.js';
import type { Modem } from './modem.js';

/** What a fault can reach. */
export interface FaultTarget {
  readonly modem: Modem;
  /** The main AT port. */
  readonly at: AtPort;
  /** The ports vanish; null: for good. */
  vanish(backAfterMs: number | null): void;
  /** How long the modem is away after a reset or a re-plug. */
  awayMs(): number;
}

export interface Fault {
  /** One sentence for people: `secretary simulator --faults`. */
  readonly explain: string;
  strike(target: FaultTarget): void;
}

const GARBAGE_BYTES = 200;
const LONG_LINE_BYTES = 8192;
const STALL_MS = 3000;

const withoutFinal = (answer: readonly Chunk[]) => answer.slice(0, -1);

function garbage({ modem, at }: FaultTarget): void {
  const noise = Array.from({ length: GARBAGE_BYTES }, () => String.fromCharCode(modem.random.below(256)));
  at.write(`${noise.join('')}\r\n${'x'.repeat(LONG_LINE_BYTES)}\r\n`);
}

/** Each fault of sim7600.md §8.3 that can be ordered by name, now. */
export const FAULTS = {
  unplug: {
    explain: 'All ports vanish at once and come back with other numbers after a boot (14-20 s, divided by the scale).',
    strike: (target) => target.vanish(target.awayMs()),
  },
  'pcm-stall': {
    explain: 'For 3 s the voice port sends nothing and takes nothing; the call stays up.',
    strike: ({ modem }) => modem.voice.stall(STALL_MS),
  },
  'odd-byte': {
    explain: "One byte is lost or inserted in the caller's voice: from there on every sample is made of two halves.",
    strike: ({ modem }) => modem.voice.shift(modem.random.chance(0.5) ? 'lose' : 'insert'),
  },
  'no-final': {
    explain: 'The next AT command never gets its final result.',
    strike: ({ at }) => at.disturbNext(withoutFinal),
  },
  garbage: {
    explain: 'Two hundred random bytes and a line of 8 kB arrive on the AT port.',
    strike: garbage,
  },
} as const satisfies Record<string, Fault>;

export type FaultName = keyof typeof FAULTS;

export const isFaultName = (name: string): name is FaultName => Object.hasOwn(FAULTS, name);
