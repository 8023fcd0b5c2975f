import t, { type Test } from 'tap';
import { WorkerMedia } from '../../daemon/audio/worker-media.js';
import { testAudio } from '../../daemon/audio-test.js';
import { type AudioVerdict, judgeAudio } from '../../daemon/audio-verdict.js';
import { redirectLog } from '../../daemon/base/log.js';
import { time } from '../../daemon/base/time.js';
import { Modem } from '../../daemon/modem/modem.js';
import type { ProfileName } from '../../daemon/simulator/profiles.js';
import { Simulator } from '../../daemon/simulator/simulator.js';
import { spoken } from '../fakes/speech.js';
import { tempFolder } from '../store/temp-store.js';

t.teardown(redirectLog(() => undefined));
const { signal } = new AbortController();
const media = new WorkerMedia({ vadModelPath: null });
t.teardown(() => media.close());
const prompt = Int16Array.from({ length: 8000 }, (_, i) => Math.round(6000 * Math.sin(i / 3)));
const words = spoken('Hello, I can hear you.');

/** A call to the simulator, tested by the real modem driver and media thread. The person at the other end speaks after
 *  a while whatever happens, and presses a key when the prompt was heard. */
async function verdictOn(
  t: Test,
  { profile = 'good', fault = '' }: { profile?: ProfileName; fault?: string },
): Promise<AudioVerdict> {
  const simulator = new Simulator({ dir: tempFolder(t), profile, seed: 1, scale: 20 });
  await simulator.start();
  const { atPort, pcmPort } = simulator.ready;
  const modem = new Modem({ findPorts: async () => ({ atPort, pcmPort }) });
  t.teardown(async () => {
    await modem.stop();
    await simulator.stop();
  });
  modem.start();
  while (modem.status.state !== 'ready') await time.sleep(20);
  const { device } = simulator;
  const ringing = modem.events.next(({ type }) => type === 'ringing', AbortSignal.timeout(10_000));
  device.modem.exchange.dialIn('+447700900123');
  await ringing;
  await modem.answer(signal);
  if (fault !== '') device.strike(fault);
  let loud = 0;
  device.modem.farEnd.heard.subscribe('person', ({ samples }) => {
    if (samples.some((sample) => Math.abs(sample) > 3000) && ++loud === 25) device.modem.farEnd.press('5');
  });
  const speaks = time.after(1500, () => device.modem.farEnd.speak(words));
  t.teardown(speaks);
  const facts = await testAudio({ line: modem, media, prompt, answerWithinMs: 3000 }, signal);
  await modem.hangUp();
  return judgeAudio(facts);
}

// Calls last; each has a modem of its own.
t.jobs = 6;
const beside = { buffered: true };

t.test('a good call: both directions work', beside, async (t) => {
  t.same(await verdictOn(t, {}), { toCaller: 'works', fromCaller: 'works', reasons: [] });
});

t.test('the modem takes nothing: the caller does not hear us, we hear him', beside, async (t) => {
  t.same(await verdictOn(t, { fault: 'out-wedge' }), {
    toCaller: 'dead',
    fromCaller: 'works',
    reasons: ['uplink-wedged'],
  });
});

t.test('the modem takes it and nobody hears: told as not confirmed', beside, async (t) => {
  t.same(await verdictOn(t, { fault: 'pcm-deaf' }), {
    toCaller: 'unproven',
    fromCaller: 'works',
    reasons: ['uplink-unconfirmed'],
  });
});

t.test('digital silence comes in: we do not hear the caller, he hears us', beside, async (t) => {
  t.same(await verdictOn(t, { fault: 'pcm-silent' }), {
    toCaller: 'works',
    fromCaller: 'dead',
    reasons: ['digital-silence'],
  });
});

t.test('nothing comes in at all', beside, async (t) => {
  t.same(await verdictOn(t, { fault: 'pcm-stopped' }), {
    toCaller: 'works',
    fromCaller: 'dead',
    reasons: ['no-bytes'],
  });
});

t.test('firmware whose uplink stops after four kilobytes', beside, async (t) => {
  t.match(await verdictOn(t, { profile: 'uplink-stall' }), { toCaller: 'dead', fromCaller: 'works' });
});
