import { open, rm } from 'node:fs/promises';
import t from 'tap';
import { parseRange } from '../../web/recording.js';
import { appUnderTest } from './app-under-test.js';
import { id } from './fake-deps.js';

const SIZE = 44 + 20 * 8000 * 4;
const page = await appUnderTest();
const url = `/calls/${id(2)}/recording.wav`;
t.teardown(() => page.close());

t.test('reads the ranges that players send', async (t) => {
  const cases: readonly (readonly [string | undefined, unknown])[] = [
    ['bytes=0-', { first: 0, last: 99 }],
    ['bytes=10-19', { first: 10, last: 19 }],
    ['bytes=90-500', { first: 90, last: 99 }],
    ['bytes=-10', { first: 90, last: 99 }],
    ['bytes=-500', { first: 0, last: 99 }],
    ['bytes=100-', 'unsatisfiable'],
    ['bytes=-0', 'unsatisfiable'],
    ['bytes=20-10', null],
    ['bytes=-', null],
    ['bytes=0-1,5-6', null],
    ['bytes=99999999999999999999-', null],
    ['lines=1-2', null],
    ['', null],
    [undefined, null],
  ];
  for (const [header, expected] of cases) t.same(parseRange(header, 100), expected, String(header));
  t.equal(parseRange('bytes=0-', 0), 'unsatisfiable', 'an empty file has no first byte');
});

t.test('the whole, a part, and what lies behind the end', async (t) => {
  const whole = await page.get(url);
  t.equal(whole.status, 200);
  t.equal(whole.headers.get('accept-ranges'), 'bytes');
  t.equal(whole.headers.get('content-type'), 'audio/wav');
  t.equal(whole.headers.get('cache-control'), 'no-store');
  t.equal((await whole.arrayBuffer()).byteLength, SIZE);

  const part = await page.get(url, { range: 'bytes=0-3' });
  t.equal(part.status, 206);
  t.equal(part.headers.get('content-range'), `bytes 0-3/${SIZE}`);
  t.equal(await part.text(), 'RIFF');

  const behind = await page.get(url, { range: `bytes=${SIZE}-` });
  t.equal(behind.status, 416);
  t.equal(behind.headers.get('content-range'), `bytes */${SIZE}`);
});

t.test('HEAD tells the length, ?download names a file, JSON is the record', async (t) => {
  const head = await page.app.request(url, { method: 'HEAD', headers: { host: '127.0.0.1:8080' } });
  t.equal(head.headers.get('content-length'), String(SIZE));
  t.equal(head.body, null);
  const download = await page.get(`${url}?download`);
  t.equal(download.headers.get('content-disposition'), `attachment; filename="call-${id(2)}.wav"`);
  await download.body?.cancel();
  const json = await page.get(`/calls/${id(2)}/record.json`);
  t.match(json.headers.get('content-disposition'), /^attachment/);
  t.same(await json.json(), page.box.stored.get(id(2))?.record);
});

t.test('an address that is no call opens no file', async (t) => {
  for (const call of ['..%2F..%2Fetc%2Fpasswd', '%00', id(99), 'x'.repeat(5000)])
    t.equal((await page.get(`/calls/${call}/recording.wav`)).status, 404, call.slice(0, 30));
});

t.test('a recording that is gone is said to be gone, an empty one plays nothing', async (t) => {
  await (await open(page.box.recording, 'w')).close();
  t.equal((await (await page.get(url)).arrayBuffer()).byteLength, 0);
  await rm(page.box.recording);
  t.equal((await page.get(url)).status, 404);
  const call = await page.text(`/calls/${id(2)}`);
  t.match(call, 'The recording is no longer on this box.');
  t.notMatch(call, /<audio|data-seek|recording\.wav/);
});
