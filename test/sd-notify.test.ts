import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import koffi from 'koffi';
import t from 'tap';
import { sdNotify } from '../daemon/sd-notify.js';

const AF_UNIX = 1;
const SOCK_DGRAM_NONBLOCK = 2 | 0o4000;
const libc = koffi.load('libc.so.6');
const socket = libc.func('int socket(int domain, int type, int protocol)');
const bind = libc.func('int bind(int fd, const void *address, uint32_t length)');
const recv = libc.func('int64_t recv(int fd, _Out_ uint8_t *buffer, size_t length, int flags)');
const close = libc.func('int close(int fd)');

/** What systemd holds: a datagram socket with a name in the file system. */
function listen(file: string): { read: () => string | null; end: () => void } {
  const address = Buffer.alloc(110);
  address.writeUInt16LE(AF_UNIX, 0);
  address.write(file, 2);
  const fd = socket(AF_UNIX, SOCK_DGRAM_NONBLOCK, 0) as number;
  if (bind(fd, address, address.length) !== 0) throw new Error(`cannot bind ${file}`);
  const buffer = Buffer.alloc(4096);
  const read = () => {
    const bytes = Number(recv(fd, buffer, buffer.length, 0));
    return bytes < 0 ? null : buffer.toString('utf8', 0, bytes);
  };
  return { read, end: () => close(fd) };
}

t.test('each message reaches the socket that systemd named', async (test) => {
  // The name of a socket has at most 107 bytes: too few for the folder of a test.
  const folder = mkdtempSync(path.join(tmpdir(), 'notify-'));
  const file = path.join(folder, 'socket');
  const systemd = listen(file);
  process.env['NOTIFY_SOCKET'] = file;
  test.teardown(() => {
    delete process.env['NOTIFY_SOCKET'];
    systemd.end();
    rmSync(folder, { recursive: true });
  });
  const notify = sdNotify();
  notify.ready();
  test.equal(systemd.read(), 'READY=1');
  notify.alive();
  test.equal(systemd.read(), 'WATCHDOG=1');
  notify.status('2 calls\nSTOPPING=1');
  test.equal(systemd.read(), 'STATUS=2 calls STOPPING=1', 'a text cannot smuggle in another message');
  notify.stopping();
  test.equal(systemd.read(), 'STOPPING=1');
  test.equal(systemd.read(), null);
});

t.test('without systemd nothing happens', async (test) => {
  const notify = sdNotify({});
  test.doesNotThrow(() => {
    notify.ready();
    notify.alive();
    notify.status('x');
    notify.stopping();
  });
  test.equal(notify.aliveEveryMs, null);
});

t.test('the watchdog is fed at half of its time, and only by the process that is meant', async (test) => {
  test.equal(sdNotify({ WATCHDOG_USEC: '30000000' }).aliveEveryMs, 15_000);
  test.equal(sdNotify({ WATCHDOG_USEC: '30000000', WATCHDOG_PID: String(process.pid) }).aliveEveryMs, 15_000);
  test.equal(sdNotify({ WATCHDOG_USEC: '30000000', WATCHDOG_PID: '1' }).aliveEveryMs, null);
  for (const odd of ['0', '-1', 'soon', '']) test.equal(sdNotify({ WATCHDOG_USEC: odd }).aliveEveryMs, null, odd);
});
