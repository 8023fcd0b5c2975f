import { closeSync, constants, openSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { lock } from '../../daemon/audio/terminal.js';
import { ADDRESS, Box, type BoxStatus, heardTurns } from './box.js';
import { withoutBox } from './caller-voice.js';

t.setTimeout(120_000);

/** Another program that has the port; returns how it lets go. */
function hold(path: string): () => void {
  const fd = openSync(path, constants.O_RDWR | constants.O_NOCTTY | constants.O_NONBLOCK);
  if (!lock(fd)) throw new Error(`${path} is held already`);
  return () => closeSync(fd);
}

/** As if the modem had not shown this port; returns how it comes. */
function hide(path: string): () => void {
  renameSync(path, `${path}.hidden`);
  return () => renameSync(`${path}.hidden`, path);
}

t.test('ports that are held, missing, or gone in a call', { skip: withoutBox }, async (t) => {
  const box = await Box.withoutDaemon(t);
  const [at, pcm] = ['at', 'pcm'].map((name) => join(box.simulatorDir, name)) as [string, string];
  const [showAt, showPcm] = [at, pcm].map(hide) as [() => void, () => void];
  await box.startDaemon();
  const network = await box.network(t);
  let [releaseAt, releasePcm] = [() => {}, () => {}];

  await t.test('neither port is there, then the AT port alone: said so, and not opened', async (t) => {
    const absent =
      (detail: RegExp) =>
      ({ line }: BoxStatus) =>
        line.state === 'absent' && detail.test(line.detail.en);
    await box.until(absent(/^Neither the AT port .+ nor the voice port .+ is there/), 'both are missed');
    showAt();
    await box.until(absent(/^The voice port .+ is not there/), 'the voice port is missed');
    releaseAt = hold(at);
    t.pass('nobody else had the AT port: whoever calls is not answered with silence');
    releasePcm = hold(`${pcm}.hidden`);
    showPcm();
  });

  await t.test('the AT port is held by another program: said so, and taken when it is free', async (t) => {
    const { line } = await box.until(({ line: { state } }) => state === 'lost', 'the line is lost');
    t.match(line.detail.en, /is used by .+; mend it with/);
    releaseAt();
    await box.until(({ line: { state } }) => state === 'ready', 'the line is ready');
    await box.enginesReady();
  });

  await t.test(
    'the voice port is held: the call is closed as one without a voice, and the next one has it',
    async (t) => {
      const ended = box.next('ended');
      await network.request({ op: 'dial', from: '+447700900456' });
      const { callId } = await ended;
      t.match(await box.record(callId), { call: { endReason: 'no-voice', recording: '' }, turns: [] });
      t.match(box.log, /held by another program/);
      releasePcm();
      t.match(heardTurns(await box.ask(...ADDRESS)).at(-1), { path: 'faq', evidence: ['address'] });
    },
  );

  await t.test('unplugged in a call: closed as such, and after the modem is back a call is answered', async (t) => {
    const ended = box.next('ended');
    const missing = box.next('line', ({ status }) => status.state === 'lost' || status.state === 'absent');
    const greeted = box.next('speaking', ({ on }) => on);
    await network.request({ op: 'dial', from: '+447700900456' });
    await greeted;
    await network.request({ op: 'fault', name: 'unplug' });
    t.not((await missing).status.detail.en, '', 'says what is wrong');
    const record = await box.record((await ended).callId);
    t.match(record, { call: { endReason: 'modem-lost' }, turns: [{ path: 'greeting' }] });
    t.ok(record.call.recording);
    await box.until(({ line: { state } }) => state === 'ready', 'the line is back');
    t.match(heardTurns(await box.ask(...ADDRESS)).at(-1), { path: 'faq', evidence: ['address'] });
  });
});
