import { join } from 'node:path';
import t from 'tap';
import { time } from '../../daemon/base/time.js';
import type { SimulatorClient } from '../../daemon/simulator/client.js';
import { Box, secretary } from './box.js';
import { callerSays, withoutBox } from './caller-voice.js';

t.setTimeout(120_000);

const LOUD = 3000;
/** A second and a half of quiet after what was said, or the prompt would be talked over. */
const QUIET_MS = 1500;

/** Somebody with a telephone who does what he is told: says a few words when the prompt is over, and presses a key. */
function obedient(network: SimulatorClient): void {
  let cancel = () => {};
  const done = network.events.subscribe('person', (event) => {
    if (event.event !== 'audio') return;
    const pcm = Buffer.from(event.pcm, 'base64');
    const loud = new Int16Array(pcm.buffer, pcm.byteOffset, pcm.length / 2).some((sample) => Math.abs(sample) > LOUD);
    if (!loud) return;
    cancel();
    cancel = time.after(QUIET_MS, () => {
      done();
      void network.speak(callerSays('Where are you?'));
      void network.request({ op: 'key', key: '5' });
    });
  });
}

const doctor = (box: Box, ...args: string[]) =>
  secretary(['doctor', '--data', box.data, ...args], {
    SECRETARY_AT_PORT: join(box.simulatorDir, 'at'),
    SECRETARY_PCM_PORT: join(box.simulatorDir, 'pcm'),
    SECRETARY_PORT: '0',
  });

t.test('the sound is tested', { skip: withoutBox }, async (t) => {
  const box = await Box.start(t, { settings: { outgoingCalls: true } });
  await box.enginesReady();
  const network = await box.network(t);

  await t.test('in a call to the box: both directions work, and the next caller is answered as ever', async (t) => {
    obedient(network);
    const tested = doctor(box, '--audio', '--json');
    const ring = async () => {
      // Before the daemon waits for him, the caller would be talked to like any other.
      while (!box.log.includes('the next caller is handed over')) await time.sleep(50);
      await network.request({ op: 'dial', from: '+447700900456' });
    };
    await Promise.race([ring(), tested]);
    const { status, stdout, stderr } = await tested;
    t.equal(status, 0, stdout);
    t.match(stderr, /^Call the number of the SIM card/);
    const { findings } = JSON.parse(stdout) as { findings: { check: string; text: string }[] };
    t.match(
      findings.filter(({ check }) => check.startsWith('audio')),
      [
        { check: 'audio-out', text: 'The other side hears the box.' },
        { check: 'audio-in', text: 'The box hears the other side.' },
      ],
    );
    const greeted = box.listening();
    await network.request({ op: 'dial', from: '+447700900456' });
    t.ok(await greeted);
    const ended = box.next('ended');
    await network.request({ op: 'hang-up' });
    await ended;
  });

  await t.test('in a call from the box: a modem that takes nothing is found out', async (t) => {
    network.events.subscribe('wedge', ({ event }) => {
      if (event === 'answered') void network.request({ op: 'fault', name: 'out-wedge' });
    });
    const { status, stdout, stderr } = await doctor(box, '--audio', '--dial', '+447400123456');
    t.equal(status, 1);
    t.match(stderr, /^You are being called/);
    t.match(stdout, /✗ The other side does not hear the box\.[^]*! The modem takes no more sound\./);
  });

  await t.test('not with an owner whose number nobody knows', async (t) => {
    const { status, stdout } = await doctor(box, '--audio', '--dial', 'owner');
    t.equal(status, 1);
    t.match(stdout, /✗ The sound could not be tested: the business has no number of its owner\./);
  });
});
