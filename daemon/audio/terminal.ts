import { constants } from 'node:os';
import koffi from 'koffi';
import { SecretaryError } from '../base/errors.js';

const libc = koffi.load('libc.so.6');
const tcgetattr = libc.func('int tcgetattr(int fd, _Out_ uint8_t *settings)');
const tcsetattr = libc.func('int tcsetattr(int fd, int when, const uint8_t *settings)');
const cfmakeraw = libc.func('void cfmakeraw(_Inout_ uint8_t *settings)');
const tcflush = libc.func('int tcflush(int fd, int queue)');
const flock = libc.func('int flock(int fd, int operation)');
const read = libc.func('long read(int fd, void *bytes, unsigned long count)');
const write = libc.func('long write(int fd, const void *bytes, unsigned long count)');

/** glibc's struct termios is 60 bytes; there is room to spare. */
const TERMIOS_BYTES = 128;
const TCSANOW = 0;
const TCIFLUSH = 0;
const LOCK_EXCLUSIVE_NOW = 2 | 4;

/** Bytes as they are: no echo, no line discipline, no waiting. Throws 'port-gone' when the descriptor is no terminal. */
export function makeRaw(fd: number): void {
  const settings = Buffer.alloc(TERMIOS_BYTES);
  must(tcgetattr(fd, settings), 'tcgetattr');
  cfmakeraw(settings);
  must(tcsetattr(fd, TCSANOW, settings), 'tcsetattr');
}

/** Throws away what came before anybody listened: the end of the last call (sim7600.md §4.9). */
export function flushInput(fd: number): void {
  must(tcflush(fd, TCIFLUSH), 'tcflush');
}

/** The lock that serialport takes too; false when somebody else holds it. It ends with the descriptor. */
export function lock(fd: number): boolean {
  return flock(fd, LOCK_EXCLUSIVE_NOW) === 0;
}

/** How many bytes came, 0 after a hang-up. 'empty' is the everyday answer of a non-blocking port, 'gone' any other. */
export function readNow(fd: number, into: Uint8Array): number | 'empty' | 'gone' {
  const count: number = read(fd, into, into.length);
  return count >= 0 ? count : isAgain() ? 'empty' : 'gone';
}

/** How many of these bytes found room; 'full': none. */
export function writeNow(fd: number, bytes: Uint8Array): number | 'full' | 'gone' {
  const count: number = write(fd, bytes, bytes.length);
  return count >= 0 ? count : isAgain() ? 'full' : 'gone';
}

const isAgain = (): boolean => koffi.errno() === constants.errno.EAGAIN;

function must(result: number, what: string): void {
  if (result !== 0) throw new SecretaryError('port-gone', `${what} failed with errno ${koffi.errno()}`);
}
