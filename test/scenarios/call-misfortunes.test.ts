import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createConnection } from 'node:net';
import { join } from 'node:path';
import t from 'tap';
import { resample } from '../../daemon/base/resample.js';
import { encodeWav } from '../../daemon/base/wav.js';
import type { CallRecord } from '../../daemon/store/record.js';
import { time } from '../../daemon/base/time.js';
import { ADDRESS, Box, heardTurns, secretary, step } from './box.js';
import { callerSays, withoutBox } from './caller-voice.js';
import { silenceAfterMs } from './silence.js';

t.setTimeout(170_000);

const NOISE = ['garbage', 'nuls', 'split', 'spurious-error', 'no-final', 'begin-twice', 'doubled-cr', 'dtmf-storm'];
const wavOf = (text: string, sampleRateHz: number) =>
  encodeWav(resample({ samples: callerSays(text), sampleRateHz: 8000 }, sampleRateHz));
const HANG_UP = { op: 'hang-up' } as const;

t.test('a box that is called in unlucky ways', { skip: withoutBox }, async (t) => {
  const box = await Box.start(t);
  await box.enginesReady();
  const network = await box.network(t);
  const dial = (from: string) => network.request({ op: 'dial', from });
  const over = () => network.events.next(({ event }) => event === 'ended', AbortSignal.timeout(20_000));
  const speaking = (text: string) => box.next('speaking', (event) => event.on && event.text.includes(text));

  await t.test('a withheld number', async (t) => {
    const record = await box.ask(...ADDRESS, { from: null });
    t.match(record.call, { from: null, endReason: 'remote', direction: 'in' });
    t.match(record.outcome, { kind: 'answered', number: null });
    t.match(heardTurns(record).at(-1), { path: 'faq', evidence: ['address'] });
  });

  await t.test('keys instead of words', async (t) => {
    const { turns } = await box.call([step({ do: 'keys', keys: '2' }), step({ do: 'keys', keys: '3' })]);
    t.match(turns[1], { heard: '2', path: 'keys', evidence: ['address'] });
    t.match(turns[2], { heard: '3', path: 'keys', said: /name/ });
  });

  await t.test('a blocked contact is rejected and told nothing', async (t) => {
    const ended = box.next('ended');
    const rejected = over();
    await dial('+447700900666');
    t.match(await rejected, { reason: 'rejected' });
    const { call, turns, outcome } = await box.record((await ended).callId);
    t.match(call, { endReason: 'blocked', answeredAfterMs: 0, durationMs: 0, recording: '' });
    t.same(turns, []);
    t.equal(outcome.kind, 'spam');
  });

  /** The caller's part up to the moment in which the line is cut; each begins with a call that rings. */
  const moments: Record<string, () => Promise<unknown>> = {
    'while it rings': async () => undefined,
    'as it is answered': () => network.events.next(({ event }) => event === 'answered', AbortSignal.timeout(20_000)),
    'in the notice': () => box.next('connected'),
    'in the greeting': () => speaking('Hello'),
    'while the assistant listens': () => box.listening(),
    'in the middle of a word': async () => {
      await box.listening();
      await network.speak(callerSays('My name is John Smith and my bicycle has a broken chain.'));
      await box.next('heard-partial', ({ text }) => text !== '');
    },
    'before the answer': async () => {
      await box.listening();
      await network.speak(callerSays(ADDRESS[0]));
      await box.next('turn', ({ turn }) => turn.heard !== null && turn.said === null);
    },
    'in the answer': async () => {
      await box.listening();
      await network.speak(callerSays(ADDRESS[0]));
      await speaking('Mill Lane');
    },
    'in the goodbye': async () => {
      await box.listening();
      await network.speak(callerSays('Goodbye.'));
      await speaking('Goodbye');
    },
  };

  await t.test('the caller hangs up', async (t) => {
    for (const [name, moment] of Object.entries(moments)) {
      const ended = box.next('ended');
      const reached = moment();
      await dial('+447700900456');
      await reached;
      await network.request(HANG_UP);
      const { callId } = await ended;
      const { call } = await box.record(callId);
      t.match(call.endReason, /^(remote|caller-gave-up|caller-gone)$/, name);
      t.match(await network.request({ op: 'status' }), { calls: [], voice: { registered: false } }, 'the line is free');
      await box.until((status) => status.call === null, 'the desk is free');
    }
  });

  await t.test('a second caller gets the busy tone, and the first one notices nothing', async (t) => {
    const greeted = () => t.rejects(dial('+447700900999'), { message: 'busy' });
    t.match(heardTurns(await box.ask(...ADDRESS, { greeted })).at(-1), { path: 'faq', evidence: ['address'] });
  });

  await t.test('a second caller whom the network lets wait is not forgotten', async (t) => {
    const missed = box.next('ended', ({ endReason }) => endReason === 'caller-gave-up');
    const first = box.next('connected');
    const greeted = async () => {
      await network.request({ op: 'fault', name: 'second-caller' });
      await time.sleep(500);
      // The newest call is the one that waits.
      await network.request(HANG_UP);
    };
    const asking = box.ask(...ADDRESS, { greeted });
    t.equal((await box.record((await missed).callId)).call.from, '+447700900999');
    await asking;
    await box.until((status) => status.call === null, 'the desk is free');
    t.match(heardTurns(await box.record((await first).callId)).at(-1), { path: 'faq', evidence: ['address'] });
  });

  await t.test(
    'the caller breaks in, with voices of odd rates: what was cut is not said to have been spoken',
    async (t) => {
      const folder = t.testdir({
        'first.wav': wavOf('When are you open?', 44_100),
        'second.wav': wavOf('Where are you?', 11_025),
      });
      const [first, second, json] = ['first.wav', 'second.wav', 'out.json'].map((name) => join(folder, name)) as [
        string,
        string,
        string,
      ];
      const steps = ['--withheld', '--wav', first, '--barge-wav', second, '--keys', '2', '--hang-up'];
      t.match(await secretary(['call', '--data', box.data, '--json', json, ...steps]), { status: 0, stderr: '' });
      const record = JSON.parse(readFileSync(json, 'utf8')) as CallRecord;
      const [hours, address] = heardTurns(record);
      t.match(hours, { interrupted: true, evidence: ['hours'] });
      t.ok(hours?.said?.startsWith(`${hours.spoken} `), `“${hours?.spoken}” of “${hours?.said}”`);
      t.match(address, { evidence: ['address'], interrupted: false });
      t.ok(
        silenceAfterMs(record, (hours?.saidEndMs ?? 0) + 40) > 150,
        'the recording falls silent where the record says so',
      );
      t.match(record.call, { from: null, endReason: 'remote' });
    },
  );

  await t.test('a caller with a recogniser of his own tells what he understands', async (t) => {
    const { status, stdout } = await secretary(['call', '--data', box.data, '--hear', '--say', ADDRESS[0]]);
    t.equal(status, 0);
    t.match(stdout, /caller +hears: .*\blane\b/);
  });

  await t.test('noise on the AT port in a call', async (t) => {
    const greeted = async () => {
      for (const name of NOISE) await network.request({ op: 'fault', name });
      await time.sleep(1500);
    };
    const { call, turns } = await box.ask(...ADDRESS, { greeted });
    t.equal(call.endReason, 'remote');
    t.match(turns.at(-1), { path: 'faq', evidence: ['address'] });
  });

  await t.test('hostile lines at the door of the daemon', async (t) => {
    const door = createConnection(join(box.data, 'run', 'control.sock'));
    await once(door, 'connect');
    let answers = '';
    door.on('data', (text: Buffer) => (answers += text.toString()));
    const lines = ['', '{', '[]', 'null', '{"op":7}', '{"op":"__proto__"}', '{"op":"constructor"}', '{"op":"record"}'];
    lines.push(
      '{"op":"record","call":{"$gt":1}}',
      `{"op":"${'x'.repeat(200_000)}"}`,
      '\0\xff',
      '{"id":9,"op":"status"}',
    );
    door.write(`${lines.join('\n')}\n`);
    while (!answers.includes('"id":9')) await time.sleep(20);
    const told = answers
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { ok: boolean; error?: string });
    t.equal(told.length, lines.length - 1, 'an answer each, but for the empty line');
    t.ok(told.slice(0, -1).every(({ ok, error = '' }) => !ok && error.length > 0 && error.length < 300));
    door.destroy();
  });

  await t.test('a second demo in the same folder, and a second daemon, are turned away', async (t) => {
    t.match(await secretary(['demo', '--data', box.data]), {
      status: 1,
      stderr: /^a demo is running in .*\n$/,
      stdout: '',
    });
    const env = { SECRETARY_DATA: box.data, SECRETARY_RUN: join(box.data, 'run') };
    t.match(await secretary(['daemon'], env), { status: 1, stderr: /^another program is using .*\n$/ });
  });

  await t.test('the daemon is told to stop in a call: the call is written down and the line is freed', async (t) => {
    const heard = box.listening();
    const hungUp = over();
    await dial('+447700900456');
    const callId = await heard;
    await box.stopDaemon('SIGTERM');
    t.match(await hungUp, { reason: 'hung-up' });
    const { stdout } = await secretary(['calls', 'show', callId, '--json', '--data', box.data]);
    t.match(JSON.parse(stdout), { call: { endReason: 'shutdown' }, turns: [{ path: 'greeting' }] });
  });
});
