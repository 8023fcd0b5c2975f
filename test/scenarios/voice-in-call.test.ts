import t from 'tap';
import { time } from '../../daemon/base/time.js';
import { ADDRESS, Box } from './box.js';
import { withoutBox } from './caller-voice.js';

t.setTimeout(150_000);

t.test('a voice path that misbehaves in a call', { skip: withoutBox }, async (t) => {
  const box = await Box.start(t);
  await box.enginesReady();
  const network = await box.network(t);
  const fault = (name: string) => network.request({ op: 'fault', name });

  await t.test('refused at first, then a flood, bursts, torn samples: the question is understood', async (t) => {
    await fault('pcm-refused');
    const greeted = async () => {
      for (const name of ['pcm-flood', 'pcm-burst', 'odd-byte']) await fault(name);
    };
    const { call, turns } = await box.ask(...ADDRESS, { greeted });
    t.match(turns.at(-1), { path: 'faq', evidence: ['address'] });
    t.equal(call.endReason, 'remote');
  });

  await t.test('a stall of three seconds: noted, and the call goes on', async (t) => {
    const { turns } = await box.ask(...ADDRESS, { greeted: () => fault('pcm-stall') });
    t.match(turns.at(-1), { path: 'faq', evidence: ['address'] });
    t.match(box.log, /"type":"voice-path","reason":"stalled"[^]*"reason":"flowing"/);
  });

  await t.test('a caller of whom nothing comes is asked whether he is there', async (t) => {
    const asked = box.next('speaking', ({ text }) => /still there/.test(text));
    void box.next('connected').then(() => fault('pcm-silent'));
    const ended = box.next('ended');
    await network.request({ op: 'dial', from: null });
    await asked;
    await network.request({ op: 'hang-up' });
    t.match(await ended, { endReason: 'remote', outcome: { kind: 'abandoned' } });
  });

  for (const [name, state] of [
    ['out-wedge', 'wedged'],
    ['pcm-stopped', 'stalled'],
  ] as const) {
    await t.test(`${name}: noted in the call, whoever ends it then`, async (t) => {
      const before = box.log.length;
      const noted = () => box.log.slice(before).includes(`"reason":"${state}"`);
      const ended = box.next('ended');
      void box.next('connected').then(() => fault(name));
      await network.request({ op: 'dial', from: null });
      for (let waited = 0; waited < 20_000 && !noted(); waited += 50) await time.sleep(50);
      t.ok(noted());
      await network.request({ op: 'hang-up' }).catch(() => undefined);
      t.match((await ended).endReason, /^(remote|voice-lost)$/);
    });
  }

  await t.test('after all of it an ordinary call is answered, and its recording is whole', async (t) => {
    const { call, turns } = await box.ask(...ADDRESS);
    t.match(turns.at(-1), { path: 'faq', evidence: ['address'] });
    t.ok(call.durationMs > 2000);
  });
});
