import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import t, { type Test } from 'tap';
import { redirectLog } from '../../daemon/base/log.js';
import type { EngineStatus } from '../../daemon/engines/engine.js';
import { Supervisor } from '../../daemon/engines/supervisor.js';
import type { EchoWire } from '../fakes/echo-child.js';

t.before(() => redirectLog(() => undefined));

function echo(test: Test, start: EchoWire['options']['start'] = 'well', files: readonly string[] = []) {
  const engine = new Supervisor<EchoWire>({
    kind: 'tts',
    name: 'echo',
    modelId: 'echo-model',
    file: new URL('../fakes/echo-child.js', import.meta.url),
    options: { start },
    files,
    pulseMs: 1000,
    heapMb: 64,
    env: {},
  });
  test.teardown(() => engine.stop());
  return engine;
}

const until = (engine: Supervisor<EchoWire>, state: EngineStatus['state']) =>
  engine.statusChanges.next((status) => status.state === state, AbortSignal.timeout(20_000));

t.test('an engine that is ready says how long it took, what it weighs and which process it is', async (t) => {
  const engine = echo(t);
  t.equal(engine.status.state, 'stopped');
  await engine.start();
  t.match(engine.status, { state: 'ready', detail: { en: '' }, model: 'echo-model', restarts: 0, pid: Number });
  t.ok((engine.status.memoryBytes ?? 0) > 1e7);
  t.ok((engine.status.loadMs ?? -1) > 0);
  t.ok((await engine.measure(AbortSignal.timeout(5000))).cpuMs > 0);
  await engine.stop();
  t.match(engine.status, { state: 'stopped', pid: null, memoryBytes: null });
});

t.test('typed arrays, pieces, failures and notes cross the channel unchanged', async (t) => {
  const engine = echo(t);
  await engine.start();
  const noted: number[] = [];
  engine.events.subscribe('test', (event) => noted.push(event.noted));
  const pieces: number[] = [];
  t.same(await engine.request('echo', Int16Array.of(1, -2, 32767)), Int16Array.of(1, -2, 32767));
  t.equal(await engine.request('count', 4, { onPiece: (piece) => pieces.push(piece) }), 4);
  t.same(pieces, [1, 2, 3, 4]);
  await t.rejects(engine.request('fail', null), { code: 'bad-input', message: 'not like this', retryable: false });
  t.ok(engine.tell('note', new Int16Array(7)));
  t.equal(await engine.request('told', null), 7, 'notes arrive before a question asked later');
  t.same(noted, [7]);
});

t.test('an abort reaches the engine, also one that was there before the request', async (t) => {
  const engine = echo(t);
  await engine.start();
  const controller = new AbortController();
  const answer = engine.request('wait', null, { signal: controller.signal });
  controller.abort();
  t.equal(await answer, 'aborted');
  t.equal(await engine.request('wait', null, { signal: AbortSignal.abort() }), 'aborted');
});

t.test('a missing file is told with the command that brings it, and start tries anew', async (t) => {
  const model = join(t.testdir(), 'model.bin');
  const engine = echo(t, 'well', [model]);
  await engine.start();
  t.match(engine.status, { state: 'missing', restarts: 0, pid: null });
  t.match(engine.status.detail.en, /model\.bin is not there; .*secretary models fetch echo-model/);
  await t.rejects(engine.request('told', null), { code: 'model-missing', retryable: false });
  writeFileSync(model, '');
  await engine.start();
  t.equal(engine.status.state, 'ready');
});

t.test('an engine that returns blanks is refused with a plain sentence', async (t) => {
  const engine = echo(t, 'blank');
  await engine.start();
  t.match(engine.status, { state: 'missing', detail: { en: 'the engine says nothing' }, pid: null });
});

t.test('a crash at start is tried again with growing pauses, and stop ends the trying', async (t) => {
  const engine = echo(t, 'crash');
  await engine.start();
  t.equal(engine.status.state, 'restarting');
  t.match(engine.status.detail.en, /process ended/);
  await until(engine, 'restarting');
  t.ok(engine.status.restarts >= 2);
  await engine.stop();
  const { restarts } = engine.status;
  await wait(1000);
  t.equal(engine.status.restarts, restarts);
});

t.test('a crash rejects what was asked, and the next engine answers', async (t) => {
  const engine = echo(t);
  await engine.start();
  const { pid } = engine.status;
  const ready = until(engine, 'ready');
  const lost = engine.request('wait', null);
  engine.tell('crash', null);
  await t.rejects(lost, { code: 'engine-failed', retryable: true });
  await t.rejects(engine.request('told', null), { code: 'engine-failed', retryable: true });
  t.notOk(engine.tell('note', new Int16Array(1)), 'who talks to nobody is told so');
  await ready;
  t.not(engine.status.pid, pid);
  t.equal(engine.status.restarts, 1);
  t.equal(await engine.request('told', null), 0);
});

t.test('an engine that hangs in a request is killed and replaced', async (t) => {
  const engine = echo(t);
  await engine.start();
  const ready = until(engine, 'ready');
  process.kill(engine.status.pid ?? 0, 'SIGSTOP');
  await t.rejects(engine.request('told', null), { code: 'engine-failed', retryable: true });
  await ready;
  t.equal(await engine.request('told', null), 0);
});

t.test('a stopped engine takes a bounded number of messages, and stop does not wait for it', async (t) => {
  const engine = echo(t);
  await engine.start();
  process.kill(engine.status.pid ?? 0, 'SIGSTOP');
  const frame = new Int16Array(480);
  let taken = 0;
  while (taken < 5000 && engine.tell('note', frame)) taken++;
  t.ok(taken < 5000, `${taken} messages taken`);
  await engine.stop();
  t.equal(engine.status.state, 'stopped');
});
