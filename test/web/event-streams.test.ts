import t from 'tap';
import { installClock } from '../../daemon/base/time.js';
import { Topic } from '../../daemon/base/topic.js';
import { VirtualClock } from '../../daemon/base/virtual-clock.js';
import { EventStreams, type Region } from '../../web/event-streams.js';
import { appUnderTest } from './app-under-test.js';
import { id, READY, TURNS } from './fake-deps.js';

type Reader = ReadableStreamDefaultReader<Uint8Array>;

async function read(reader: Reader): Promise<string> {
  const { value } = await reader.read();
  return value === undefined ? '(end)' : new TextDecoder().decode(value);
}

/** Streams of one region that shows a number. */
function counter(t: { teardown(undo: () => void): void }) {
  const changes = new Topic<void>('changes');
  const streams = new EventStreams(changes);
  t.teardown(() => streams.closeAll());
  const state = { shown: 0, rendered: 0 };
  const regions = (): readonly Region[] => [
    { id: 'n', state: state.shown, view: () => (state.rendered++, `is ${state.shown}`) },
    { id: 'still', state: 'same', view: () => 'still' },
  ];
  const show = (n: number) => {
    state.shown = n;
    changes.publish();
  };
  return { streams, state, show, changes, open: () => streams.open(regions)?.getReader() };
}

t.test('all regions come first, then only those that changed', async (t) => {
  const { show, open } = counter(t);
  const reader = open()!;
  const first = await read(reader);
  t.match(first, 'is 0');
  t.match(first, 'hx-target="#still"');
  const next = read(reader);
  show(1);
  t.equal(await next, 'data: <hx-partial hx-target="#n" hx-swap="innerMorph">is 1</hx-partial>\n\n');
});

t.test('a slow client gets the present state, not a queue of the past', async (t) => {
  const { state, show, open } = counter(t);
  const reader = open()!;
  await read(reader);
  for (let n = 1; n <= 10_000; n++) show(n);
  t.equal(state.rendered, 1, 'nothing is made for who does not read');
  t.match(await read(reader), 'is 10000');
  t.equal(state.rendered, 2);
});

t.test('a change that shows nothing new wakes nobody, and a beat shows that the line is alive', async (t) => {
  const clock = new VirtualClock();
  t.teardown(installClock(clock));
  const { changes, open } = counter(t);
  const reader = open()!;
  await read(reader);
  const next = read(reader);
  changes.publish();
  await clock.advance(15_000);
  t.equal(await next, ': still here\n\n');
});

t.test('twenty clients at most; who leaves makes room', async (t) => {
  const { streams, changes, open } = counter(t);
  const readers = Array.from({ length: 20 }, () => open()!);
  t.equal(open(), undefined);
  await readers[0]!.cancel();
  t.equal(streams.size, 19);
  t.equal(changes.listenerCount, 19);
  t.ok(open());
  streams.closeAll();
  t.equal(await read(readers[5]!), '(end)');
  t.equal(streams.size, 0);
  t.equal(changes.listenerCount, 0);
});

t.test('a view that throws ends its own stream only', async (t) => {
  const { streams } = counter(t);
  const reader = streams
    .open(() => {
      throw new Error('no such thing');
    })!
    .getReader();
  t.equal(await read(reader), '(end)');
  t.equal(streams.size, 0);
});

t.test('the page of a call: who comes late sees all of it, and each word as it falls', async (t) => {
  const page = await appUnderTest();
  t.teardown(() => page.close());
  const call = { callId: id(9), at: 1000 };
  page.box.live.publish({ ...call, type: 'ringing', from: '+447700900123' });
  page.box.live.publish({ ...call, type: 'connected' });
  page.box.live.publish({ ...call, type: 'turn', index: 0, turn: TURNS[0]! });
  const response = await page.get('/events/live');
  t.equal(response.headers.get('content-type'), 'text/event-stream');
  const reader = response.body!.getReader();
  const first = await read(reader);
  t.match(first, '+44\u00a07700\u00a0900123');
  t.match(first, 'the automatic assistant');
  const next = read(reader);
  page.box.live.publish({ ...call, type: 'heard-partial', text: 'when\n\ndata: <hx-partial>\rare' });
  const words = await next;
  t.match(words, 'hx-target="#live-now"');
  t.notMatch(words, 'hx-target="#live-turns"', 'a partial word does not send the transcript again');
  t.match(words, 'data: data: &lt;hx-partial&gt;', 'a line of a transcript cannot pass for one of the stream');
});

t.test('the status page hears of the line', async (t) => {
  const page = await appUnderTest();
  t.teardown(() => page.close());
  const reader = (await page.get('/events/status?lang=ru')).body!.getReader();
  t.match(await read(reader), 'Готов: ждёт звонка');
  const next = read(reader);
  page.box.line = { ...READY, state: 'lost', detail: { en: 'The modem is gone.', ru: 'Модем пропал.' } };
  page.box.live.publish({ type: 'line', at: 1, status: page.box.line });
  t.match(await next, 'Модем пропал.');
});
