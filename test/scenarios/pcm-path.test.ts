import t, { type Test } from 'tap';
import type { MediaEvent, MediaSession } from '../../daemon/audio/media.js';
import { WorkerMedia } from '../../daemon/audio/worker-media.js';
import { redirectLog } from '../../daemon/base/log.js';
import { PcmPty, bytesOf } from '../fakes/pcm-pty.js';

t.teardown(redirectLog(() => undefined));
const media = new WorkerMedia({ vadModelPath: null });
t.teardown(() => media.close());

async function call(
  t: Test,
): Promise<{ modem: PcmPty; session: MediaSession; path: (state: string) => Promise<MediaEvent> }> {
  const modem = new PcmPty();
  const session = await media.open({ port: modem.path, recordingPath: null });
  const states: MediaEvent[] = [];
  session.events.subscribe('test', (event) => event.type === 'path' && states.push(event));
  t.teardown(async () => {
    await session.stop();
    modem.unplug();
  });
  const path = (state: string) => {
    const fits = (event: MediaEvent) => event.type === 'path' && event.state === state;
    const past = states.findIndex(fits);
    const found = states.splice(0, past + 1).at(-1);
    return found === undefined ? session.events.next(fits, AbortSignal.timeout(20_000)) : Promise.resolve(found);
  };
  return { modem, session, path };
}

const reading = (t: Test, modem: PcmPty): void => {
  const timer = setInterval(() => modem.take(), 10);
  t.teardown(() => clearInterval(timer));
};
const voice = (ms: number): Int16Array =>
  Int16Array.from({ length: ms * 8 }, (_, i) => Math.round(5000 * Math.sin(i / 8)));

t.test('the modem stops sending in a call: told within a second or so, and well again when it goes on', async (t) => {
  const { modem, session, path } = await call(t);
  reading(t, modem);
  void modem.speak(bytesOf(voice(300)));
  await path('flowing');
  modem.hush();
  await path('stalled');
  t.ok(session.health().missingIn > 0, 'silence stands for what is missing');
  void modem.speak(bytesOf(voice(300)));
  await path('flowing');
});

t.test('the modem takes nothing any more: frames are dropped and counted, the call goes on', async (t) => {
  const { modem, session, path } = await call(t);
  void modem.speak(bytesOf(voice(10_000)));
  session.play('c', voice(4000));
  await path('wedged');
  t.ok(session.health().droppedOut >= 40);
  reading(t, modem);
  await path('flowing');
});

t.test('the modem is unplugged in a call: told at once, and stopping still ends well', async (t) => {
  const { modem, session, path } = await call(t);
  reading(t, modem);
  void modem.speak(bytesOf(voice(300)));
  await path('flowing');
  modem.unplug();
  await path('gone');
  t.equal(await session.stop(), null);
});

t.test('a flood and garbage: nothing piles up, the clock goes on', async (t) => {
  const { modem, session, path } = await call(t);
  reading(t, modem);
  let heard = 0;
  session.events.subscribe('count', (event) => event.type === 'frame' && (heard += event.samples.length));
  let state = 7;
  const garbage = Buffer.from(Array.from({ length: 4000 }, () => (state = (state * 75 + 74) % 65_537) & 0xff));
  const flood = setInterval(() => modem.send(garbage), 5);
  t.teardown(() => clearInterval(flood));
  await path('flowing');
  await new Promise((resolve) => setTimeout(resolve, 1500));
  clearInterval(flood);
  const { droppedIn } = session.health();
  t.ok(droppedIn > 100, `${droppedIn} frames of it dropped`);
  t.ok(heard <= session.nowSample() + 480, 'never ahead of the clock');
});

t.test(
  'a byte is lost in a call: full-scale noise is kept from the caller’s channel and the stream is mended',
  async (t) => {
    const { modem, session } = await call(t);
    reading(t, modem);
    let loudest = 0;
    session.events.subscribe('loudest', (event) => {
      if (event.type === 'frame') loudest = Math.max(loudest, ...event.samples.map(Math.abs));
    });
    const bytes = bytesOf(voice(2000));
    await modem.speak(Buffer.concat([bytes.subarray(0, 9000), bytes.subarray(9001)]));
    await session.events.next(({ type }) => type === 'frame', AbortSignal.timeout(5000));
    t.equal(session.health().realigned, 1);
    t.ok(loudest <= 5100, `${loudest}`);
  },
);

t.test('the modem sends 16 kHz: the caller is heard at the right speed', async (t) => {
  const { modem, session } = await call(t);
  reading(t, modem);
  let heard = 0;
  session.events.subscribe('count', (event) => event.type === 'frame' && (heard += event.samples.length));
  const wide = Int16Array.from({ length: 48_000 }, (_, i) => Math.round(5000 * Math.sin(i / 16)));
  await modem.speak(bytesOf(wide), 640);
  t.ok(Math.abs(heard - session.nowSample()) <= 8000, 'as many frames as time went by');
  const { bytesOut, frames: ticks } = session.health();
  t.ok(bytesOut > 1.4 * ticks * 320, 'and it is answered in 16 kHz');
});
