import fs from 'node:fs';
import koffi from 'koffi';

const libc = koffi.load('libc.so.6');
const posixOpenpt = libc.func('int posix_openpt(int flags)');
const grantpt = libc.func('int grantpt(int fd)');
const unlockpt = libc.func('int unlockpt(int fd)');
const ptsname = libc.func('int ptsname_r(int fd, _Out_ uint8_t *name, size_t length)');

/** The modem's side of a PCM port on a real pseudo-terminal. The test decides when it reads and writes. */
export class PcmPty {
  readonly path: string;
  readonly #fd: number;
  /** While nobody has the slave open, the master reads EIO. */
  readonly #keep: number;
  readonly #received: Buffer[] = [];
  #pump: NodeJS.Timeout | undefined;

  constructor() {
    const { O_RDWR, O_NOCTTY, O_NONBLOCK } = fs.constants;
    this.#fd = posixOpenpt(O_RDWR | O_NOCTTY | O_NONBLOCK);
    grantpt(this.#fd);
    unlockpt(this.#fd);
    const name = Buffer.alloc(64);
    ptsname(this.#fd, name, name.length);
    this.path = name.toString('latin1', 0, name.indexOf(0));
    this.#keep = fs.openSync(this.path, O_RDWR | O_NOCTTY);
  }

  /** Everything the daemon sent since the last call. */
  take(): Buffer {
    const buffer = Buffer.alloc(65_536);
    for (;;) {
      try {
        const count = fs.readSync(this.#fd, buffer);
        if (count === 0) break;
        this.#received.push(Buffer.from(buffer.subarray(0, count)));
      } catch {
        break;
      }
    }
    return Buffer.concat(this.#received.splice(0));
  }

  /** Returns how many bytes had room. */
  send(bytes: Uint8Array): number {
    try {
      return fs.writeSync(this.#fd, bytes);
    } catch {
      return 0;
    }
  }

  /** Sends sound at the pace of the line, 20 ms at a time, then silence until the next `speak` or `unplug`. */
  speak(sound: Uint8Array, chunkBytes = 320): Promise<void> {
    clearInterval(this.#pump);
    const startMs = performance.now();
    let sent = 0;
    return new Promise((resolve) => {
      this.#pump = setInterval(() => {
        const due = Math.floor((performance.now() - startMs) / 20) * chunkBytes;
        for (; sent < due; sent += chunkBytes) {
          const chunk = Buffer.alloc(chunkBytes);
          chunk.set(sound.subarray(Math.min(sent, sound.length), Math.min(sent + chunkBytes, sound.length)));
          this.send(chunk);
        }
        if (sent >= sound.length) resolve();
      }, 5);
    });
  }

  hush(): void {
    clearInterval(this.#pump);
  }

  /** The far end sees a hang-up, as when a USB modem goes. Idempotent. */
  unplug(): void {
    this.hush();
    for (const fd of [this.#keep, this.#fd]) {
      try {
        fs.closeSync(fd);
      } catch {
        // Closed before.
      }
    }
  }
}

export const bytesOf = (samples: Int16Array): Buffer =>
  Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength);

export function samplesOf(bytes: Buffer): Int16Array {
  return Int16Array.from({ length: bytes.length >> 1 }, (_, i) => bytes.readInt16LE(2 * i));
}
