import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import t from 'tap';
import { unzip } from '../../daemon/models/zip.js';
import { zipOf } from './archive.js';

const signal = new AbortController().signal;
const long = Buffer.alloc(300_000, 'speech ');

function archiveIn(folder: string, bytes: Buffer): string {
  const file = path.join(folder, 'a.whl');
  writeFileSync(file, bytes);
  return file;
}

t.test('everything below a folder is unpacked with its folders, and nothing else', async (test) => {
  const folder = test.testdir({ out: {} });
  const archive = archiveIn(folder, zipOf({ 'm/am/final.mdl': long, 'm/conf/': '', 'm/conf/x': 'y', 'other/z': '' }));
  await unzip(archive, 'm/', path.join(folder, 'out'), signal);
  test.same(readFileSync(path.join(folder, 'out/am/final.mdl')), long);
  test.equal(readFileSync(path.join(folder, 'out/conf/x'), 'utf8'), 'y');
  test.notOk(existsSync(path.join(folder, 'out/z')));
});

t.test('one file is unpacked by its own name', async (test) => {
  const folder = test.testdir({ out: {} });
  await unzip(archiveIn(folder, zipOf({ 'deep/in/lib.so': long })), 'deep/in/lib.so', path.join(folder, 'out'), signal);
  test.same(readFileSync(path.join(folder, 'out/lib.so')), long);
});

for (const name of ['m/../../escaped', 'm//tmp/escaped-absolute', 'm/..\\escaped', 'm/..']) {
  t.test(`an archive that names ${JSON.stringify(name)} is refused, and nothing of it is written`, async (test) => {
    const folder = test.testdir({ out: {} });
    const archive = archiveIn(folder, zipOf({ 'm/good': 'x', [name]: 'evil' }));
    await test.rejects(unzip(archive, 'm/', path.join(folder, 'out'), signal), { code: 'refused' });
    test.notOk(existsSync(path.join(folder, 'out/good')));
    test.notOk(existsSync(path.join(folder, 'escaped')));
  });
}

t.test('an archive cut at any place is called damaged', async (test) => {
  const whole = zipOf({ 'm/a': long, 'm/b': 'short' });
  for (const bytes of [0, 10, Math.floor(whole.length / 2), whole.length - 23, whole.length - 1]) {
    const folder = test.testdir({ out: {} });
    const archive = archiveIn(folder, whole.subarray(0, bytes));
    await test.rejects(unzip(archive, 'm/', path.join(folder, 'out'), signal), { code: 'model-corrupt' });
  }
});

t.test('a flipped bit in the contents is noticed', async (test) => {
  const bytes = zipOf({ 'm/a': long });
  bytes[60] = (bytes[60] ?? 0) ^ 0x10;
  const folder = test.testdir({ out: {} });
  await test.rejects(unzip(archiveIn(folder, bytes), 'm/', path.join(folder, 'out'), signal), {
    code: 'model-corrupt',
  });
});

t.test('a bomb stops at the size that it announced', async (test) => {
  const bytes = zipOf({ 'm/a': Buffer.alloc(5_000_000) });
  const directoryAt = bytes.readUInt32LE(bytes.length - 6);
  bytes.writeUInt32LE(1000, directoryAt + 24);
  const folder = test.testdir({ out: {} });
  await test.rejects(unzip(archiveIn(folder, bytes), 'm/', path.join(folder, 'out'), signal), /longer than announced/);
  test.ok(readFileSync(path.join(folder, 'out/a')).length < 1_000_000);
});

t.test('an archive without the wanted path says which path', async (test) => {
  const folder = test.testdir({ out: {} });
  await test.rejects(unzip(archiveIn(folder, zipOf({ a: 'x' })), 'm/', path.join(folder, 'out'), signal), /hold m\//);
});
