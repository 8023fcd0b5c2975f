import { constants } from 'node:os';
import koffi from 'koffi';
import { SecretaryError } from '../base/errors.js';

const libc = koffi.load('libc.so.6');
const read = libc.func('long read(int fd, void *bytes, unsigned long count)');
const write = libc.func('long write(int fd, const void *bytes, unsigned long count)');
const pipe2 = libc.func('int pipe2(_Out_ int *ends, int flags)');
const close = libc.func('int close(int fd)');
const ioctl = libc.func('int ioctl(int fd, unsigned long request, _Out_ int *answer)');
const fcntl = libc.func('int fcntl(int fd, int command, int argument)');

/** fcntl(2), ioctl(2), open(2): the same numbers on all Linux machines that this runs on. */
const F_SETFL = 4;
const F_SETPIPE_SZ = 1031;
const FIONREAD = 0x541b;
const O_NONBLOCK = 0o4000;
const O_CLOEXEC = 0o2000000;

/**
 * Bytes that came and were not read yet; 'gone' after a hang-up. To be asked before a terminal is read: reading one that
 * is empty makes Linux wait for a kernel worker first, O_NONBLOCK or not (n_tty_read flushes the line's buffer), and
 * with every core busy that worker came after up to a second, while the caller heard nothing.
 */
export function unreadBytes(fd: number): number | 'gone' {
  return ioctl(fd, FIONREAD, unread) === 0 ? (unread[0] ?? 0) : 'gone';
}

const unread = new Int32Array(1);

/** How many bytes were read; 0 when there were none. Costs half of what Node's own readSync does. */
export function readNow(fd: number, into: Uint8Array): number {
  return Math.max(0, read(fd, into, into.length));
}

const isAgain = (): boolean => koffi.errno() === constants.errno.EAGAIN;

/** Node's own close would warn, in a worker, of descriptors that it has not opened. */
export function closeNow(fd: number): void {
  close(fd);
}

/** Frames to a non-blocking descriptor: each goes out whole, or not at all. */
export class FrameWriter {
  readonly #fd: number;
  /** Of a frame that went out in part: without its end every later sample would be torn in half. */
  #rest: Uint8Array = new Uint8Array(0);

  constructor(fd: number) {
    this.#fd = fd;
  }

  /** 'full': no room, and none of these bytes will be sent. 'sent': they are out, or what is left goes first next time. */
  write(frame: Uint8Array): 'sent' | 'full' | 'gone' {
    if (this.#rest.length > 0) {
      const sent = this.#push(this.#rest);
      if (sent !== 'sent' || this.#rest.length > 0) return sent === 'sent' ? 'full' : sent;
    }
    return this.#push(frame);
  }

  #push(bytes: Uint8Array): 'sent' | 'full' | 'gone' {
    const count: number = write(this.#fd, bytes, bytes.length);
    if (count < 0) return isAgain() ? 'full' : 'gone';
    // A copy: the frame's memory is used again for the next one.
    this.#rest = bytes.slice(count);
    return 'sent';
  }
}

/** A pipe for a child's standard input: `childEnd` waits for bytes, `ourEnd` never does and holds no more than `bytes`. */
export function openPipe(bytes: number): { readonly childEnd: number; readonly ourEnd: number } {
  const ends = new Int32Array(2);
  if (pipe2(ends, O_CLOEXEC) !== 0) throw new SecretaryError('internal', `pipe2 failed with errno ${koffi.errno()}`);
  const [childEnd = -1, ourEnd = -1] = ends;
  fcntl(ourEnd, F_SETFL, O_NONBLOCK);
  fcntl(ourEnd, F_SETPIPE_SZ, bytes);
  return { childEnd, ourEnd };
}
