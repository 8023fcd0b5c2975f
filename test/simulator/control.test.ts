import { mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t from 'tap';
import { SimulatorClient } from '../../daemon/simulator/client.js';
import { Simulator } from '../../daemon/simulator/simulator.js';
import { startRig, until } from './rig.js';

t.test('a bad line on the control socket gets an error answer, and the next one works', async (t) => {
  const { simulator } = await startRig(t);
  const socket = connect(simulator.ready.control);
  t.teardown(() => socket.destroy());
  let text = '';
  socket.on('data', (bytes) => (text += bytes.toString('utf8')));
  const lines = [
    'not json',
    '[]',
    'null',
    '{"id":1}',
    '{"id":2,"op":"nothing"}',
    '{"id":3,"op":"dial","from":7}',
    '{"id":4,"op":"dial","from":"two\\nlines"}',
    '{"id":5,"op":"key","key":"12"}',
    '{"id":6,"op":"speak","pcm":"***"}',
    '{"id":7,"op":"speak","pcm":"AAAA"}',
    '{"id":8,"op":"hang-up"}',
    '{"id":9,"op":"fault","name":"__proto__"}',
    '\u0000\u0000',
    '{"id":10,"op":"status"}',
  ];
  socket.write(`${lines.join('\n')}\n`);
  const answers = await until(() => {
    const complete = text.split('\n').slice(0, -1);
    return complete.length === lines.length
      ? complete.map((line) => JSON.parse(line) as Record<string, unknown>)
      : undefined;
  }, 'an answer to each line');
  for (const answer of answers.slice(0, -1)) {
    t.equal(answer['ok'], false);
    t.type(answer['error'], 'string');
  }
  t.same(
    answers.map(({ id }) => id),
    [0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 10],
  );
  t.equal(answers.at(-1)?.['ok'], true);
});

t.test('a line that is far too long is refused without being kept', async (t) => {
  const { simulator } = await startRig(t);
  const socket = connect(simulator.ready.control);
  t.teardown(() => socket.destroy());
  let text = '';
  socket.on('data', (bytes) => (text += bytes.toString('utf8')));
  socket.write('x'.repeat(5 * 1024 * 1024));
  socket.write('\n{"id":1,"op":"faults"}\n');
  const answers = await until(() => (text.split('\n').length === 3 ? text.split('\n') : undefined), 'two answers');
  t.match(answers[0], /one JSON object a line/);
  t.match(JSON.parse(answers[1] ?? ''), { id: 1, ok: true, result: { unplug: String } });
});

t.test('a second simulator in the same directory is refused', async (t) => {
  const { simulator } = await startRig(t);
  await t.rejects(new Simulator(simulator.options).start(), { code: 'busy' });
});

t.test('what a killed simulator left behind is replaced', async (t) => {
  const dir = mkdtempSync(join(tmpdir(), 'simulator-'));
  writeFileSync(join(dir, 'control'), '');
  symlinkSync('/dev/pts/99999', join(dir, 'at'));
  const simulator = new Simulator({ dir, profile: 'good', seed: 1, scale: 50 });
  await simulator.start();
  const client = await SimulatorClient.connect(simulator.ready.control);
  t.match(await client.request({ op: 'status' }), { plugged: true, registration: 'home', calls: [] });
  client.close();
  await simulator.stop();
  t.same(readdirSync(dir), [], 'and a simulator that ends leaves nothing');
  rmSync(dir, { recursive: true });
});
