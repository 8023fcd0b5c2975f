import { rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { test } from 'tap';
import { openSerialPort } from '../../daemon/modem/port.js';
import { Pty } from '../fakes/pty.js';

interface Opened {
  readonly pty: Pty;
  readonly received: string[];
  readonly gone: string[];
}

async function until(holds: () => boolean): Promise<void> {
  for (let tries = 0; tries < 500 && !holds(); tries++) await pause(10);
}

async function echoing(path = (pty: Pty) => pty.path) {
  const received: string[] = [];
  const gone: string[] = [];
  const pty = new Pty((bytes) => pty.write(`\r\n${bytes.toString('latin1').trim()}\r\n`));
  const port = await openSerialPort(path(pty), {
    data: (chunk) => void received.push(Buffer.from(chunk).toString('latin1')),
    gone: (reason) => void gone.push(reason),
  });
  return { port, pty, received, gone } satisfies Opened & { port: unknown };
}

test('bytes cross a real serial port both ways, by its symbolic link', async (t) => {
  const link = join(tmpdir(), `secretary-at-${process.pid}`);
  t.teardown(() => rmSync(link, { force: true }));
  const { port, pty, received } = await echoing((made) => {
    symlinkSync(made.path, link);
    return link;
  });
  port.write('AT\r');
  await until(() => received.join('').includes('AT\r\n'));
  t.equal(received.join(''), '\r\nAT\r\n');
  await port.close();
  pty.unplug();
});

test('an unplug is noticed although nothing is written, once', async (t) => {
  for (let time = 0; time < 10; time++) {
    const { pty, gone, port } = await echoing();
    pty.unplug();
    await until(() => gone.length > 0);
    await pause(20);
    t.equal(gone.length, 1);
    port.write('AT\r');
    await port.close();
  }
});

test('a port that is closed on purpose is not gone', async (t) => {
  const { pty, gone, port } = await echoing();
  await port.close();
  await pause(20);
  t.same(gone, []);
  pty.unplug();
});

test('a port that is held, or not there, is refused with the reason', async (t) => {
  const { pty, port } = await echoing();
  const handlers = { data: () => undefined, gone: () => undefined };
  await t.rejects(openSerialPort(pty.path, handlers), { code: 'port-gone', message: /is used by another program/ });
  await port.close();
  pty.unplug();
  await t.rejects(openSerialPort('/nowhere/ttyUSB2', handlers), { code: 'port-gone', message: /No such file/ });
});
