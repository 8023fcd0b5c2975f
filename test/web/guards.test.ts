import t from 'tap';
import { appUnderTest, HOST } from './app-under-test.js';
import { id } from './fake-deps.js';

const page = await appUnderTest();
t.teardown(() => page.close());

t.test('answers only to names of this machine, with the port', async (t) => {
  for (const host of [HOST, 'localhost:8080', '[::1]:8080']) t.equal((await page.get('/', { host })).status, 200, host);
  for (const host of ['evil.example', 'evil.example:8080', '127.0.0.1', '127.0.0.1:9', '192.168.1.7:8080', '']) {
    for (const path of ['/', '/healthz', '/events/live', '/static/app.css', `/calls/${id(2)}/recording.wav`])
      t.equal((await page.get(path, { host })).status, 421, `${host} ${path}`);
  }
});

t.test('a change asked for by another site is refused and not done', async (t) => {
  const url = `/messages/${id(71)}/done`;
  const foreign: readonly Record<string, string>[] = [
    { origin: 'http://evil.example' },
    { origin: 'null' },
    { origin: '' },
    { origin: 'http://localhost:8080' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { 'sec-fetch-site': 'none' },
  ];
  for (const headers of foreign) t.equal((await page.post(url, {}, headers)).status, 403, JSON.stringify(headers));
  t.equal(page.box.tasks.find((task) => task.id === id(71))?.state, 'open');
  t.equal((await page.post(url)).status, 303);
  t.not(page.box.tasks.find((task) => task.id === id(71))?.state, 'open');
});

t.test('nothing changes by GET', async (t) => {
  const before = JSON.stringify(page.box.tasks);
  for (const path of [`/messages/${id(72)}/done`, `/messages/${id(71)}/open`, '/language?lang=ru'])
    t.equal((await page.get(path)).status, 404, path);
  t.equal(JSON.stringify(page.box.tasks), before);
});

t.test('every answer, errors included, carries the strict headers', async (t) => {
  for (const path of ['/', '/nope', '/static/app.css', '/healthz', '/events/status']) {
    const { headers, body } = await page.get(path);
    const policy = headers.get('content-security-policy') ?? '';
    t.match(
      policy,
      /default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; media-src 'self'/,
      path,
    );
    t.match(policy, /form-action 'self'; base-uri 'none'; frame-ancestors 'none'/, path);
    t.notMatch(policy, /unsafe|\*/);
    t.equal(headers.get('x-content-type-options'), 'nosniff');
    t.equal(headers.get('x-frame-options'), 'DENY');
    t.equal(headers.get('referrer-policy'), 'same-origin');
    await body?.cancel();
  }
});

t.test('a flood of data is refused', async (t) => {
  t.equal((await page.post('/language', { lang: 'x'.repeat(70_000) })).status, 413);
});
