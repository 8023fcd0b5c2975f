import { SecretaryError } from '../../daemon/base/errors.js';
import { FRAME_BYTES } from '../../daemon/base/pcm.js';
import { time } from '../../daemon/base/time.js';
import { Topic } from '../../daemon/base/topic.js';
import type { OpenPort, PortFinder, PortHandlers, PortPaths } from '../../daemon/modem/port.js';
import type { Random } from '../../daemon/simulator/random.js';
import type { Bus, StreamWire, Appearance as Wanted, Wires } from '../../daemon/simulator/wire.js';

/** About what a pseudo-terminal holds (sim7600.md §4.18), in whole frames. */
const PCM_ROOM_BYTES = 64 * FRAME_BYTES;
/** So many reads bring only a part of what was written; the rest comes a little later. */
const TORN_SHARE = 0.05;
const TORN_MS = [1, 20] as const;

/** Gets every byte that crosses an AT port, from the modem or to it. */
export type Tap = (direction: '<' | '>', bytes: Buffer) => void;

/** The daemon's end of the voice port. */
export interface HostPcm {
  /** Null once the port is gone. */
  read(): Buffer | null;
  /** How many bytes found room. */
  write(bytes: Buffer): number;
}

/** One AT port of one appearance. */
class AtEnd {
  readonly typed = new Topic<Buffer>('typed');
  host: PortHandlers | null = null;
  gone = false;
  /** Towards the daemon, not delivered yet. */
  #transit = Buffer.alloc(0);
  #moving = false;

  constructor(
    readonly path: string,
    private readonly random: Random,
    private readonly tap: Tap,
  ) {}

  wire(): StreamWire {
    return { received: this.typed, write: (bytes) => this.#fromModem(bytes), close: () => undefined };
  }

  /** Bytes reach the modem in a microtask of their own, never inside the write that brought them. */
  type(text: string): void {
    const bytes = Buffer.from(text, 'latin1');
    this.tap('>', bytes);
    queueMicrotask(() => !this.gone && this.typed.publish(bytes));
  }

  hangUp(): void {
    const { host } = this;
    this.host = null;
    if (host !== null) queueMicrotask(() => host.gone('hang-up'));
  }

  /** What comes while nobody has the port open is lost. */
  #fromModem(bytes: Buffer): void {
    if (this.host === null) return;
    this.#transit = Buffer.concat([this.#transit, bytes]);
    if (this.#moving) return;
    this.#moving = true;
    queueMicrotask(() => this.#deliver());
  }

  #deliver(): void {
    const torn = this.#transit.length > 1 && this.random.chance(TORN_SHARE);
    const count = torn ? 1 + this.random.below(this.#transit.length - 1) : this.#transit.length;
    const bytes = this.#transit.subarray(0, count);
    this.#transit = this.#transit.subarray(count);
    this.#moving = this.#transit.length > 0;
    if (this.#moving) time.after(this.random.within(TORN_MS), () => this.#deliver());
    if (this.host === null) return;
    this.tap('<', bytes);
    this.host.data(bytes);
  }
}

/** One appearance of the modem: numbers change with each, and what belongs to the last one is dead. */
class Appearance {
  readonly at: AtEnd;
  readonly at2: AtEnd;
  readonly pcmPort: string;
  #gone = false;
  #uplink: Buffer[] = [];
  #downlink: Buffer[] = [];

  constructor(number: number, random: Random, tap: Tap) {
    const node = (port: number) => `/dev/ttyUSB${5 * number + port}`;
    this.at = new AtEnd(node(2), random, tap);
    this.at2 = new AtEnd(node(3), random, tap);
    this.pcmPort = node(4);
  }

  get paths(): PortPaths {
    return { atPort: this.at.path, secondAtPort: this.at2.path, pcmPort: this.pcmPort };
  }

  wires(): Wires {
    const read = () => take(this.#uplink);
    const write = (bytes: Buffer) => put(this.#downlink, bytes);
    return { at: this.at.wire(), at2: this.at2.wire(), pcm: { read, write, close: () => undefined } };
  }

  /** Opening throws away what the last call left, as tcflush does (sim7600.md §4.9). */
  pcm(): HostPcm {
    take(this.#downlink);
    return {
      read: () => (this.#gone ? null : take(this.#downlink)),
      write: (bytes) => (this.#gone ? 0 : put(this.#uplink, bytes)),
    };
  }

  vanish(): void {
    this.#gone = true;
    for (const end of [this.at, this.at2]) {
      end.gone = true;
      end.hangUp();
    }
  }
}

/** A bus without a kernel, so that modem and daemon live in one virtual time. */
export class MemoryBus implements Bus {
  #now: Appearance | null = null;
  #appearances = 0;
  #withoutAt = false;
  #locked = false;
  /** How often the main AT port was opened. */
  opens = 0;

  constructor(
    private readonly random: Random,
    private readonly tap: Tap,
  ) {}

  /** Whoever has the main AT port open just now. */
  get reader(): object | null {
    return this.#now?.at.host ?? null;
  }

  /** The AT port is missing, or somebody else's. */
  get disturbed(): boolean {
    return this.#withoutAt || this.#locked;
  }

  appear({ withoutAt, locked }: Wanted): Wires {
    this.#withoutAt = withoutAt;
    this.#locked = locked;
    this.#now = new Appearance(this.#appearances++, this.random, this.tap);
    return this.#now.wires();
  }

  release(): void {
    this.#locked = false;
  }

  vanish(): void {
    this.#now?.vanish();
    this.#now = null;
  }

  readonly findPorts: PortFinder = async () => {
    if (this.#now !== null && this.#withoutAt) throw new SecretaryError('not-found', 'no AT port', { retryable: true });
    return this.#now?.paths ?? null;
  };

  readonly openPort: OpenPort = async (path, handlers) => {
    const end = [this.#now?.at, this.#now?.at2].find((each) => each?.path === path);
    if (this.#locked && end === this.#now?.at) throw new SecretaryError('port-gone', 'Cannot lock port');
    if (end === undefined) throw new SecretaryError('port-gone', 'no such port', { retryable: true });
    end.host = handlers;
    if (end === this.#now?.at) this.opens++;
    return {
      write: (text) => (end.host === handlers ? end.type(text) : undefined),
      close: async () => {
        if (end.host === handlers) end.host = null;
      },
    };
  };

  openPcm(path: string): HostPcm {
    if (this.#now?.pcmPort !== path) throw new SecretaryError('port-gone', 'no such port');
    return this.#now.pcm();
  }
}

function take(fifo: Buffer[]): Buffer {
  const all = fifo.length === 1 ? (fifo[0] ?? NOTHING) : fifo.length === 0 ? NOTHING : Buffer.concat(fifo);
  fifo.length = 0;
  return all;
}

const NOTHING = Buffer.alloc(0);

function put(fifo: Buffer[], bytes: Buffer): number {
  const held = fifo.reduce((sum, each) => sum + each.length, 0);
  const taken = Math.min(bytes.length, PCM_ROOM_BYTES - held);
  if (taken > 0) fifo.push(taken === bytes.length ? bytes : bytes.subarray(0, taken));
  return Math.max(0, taken);
}
