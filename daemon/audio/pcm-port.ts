import { close, closeSync, constants, openSync } from 'node:fs';
import { promisify } from 'node:util';
import { SecretaryError, messageOf, systemCode } from '../base/errors.js';
import { FrameWriter, readNow, unreadBytes } from './descriptor.js';
import { flushInput, lock, makeRaw } from './terminal.js';

/** Where voice goes in and out, s16le. Reading and writing never wait. */
export interface PcmPort {
  /** What has arrived, valid until the next read; empty when nothing has. */
  read(): Buffer | 'gone';
  /** 'full': the modem has no room and none of these bytes will be sent. 'sent': it has them, or will get the rest first. */
  write(frame: Uint8Array): 'sent' | 'full' | 'gone';
  /** May take half a minute: the kernel gives a wedged modem that long to take its last bytes. Never rejects. */
  close(): Promise<void>;
}

/** More than a second of sound; the rest of a flood waits in the kernel, which then drops it. */
const READ_BYTES = 32_768;
/** A read that brings less has emptied the port: asking again would only cost time. */
const FULL_READ_BYTES = 2048;
const closeDescriptor = promisify(close);

/** Opens a serial PCM port, raw, locked and empty. Throws 'port-gone' or 'busy'. */
export function openSerialPcm(path: string): PcmPort {
  const fd = openDescriptor(path);
  try {
    if (!lock(fd)) throw new SecretaryError('busy', `${path} is held by another program`, { retryable: true });
    makeRaw(fd);
    flushInput(fd);
    return new SerialPcm(fd);
  } catch (error) {
    closeSync(fd);
    throw error;
  }
}

function openDescriptor(path: string): number {
  try {
    return openSync(path, constants.O_RDWR | constants.O_NOCTTY | constants.O_NONBLOCK);
  } catch (error) {
    const code = systemCode(error) === 'EBUSY' ? 'busy' : 'port-gone';
    throw new SecretaryError(code, `PCM port: ${messageOf(error)}`, { retryable: true, cause: error });
  }
}

class SerialPcm implements PcmPort {
  readonly #fd: number;
  readonly #buffer = Buffer.allocUnsafe(READ_BYTES);
  readonly #writer: FrameWriter;

  constructor(fd: number) {
    this.#fd = fd;
    this.#writer = new FrameWriter(fd);
  }

  read(): Buffer | 'gone' {
    let filled = 0;
    while (filled < READ_BYTES) {
      const waiting = unreadBytes(this.#fd);
      // What came before the hang-up is still told.
      if (waiting === 'gone' && filled === 0) return 'gone';
      if (waiting === 'gone' || waiting === 0) break;
      const count = readNow(this.#fd, filled === 0 ? this.#buffer : this.#buffer.subarray(filled));
      filled += count;
      if (count < FULL_READ_BYTES) break;
    }
    return this.#buffer.subarray(0, filled);
  }

  write(frame: Uint8Array): 'sent' | 'full' | 'gone' {
    return this.#writer.write(frame);
  }

  async close(): Promise<void> {
    // An error here means that the descriptor is no more, which is what was wanted.
    await closeDescriptor(this.#fd).catch(() => undefined);
  }
}
