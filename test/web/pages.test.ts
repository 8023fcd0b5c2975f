import { inBoth } from '../../daemon/base/language.js';
import t from 'tap';
import { appUnderTest } from './app-under-test.js';
import { ANSWERED, engine, id, READY, SOME_CALLS, storedCall, turn } from './fake-deps.js';

const page = await appUnderTest();
const { box } = page;
t.teardown(() => page.close());

const RLO = '\u202e';
const HOSTILE = `<script>alert(1)</script>"'><img src=x onerror=alert(1)> ${RLO}txt.exe </bdi></hx-partial>`;

t.test('the status says in plain words whether a call would be answered', async (t) => {
  t.match(await page.text('/'), 'Ready: waiting for a call');
  box.engines = [
    engine('stt'),
    engine('llm', { state: 'missing', detail: inBoth('Run "secretary models fetch".') }),
    engine('tts'),
  ];
  const limited = await page.text('/');
  t.match(limited, 'Answering, but not with everything');
  t.match(limited, 'Run &quot;secretary models fetch&quot;.');
  box.line = {
    ...READY,
    state: 'absent',
    detail: { en: 'No modem is plugged in.', ru: 'Модем не подключён.' },
    operator: null,
    technology: null,
    signalDbm: null,
    model: null,
    firmware: null,
  };
  t.match(await page.text('/'), 'No modem is plugged in.');
  t.match(await page.text('/?lang=ru'), 'Модем не подключён.');
  box.line = { ...READY, state: 'searching' };
  t.match(await page.text('/'), 'Getting ready');
});

t.test('the status says when the disk does not keep what is said', async (t) => {
  t.notMatch(await page.text('/'), 'Calls are not kept');
  box.store = { state: 'failing', detail: { en: 'the disk is full', ru: 'диск заполнен' } };
  t.match(await page.text('/'), 'Calls are not kept: the disk is full');
  t.match(await page.text('/?lang=ru'), 'Звонки не сохраняются: диск заполнен');
  box.store = { state: 'filling', detail: { en: 'the disk is 81 % full', ru: 'диск заполнен на 81 %' } };
  t.match(await page.text('/'), 'Little room is left: the disk is 81 % full');
  t.notMatch(await page.text('/'), 'Calls are not kept');
  box.store = { state: 'well', detail: inBoth('') };
});

t.test('what was done to the modem is told in the words of the reader, and nothing where nothing was', async (t) => {
  t.notMatch(await page.text('/'), 'Done to mend it');
  box.healing = [
    { at: Date.UTC(2026, 10, 21, 9, 0), words: { en: 'no network: restarted', ru: 'нет сети: перезапущен' } },
  ];
  t.match(await page.text('/'), /Done to mend it.*21 November 2026 at 09:00.*no network: restarted/s);
  t.match(await page.text('/?lang=ru'), 'нет сети: перезапущен');
  box.healing = [];
});

t.test('probes tell machines the same', async (t) => {
  box.line = READY;
  box.engines = [engine('stt'), engine('llm'), engine('tts')];
  t.equal((await page.get('/healthz')).status, 200);
  t.same(await (await page.get('/readyz')).json(), {
    readiness: 'ready',
    line: 'ready',
    engines: { stt: 'ready', llm: 'ready', tts: 'ready' },
  });
  box.engines = [engine('stt', { state: 'restarting' })];
  const limited = await page.get('/readyz');
  t.equal(limited.status, 503);
  t.match(await limited.json(), { readiness: 'limited' });
  t.equal((await page.get('/healthz')).status, 200, 'a box that cannot answer is alive all the same');
  box.engines = [engine('stt'), engine('llm'), engine('tts')];
});

t.test('calls are listed by day, searched, and paged', async (t) => {
  const list = await page.text('/calls');
  t.match(list, 'John Smith');
  t.match(list, 'Number withheld');
  t.match(list, 'href="/live"', 'a call going on leads to its live page');
  const found = await page.text('/calls?q=broken+chain');
  t.match(found, '<mark>broken</mark> <mark>chain</mark>');
  t.notMatch(found, 'solar');
  t.match(await page.text('/calls?q=zebra'), 'Nothing found');

  box.calls = Array.from({ length: 60 }, (_, n) => ({
    ...SOME_CALLS[2]!,
    id: id(100 + n),
    summary: `Call number ${n}.`,
  }));
  const pages: string[] = [];
  for (let url: string | undefined = '/calls'; url !== undefined; ) {
    const text: string = await page.text(url);
    pages.push(text);
    url = /rel="next" href="([^"]+)"/.exec(text)?.[1]?.replaceAll('&amp;', '&');
  }
  t.equal(pages.length, 3);
  const shown = pages.flatMap((text) => Array.from(text.matchAll(/Call number (\d+)\./g), ([, n]) => Number(n)));
  t.same(
    shown,
    Array.from({ length: 60 }, (_, n) => n),
    'each once, in order',
  );
  t.notMatch(pages[0], 'Newest calls');
  t.match(pages[2], 'Newest calls');
});

t.test('searches that are no words do no harm', async (t) => {
  for (const search of ['(', '[a-', '\\', '*', '.*'.repeat(300), '"><b>', '   ', RLO, '\0'])
    t.equal((await page.get(`/calls?q=${encodeURIComponent(search)}&before=../x`)).status, 200, search.slice(0, 10));
});

t.test('an empty box says what to do', async (t) => {
  [box.calls, box.tasks] = [[], []];
  t.match(await page.text('/'), 'No calls yet');
  t.match(await page.text('/calls'), 'Ring the number of the SIM card');
  t.match(await page.text('/messages'), 'No open messages');
  t.match(await page.text('/live?lang=ru'), 'На линии никого нет');
});

t.test('a call shows its turns, stages, source and what a barge-in cut off', async (t) => {
  const call = await page.text(`/calls/${id(2)}`);
  t.match(call, '1,410 ms');
  t.match(call, '<title>answer 790 ms</title>');
  t.match(call, /<rect class="llmMs" x="420" width="790"/);
  t.match(call, 'data-seek="6.10"');
  t.match(call, `href="/calls/${id(2)}/recording.wav#t=6.10"`);
  t.match(call, /class="unheard"[^>]*><bdi> and somebody will call you back/);
  t.match(call, 'Left this box');
  t.match(await page.text(`/calls/${id(2)}?lang=ru`), 'Языковая модель');
  t.equal((await page.get(`/calls/${id(3)}`)).status, 404);
});

t.test('what a caller says or is called is text, wherever it is shown', async (t) => {
  box.calls = [{ ...SOME_CALLS[1]!, name: HOSTILE, summary: HOSTILE }];
  box.tasks = [
    {
      id: id(73),
      callId: null,
      createdAt: 0,
      name: HOSTILE,
      number: HOSTILE,
      kind: 'message',
      reason: HOSTILE,
      state: 'open',
    },
  ];
  const said = turn({ heard: HOSTILE, said: HOSTILE, heardStartMs: 0, saidStartMs: 1, evidence: [HOSTILE] });
  const stored = storedCall(box.recording, [said]);
  const outcome = { ...ANSWERED, summary: HOSTILE, name: HOSTILE, number: HOSTILE, reason: HOSTILE };
  box.stored.set(id(2), {
    ...stored,
    record: { ...stored.record, call: { ...stored.record.call, from: HOSTILE, endReason: HOSTILE }, outcome },
  });
  box.live.publish({ type: 'ringing', callId: id(9), at: 0, from: HOSTILE });
  box.live.publish({ type: 'turn', callId: id(9), at: 0, index: 0, turn: said });
  box.live.publish({ type: 'heard-partial', callId: id(9), at: 0, text: HOSTILE });
  for (const path of [
    '/',
    '/calls',
    `/calls?q=${encodeURIComponent(HOSTILE)}`,
    `/calls/${id(2)}`,
    '/messages',
    '/live',
  ]) {
    const text = await page.text(path);
    t.match(text, '&lt;script&gt;alert(1)', path);
    t.notMatch(text, /<script>|<img src=x|<\/hx-partial>/, path);
    // Direction overrides stay inside an element of their own, so that they turn nothing around them.
    for (const [, around] of text.matchAll(/<(\w+)[^<>]*>[^<>]*\u202e/g))
      t.ok(['bdi', 'mark', 'code'].includes(around!), `${path}: in ${around}`);
  }
});

t.test('a turn of ten thousand characters and a call without turns are shown', async (t) => {
  const novel = 'ы'.repeat(10_000);
  box.stored.set(id(2), storedCall(box.recording, [turn({ heard: novel, heardStartMs: 0 })]));
  t.match(await page.text(`/calls/${id(2)}`), novel);
  box.calls = [{ ...SOME_CALLS[1]!, name: novel, summary: novel }];
  const list = await page.text('/calls');
  t.notMatch(list, 'ы'.repeat(300), 'a list shows the beginning');
  box.stored.set(id(2), storedCall(box.recording, []));
  t.match(await page.text(`/calls/${id(2)}`), 'Nothing was said in this call.');
});

t.test('a message is marked as done and brought back', async (t) => {
  box.tasks = [
    {
      id: id(74),
      callId: null,
      createdAt: 0,
      name: null,
      number: null,
      kind: 'message',
      reason: 'Call me.',
      state: 'open',
    },
  ];
  const done = await page.post(`/messages/${id(74)}/done`, {}, { 'hx-request': 'true' });
  const changed = await done.text();
  t.match(changed, 'Marked as done.');
  t.match(changed, `action="/messages/${id(74)}/open"`);
  t.match(await page.text('/messages?show=done'), 'Call me.');
  t.notMatch(await page.text('/messages'), 'Call me.');
  const back = await page.post(`/messages/${id(74)}/open`);
  t.equal(back.headers.get('location'), '/messages');
  t.match(await page.text('/messages'), 'Call me.');
  t.equal((await page.post(`/messages/${id(75)}/done`)).status, 404);
  t.equal((await page.post('/messages/nonsense/done')).status, 404);
});

t.test('an unknown address and a failing store get a page, not a stack', async (t) => {
  const missing = await page.get('/nope/<script>');
  t.equal(missing.status, 404);
  t.match(await missing.text(), 'There is no such page');
  box.failure = new Error('SQLITE_IOERR at secret path');
  const failed = await page.get('/calls');
  t.equal(failed.status, 500);
  const text = await failed.text();
  t.match(text, 'Something went wrong');
  t.notMatch(text, 'SQLITE');
  box.failure = null;
});

t.test('static files are kept by the browser until they change', async (t) => {
  const url = /\/static\/app\.css\?v=[\w-]+/.exec(await page.text('/'))?.[0] ?? '';
  const css = await page.get(url);
  t.match(css.headers.get('content-type'), 'text/css');
  t.match(css.headers.get('cache-control'), 'immutable');
  const etag = css.headers.get('etag') ?? '';
  t.equal((await page.get(url, { 'if-none-match': etag })).status, 304);
  t.match((await page.get('/static/app.css')).headers.get('cache-control'), 'no-cache');
  for (const name of ['../app.tsx', '..%2Fserver.ts', 'app.ts', '__proto__', 'constructor'])
    t.equal((await page.get(`/static/${name}`)).status, 404, name);
});
