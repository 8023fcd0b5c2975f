import koffi from 'koffi';
import { SecretaryError } from '../base/errors.js';

const libc = koffi.load('libc.so.6');
const tcgetattr = libc.func('int tcgetattr(int fd, _Out_ uint8_t *settings)');
const tcsetattr = libc.func('int tcsetattr(int fd, int when, const uint8_t *settings)');
const cfmakeraw = libc.func('void cfmakeraw(_Inout_ uint8_t *settings)');
const tcflush = libc.func('int tcflush(int fd, int queue)');
const flock = libc.func('int flock(int fd, int operation)');

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

function must(result: number, what: string): void {
  if (result !== 0) throw new SecretaryError('port-gone', `${what} failed with errno ${koffi.errno()}`);
}
