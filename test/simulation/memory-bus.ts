import { SecretaryError } from '../../daemon/base/errors.js';
import { FRAME_BYTES } from '../../daemon/base/pcm.js';
import { time } from '../../daemon/base/time.js';
import { Topic } from '../../daemon/base/topic.js';
import type { OpenPort, PortFinder, PortHandlers } from '../../daemon/modem/port.js';
import type { Random } from '../../daemon/simulator/random.js';
import type { Bus, Wires } from '../../daemon/simulator/wire.js';

/** About what a pseudo-terminal holds (sim7600.md §4.18), in whole frames. */
const PCM_ROOM_BYTES = 64 * FRAME_BYTES;
/** So many reads bring only a part of what was written; the rest comes a little later. */
const TORN_SHARE = 0.05;
const TORN_MS = [1, 20] as const;

/** The daemon's end of the voice port. */
export interface HostPcm {
  /** Null once the port is gone. */
  read(): Buffer | null;
  /** How many bytes found room. */
  write(bytes: Buffer): number;
}

/** One appearance of the modem: numbers change with each, and what belongs to the last one is dead. */
class Appearance {
  readonly typed = new Topic<Buffer>('typed');
  readonly paths: { readonly atPort: string; readonly pcmPort: string };
  host: PortHandlers | null = null;
  gone = false;
  /** Towards the daemon, not delivered yet. */
  #transit = Buffer.alloc(0);
  #moving = false;
  #uplink: Buffer[] = [];
  #downlink: Buffer[] = [];

  constructor(
    number: number,
    private readonly random: Random,
    private readonly tap: (direction: '<' | '>', bytes: Buffer) => void,
  ) {
    this.paths = { atPort: `/dev/ttyUSB${5 * number + 2}`, pcmPort: `/dev/ttyUSB${5 * number + 4}` };
  }

  wires(): Wires {
    const close = () => undefined;
    const at = { received: this.typed, write: (bytes: Buffer) => this.#fromModem(bytes), close };
    const at2 = { received: new Topic<Buffer>('nobody types'), write: () => undefined, close };
    const pcm = {
      read: () => take(this.#uplink),
      write: (bytes: Buffer) => put(this.#downlink, bytes),
      close,
    };
    return { at, at2, pcm };
  }

  /** Bytes reach the modem in a microtask of their own, never inside the write that brought them. */
  type(text: string): void {
    const bytes = Buffer.from(text, 'latin1');
    this.tap('>', bytes);
    queueMicrotask(() => !this.gone && this.typed.publish(bytes));
  }

  /** Opening throws away what the last call left, as tcflush does (sim7600.md §4.9). */
  pcm(): HostPcm {
    take(this.#downlink);
    return {
      read: () => (this.gone ? null : take(this.#downlink)),
      write: (bytes) => (this.gone ? 0 : put(this.#uplink, bytes)),
    };
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

/** A bus without a kernel, so that modem and daemon live in one virtual time. */
export class MemoryBus implements Bus {
  #now: Appearance | null = null;
  #appearances = 0;
  /** Another process has the AT port: opening fails as serialport's does. */
  locked = false;
  /** How often the AT port was opened. */
  opens = 0;

  constructor(
    private readonly random: Random,
    private readonly tap: (direction: '<' | '>', bytes: Buffer) => void,
  ) {}

  /** Whoever has the AT port open just now. */
  get reader(): object | null {
    return this.#now?.host ?? null;
  }

  appear(): Wires {
    this.#now = new Appearance(this.#appearances++, this.random, this.tap);
    return this.#now.wires();
  }

  vanish(): void {
    const gone = this.#now;
    this.#now = null;
    if (gone === null) return;
    gone.gone = true;
    this.#hangUp(gone);
  }

  /** An input/output error ends what is open; the ports stay. */
  failRead(): void {
    if (this.#now !== null) this.#hangUp(this.#now);
  }

  readonly findPorts: PortFinder = () => Promise.resolve(this.#now?.paths ?? null);

  readonly openPort: OpenPort = async (path, handlers) => {
    const there = this.#now;
    if (there === null || there.paths.atPort !== path || this.locked) {
      throw new SecretaryError('port-gone', this.locked ? 'Cannot lock port' : 'no such port', { retryable: true });
    }
    there.host = handlers;
    this.opens++;
    return {
      write: (text) => (there.host === handlers ? there.type(text) : undefined),
      close: async () => {
        if (there.host === handlers) there.host = null;
      },
    };
  };

  openPcm(path: string): HostPcm {
    if (this.#now?.paths.pcmPort !== path) throw new SecretaryError('port-gone', 'no such port');
    return this.#now.pcm();
  }

  #hangUp(appearance: Appearance): void {
    const { host } = appearance;
    appearance.host = null;
    if (host !== null) queueMicrotask(() => host.gone('hang-up'));
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
  if (taken > 0) fifo.push(bytes.subarray(0, taken));
  return Math.max(0, taken);
}
