import { closeSync, constants, openSync, writeSync } from 'node:fs';
import { ReadStream } from 'node:tty';
import koffi from 'koffi';

const libc = koffi.load('libc.so.6');
const posixOpenpt = libc.func('int posix_openpt(int flags)');
const grantpt = libc.func('int grantpt(int fd)');
const unlockpt = libc.func('int unlockpt(int fd)');
const ptsname = libc.func('int ptsname_r(int fd, _Out_ uint8_t *name, size_t length)');
const tcgetattr = libc.func('int tcgetattr(int fd, _Out_ uint8_t *termios)');
const cfmakeraw = libc.func('void cfmakeraw(_Inout_ uint8_t *termios)');
const tcsetattr = libc.func('int tcsetattr(int fd, int actions, const uint8_t *termios)');

/** A raw pseudo-terminal whose slave `path` the driver opens like a real port. */
export class Pty {
  readonly path: string;
  readonly #fd: number;
  /** Held open: the master would read EIO whenever the driver has the slave closed. */
  readonly #slave: number;
  readonly #reader: ReadStream;

  constructor(received: (bytes: Buffer) => void) {
    const { O_RDWR, O_NOCTTY, O_NONBLOCK } = constants;
    this.#fd = must(posixOpenpt(O_RDWR | O_NOCTTY | O_NONBLOCK));
    must(grantpt(this.#fd));
    must(unlockpt(this.#fd));
    const name = Buffer.alloc(64);
    must(-ptsname(this.#fd, name, name.length));
    this.path = name.toString('latin1', 0, name.indexOf(0));
    const termios = Buffer.alloc(128);
    must(tcgetattr(this.#fd, termios));
    cfmakeraw(termios);
    must(tcsetattr(this.#fd, 0, termios));
    this.#slave = openSync(this.path, O_RDWR | O_NOCTTY);
    this.#reader = new ReadStream(this.#fd);
    this.#reader.on('data', received);
    this.#reader.on('error', () => undefined);
  }

  write(text: string): void {
    writeSync(this.#fd, text, null, 'latin1');
  }

  /** Pulls the plug. */
  unplug(): void {
    closeSync(this.#slave);
    this.#reader.destroy();
  }
}

function must(result: number): number {
  if (result < 0) throw new Error(`pty: errno ${koffi.errno()}`);
  return result;
}
