import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t from 'tap';
import { ADDRESS, Box, heardTurns } from './box.js';
import { withoutBox } from './caller-voice.js';

t.setTimeout(120_000);

const without = withoutBox || (process.getuid?.() === 0 ? false : 'a disk of its own can only be mounted by root');
const MEGABYTE = 1024 * 1024;

t.test('a disk that fills up, and one that becomes read-only', { skip: without }, async (t) => {
  const data = mkdtempSync(join(tmpdir(), 'disk-'));
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', data]);
  t.teardown(() => {
    execFileSync('umount', ['--lazy', data]);
    rmSync(data, { recursive: true, force: true });
  });
  const box = await Box.start(t, { data });
  await box.enginesReady();
  const ballast = join(data, 'ballast');
  /** All that is left but a few hundred bytes. */
  const fill = () => {
    for (let size = MEGABYTE; size >= 512; size /= 2)
      while (statfsSync(data).bavail * statfsSync(data).bsize >= size)
        try {
          writeFileSync(ballast, Buffer.alloc(size), { flag: 'a' });
        } catch {
          break;
        }
  };

  let interrupted = '';
  await t.test('full in the middle of a call: the call goes on, and the state says so', async (t) => {
    const failing = box.next('store', ({ status }) => status.state === 'failing');
    const ended = box.next('ended');
    // Its record cannot be read while the disk takes nothing.
    await box.ask(...ADDRESS, { greeted: async () => fill() }).catch(() => undefined);
    t.match((await failing).status.detail.en, /full/);
    t.match(await ended, { endReason: 'remote', outcome: { kind: 'answered' } });
    interrupted = (await ended).callId;
    t.match(await box.status(), { store: { state: 'failing', detail: { en: /full/ } } });
  });

  await t.test('with room again, what is said is kept again', async (t) => {
    rmSync(ballast);
    t.match(heardTurns(await box.ask(...ADDRESS)).at(-1), { path: 'faq', evidence: ['address'] });
    t.match(await box.status(), { store: { state: 'well', detail: { en: '' } } });
    t.match(await box.record(interrupted), { call: { endReason: 'remote' }, outcome: { kind: 'answered' } });
  });

  await t.test('read-only at the start: calls are answered all the same', async (t) => {
    await box.stopDaemon('SIGTERM');
    execFileSync('mount', ['-o', 'remount,ro', data]);
    await box.startDaemon();
    await box.until(({ line }) => line.state === 'ready', 'line ready');
    t.match(await box.status(), { store: { state: 'failing', detail: { en: /memory only/ } } });
    t.match(heardTurns(await box.ask(...ADDRESS)).at(-1), { path: 'faq', evidence: ['address'] });
  });
});
