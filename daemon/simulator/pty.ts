import { closeSync, constants, openSync, readSync, writeSync } from 'node:fs';
import tty from 'node:tty';
import koffi from 'koffi';
import { SecretaryError, systemCode } from '../base/errors.js';
import { logger } from '../base/log.js';
import { time } from '../base/time.js';
import { Topic } from '../base/topic.js';
import type { PolledWire, StreamWire } from './wire.js';

const log = logger('simulator/pty');

const { O_RDWR, O_NOCTTY, O_NONBLOCK } = constants;
/** Larger than glibc's `struct termios` (60 bytes) on every architecture. */
const TERMIOS_BYTES = 128;
const READ_BYTES = 4096;
const RETRY_MS = 5;
/** The kernel's own buffers of a real port; a host that leaves more than this unread loses the rest. */
const STREAM_BACKLOG_BYTES = 65_536;

function libc() {
  const library = koffi.load('libc.so.6');
  return {
    openMaster: library.func('int posix_openpt(int flags)') as (flags: number) => number,
    grant: library.func('int grantpt(int fd)') as (fd: number) => number,
    unlock: library.func('int unlockpt(int fd)') as (fd: number) => number,
    name: library.func('int ptsname_r(int fd, _Out_ uint8_t *name, size_t length)') as (
      fd: number,
      name: Buffer,
      length: number,
    ) => number,
    getAttributes: library.func('int tcgetattr(int fd, _Out_ uint8_t *attributes)') as (
      fd: number,
      attributes: Buffer,
    ) => number,
    makeRaw: library.func('void cfmakeraw(_Inout_ uint8_t *attributes)') as (attributes: Buffer) => void,
    flock: library.func('int flock(int fd, int operation)') as (fd: number, operation: number) => number,
    setAttributes: library.func('int tcsetattr(int fd, int action, const uint8_t *attributes)') as (
      fd: number,
      action: number,
      attributes: Buffer,
    ) => number,
  };
}

/** LOCK_EX | LOCK_NB of <sys/file.h>: what serialport takes too. */
const LOCK = 6;

let loaded: ReturnType<typeof libc> | undefined;

interface Pair {
  readonly master: number;
  /** Kept open, because a master reads EIO whenever nobody has its slave open: the daemon may close and reopen. */
  readonly slave: number;
  readonly path: string;
}

/** A raw pseudo-terminal; throws 'internal' when the system has none to give. */
function openPair(): Pair {
  const c = (loaded ??= libc());
  const must = (result: number, step: string): number => {
    if (result >= 0) return result;
    throw new SecretaryError('internal', `no pseudo-terminal: ${step} failed with errno ${koffi.errno()}`);
  };
  const master = must(c.openMaster(O_RDWR | O_NOCTTY | O_NONBLOCK), 'posix_openpt');
  must(c.grant(master), 'grantpt');
  must(c.unlock(master), 'unlockpt');
  const name = Buffer.alloc(64);
  must(-c.name(master, name, name.length), 'ptsname_r');
  const path = name.toString('latin1', 0, name.indexOf(0));
  const attributes = Buffer.alloc(TERMIOS_BYTES);
  must(c.getAttributes(master, attributes), 'tcgetattr');
  // A new pseudo-terminal echoes and translates line ends; the modem's echo is the simulator's own business.
  c.makeRaw(attributes);
  must(c.setAttributes(master, 0, attributes), 'tcsetattr');
  return { master, slave: openSync(path, O_RDWR | O_NOCTTY), path };
}

/** Bytes that found room; 0 when the port is full or gone. */
function writeSome(fd: number, bytes: Buffer): number {
  try {
    return writeSync(fd, bytes);
  } catch (error) {
    if (systemCode(error) !== 'EAGAIN') log.warn('write failed', { error });
    return 0;
  }
}

/** A pseudo-terminal for the AT port. */
export class StreamPty implements StreamWire {
  readonly received = new Topic<Buffer>('pty received');
  readonly path: string;
  readonly #pair: Pair;
  readonly #input: tty.ReadStream;
  #unsent = Buffer.alloc(0);
  #closed = false;

  constructor() {
    this.#pair = openPair();
    this.path = this.#pair.path;
    this.#input = new tty.ReadStream(this.#pair.master);
    this.#input.on('data', (bytes: Buffer) => this.received.publish(bytes));
    this.#input.on('error', (error) => {
      if (!this.#closed) log.warn('read failed', { error });
    });
  }

  /** As another process that has the port open would; returns what unlocks it. */
  lock(): () => void {
    const fd = openSync(this.path, O_RDWR | O_NOCTTY | O_NONBLOCK);
    loaded?.flock(fd, LOCK);
    let open = true;
    return () => {
      if (open) closeSync(fd);
      open = false;
    };
  }

  write(bytes: Buffer): void {
    const retryIsUnderWay = this.#unsent.length > 0;
    const room = STREAM_BACKLOG_BYTES - this.#unsent.length;
    this.#unsent = Buffer.concat([this.#unsent, bytes.subarray(0, room)]);
    if (!retryIsUnderWay) this.#flush();
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    closeSync(this.#pair.slave);
    this.#input.destroy();
  }

  #flush(): void {
    if (this.#closed) return;
    this.#unsent = this.#unsent.subarray(writeSome(this.#pair.master, this.#unsent));
    if (this.#unsent.length > 0) time.after(RETRY_MS, () => this.#flush());
  }
}

/** A pseudo-terminal for the PCM port. */
export class PolledPty implements PolledWire {
  readonly path: string;
  readonly #pair: Pair;
  readonly #chunk = Buffer.alloc(READ_BYTES);
  #closed = false;

  constructor() {
    this.#pair = openPair();
    this.path = this.#pair.path;
  }

  read(): Buffer {
    const chunks: Buffer[] = [];
    for (let count = this.#readSome(); count > 0; count = this.#readSome()) {
      chunks.push(Buffer.from(this.#chunk.subarray(0, count)));
    }
    return Buffer.concat(chunks);
  }

  write(bytes: Buffer): number {
    return this.#closed ? 0 : writeSome(this.#pair.master, bytes);
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    closeSync(this.#pair.slave);
    closeSync(this.#pair.master);
  }

  #readSome(): number {
    if (this.#closed) return 0;
    try {
      return readSync(this.#pair.master, this.#chunk);
    } catch (error) {
      if (systemCode(error) !== 'EAGAIN') log.warn('read failed', { error });
      return 0;
    }
  }
}
