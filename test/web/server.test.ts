import { request } from 'node:http';
import t from 'tap';
import { startWeb, type Web } from '../../web/server.js';
import { fakeBox, id } from './fake-deps.js';

const box = await fakeBox();
t.teardown(() => box.remove());

const start = async (t: { teardown(undo: () => Promise<void>): void }, host = '127.0.0.1'): Promise<Web> => {
  const web = await startWeb({ host, port: 0 }, box.deps);
  t.teardown(() => web.stop());
  return web;
};

t.test('refuses to listen where others could reach it', async (t) => {
  for (const host of ['0.0.0.0', '::', '192.168.1.2', '', 'secretary.local'])
    await t.rejects(startWeb({ host, port: 0 }, box.deps), { code: 'refused', message: /no sign-in yet/ }, host);
});

t.test('a port that is taken is named', async (t) => {
  const { url } = await start(t);
  const port = Number(new URL(url).port);
  await t.rejects(startWeb({ host: '127.0.0.1', port }, box.deps), {
    code: 'busy',
    message: new RegExp(`port ${port} is taken`),
  });
});

t.test("serves under its real port, and nobody else's name", async (t) => {
  const { url } = await start(t);
  t.equal((await fetch(`${url}/healthz`)).status, 200);
  t.equal((await fetch(url.replace('127.0.0.1', 'localhost') + '/healthz')).status, 200);
  const status = await new Promise((resolve) =>
    request(url, { headers: { host: 'evil.example' } }, (r) => resolve(r.resume().statusCode)).end(),
  );
  t.equal(status, 421);
});

t.test('a recording arrives whole over a socket, and in part', async (t) => {
  const { url } = await start(t);
  const whole = await (await fetch(`${url}/calls/${id(2)}/recording.wav`)).arrayBuffer();
  t.equal(whole.byteLength, 640_044);
  const part = await fetch(`${url}/calls/${id(2)}/recording.wav`, { headers: { range: 'bytes=640000-' } });
  t.equal(part.status, 206);
  t.equal((await part.arrayBuffer()).byteLength, 44);
});

t.test('stopping ends the open streams; a client that left is forgotten', async (t) => {
  const web = await startWeb({ host: '127.0.0.1', port: 0 }, box.deps);
  const left = new AbortController();
  await (await fetch(`${web.url}/events/live`, { signal: left.signal })).body?.getReader().read();
  const reader = (await fetch(`${web.url}/events/live`)).body!.getReader();
  await reader.read();
  left.abort();
  t.equal(box.live.listenerCount, 1, 'the page listens once, however many look');
  const end = (async () => {
    while (!(await reader.read()).done);
  })();
  await web.stop();
  await end.catch(() => undefined);
  t.equal(box.live.listenerCount, 0);
  await t.rejects(fetch(web.url));
});
