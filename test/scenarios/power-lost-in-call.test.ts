import { readFileSync, statSync } from 'node:fs';
import t from 'tap';
import { parseWav, WAV_HEADER_BYTES } from '../../daemon/base/wav.js';
import { ADDRESS, Box, heardTurns, secretary } from './box.js';
import { callerSays, withoutBox } from './caller-voice.js';

t.setTimeout(120_000);

/** The clock of the whole process jumps by a day and a bit at each SIGUSR2: forward, then twice as far back. */
const JUMPING_CLOCK = `data:text/javascript,${encodeURIComponent(`
  const { now } = Date; let jumpMs = 0; let next = 90_000_000;
  Date.now = () => now() + jumpMs;
  process.on('SIGUSR2', () => { jumpMs += next; next = -2 * next; });`)}`;

t.test('the power goes in a call, and the clock jumps', { skip: withoutBox }, async (t) => {
  const box = await Box.start(t, { env: { NODE_OPTIONS: `--import=${JUMPING_CLOCK}` } });
  await box.enginesReady();
  const network = await box.network(t);
  const over = () => network.events.next(({ event }) => event === 'ended', AbortSignal.timeout(30_000));
  let lost = '';

  await t.test('kill -9 after a message was taken', async (t) => {
    const greeted = box.listening();
    await network.request({ op: 'dial', from: '+447700900456' });
    lost = await greeted;
    const told = box.next('speaking', ({ text }) => text.includes('noted'));
    await network.speak(callerSays('Tell the owner that my name is John Smith and my bicycle has a broken chain.'));
    await told;
    const leftOver = over();
    await box.stopDaemon('SIGKILL');
    await box.startDaemon();
    t.match(await leftOver, { reason: 'hung-up' }, 'the line is not left in silence: the next start ends the call');
  });

  await t.test('the call is closed as power-lost, with what was told and a recording that can be played', async (t) => {
    const { call, turns, outcome } = await box.record(lost);
    t.equal(call.endReason, 'power-lost');
    t.match(outcome, { kind: 'message', name: 'John Smith', number: '+447700900456', reason: /chain/ });
    t.match(turns[1]?.heard, /john smith/i, 'what the caller said is there, although the answer was cut');
    const { channels, sampleRateHz, samples } = parseWav(readFileSync(call.recording));
    t.match({ channels, sampleRateHz }, { channels: 2, sampleRateHz: 8000 });
    t.equal(samples.byteLength, statSync(call.recording).size - WAV_HEADER_BYTES, 'the header tells the true length');
    t.ok(
      samples.length / 16 > (turns[1]?.heardEndMs ?? Number.POSITIVE_INFINITY) - 1000,
      'and at most its end is lost',
    );
  });

  await t.test('the clock jumps in a call by a day, there and back: nobody notices', async (t) => {
    await box.enginesReady();
    for (const way of ['forward', 'back']) {
      const greeted = async () => box.daemonProcess.kill('SIGUSR2');
      const record = await box.ask(...ADDRESS, { greeted });
      t.match(heardTurns(record).at(-1), { path: 'faq', evidence: ['address'] }, way);
      t.ok(record.call.durationMs > 2000 && record.call.durationMs < 40_000, `${record.call.durationMs} ms`);
    }
    const { stdout } = await secretary(['calls', 'list', '--json', '--data', box.data]);
    const calls = JSON.parse(stdout) as { id: string }[];
    t.equal(calls.at(-1)?.id, lost, 'latest first, whatever the clock said');
    t.equal(calls.length, 3);
  });
});
