import { readFileSync } from 'node:fs';
import t, { type Test } from 'tap';
import type { MediaEvent } from '../../daemon/audio/media.js';
import { WorkerMedia } from '../../daemon/audio/worker-media.js';
import { redirectLog } from '../../daemon/base/log.js';
import { channelOf, parseWav } from '../../daemon/base/wav.js';
import { type MediaCall, mediaCall } from '../fakes/media-call.js';
import { sileroMissing, sileroPath } from '../fakes/models.js';
import { PcmPty, bytesOf } from '../fakes/pcm-pty.js';
import { spoken } from '../fakes/speech.js';

t.teardown(redirectLog(() => undefined));
const media = new WorkerMedia({ vadModelPath: null });
t.before(() => media.start());
t.teardown(() => media.close());

const call = (t: Test, from: WorkerMedia = media): Promise<MediaCall> => mediaCall(t, from, new PcmPty());
const sine = (length: number): Int16Array =>
  Int16Array.from({ length }, (_, i) => Math.round(6000 * Math.sin(i / 7)) || 1);
const ended = (clipId: string) => (event: MediaEvent) => event.type === 'clip-ended' && event.clipId === clipId;

t.test('a port that is missing, held or no terminal is refused, and the next call is none the worse', async (t) => {
  const { modem } = await call(t);
  await t.rejects(media.open({ port: '/dev/nowhere', recordingPath: null }), { code: 'port-gone' });
  await t.rejects(media.open({ port: modem.path, recordingPath: null }), { code: 'busy' });
  await t.rejects(media.open({ port: '/dev/null', recordingPath: null }), { code: 'port-gone' });
  const next = new PcmPty();
  const session = await media.open({ port: next.path, recordingPath: null });
  t.equal(await session.stop(), null);
  t.equal(await session.stop(), null, 'stopping twice is stopping once');
  const again = await media.open({ port: next.path, recordingPath: null });
  await again.stop();
  next.unplug();
});

t.test('without a model calls work, and it is said why speech is guessed from energy', async (t) => {
  const other = new WorkerMedia({ vadModelPath: '/nowhere/silero.onnx' });
  t.teardown(() => other.close());
  const { modem, wait } = await call(t, other);
  t.match(other.vadFailure, /voice detection does not start/);
  await modem.speak(bytesOf(Int16Array.from([...new Int16Array(4000), ...spoken('Hello?'), ...new Int16Array(4000)])));
  await wait((event) => event.type === 'speech-end');
});

t.test('real words begin and end where they sound', { skip: sileroMissing }, async (t) => {
  const other = new WorkerMedia({ vadModelPath: sileroPath });
  t.teardown(() => other.close());
  const { modem, wait, seen, session, path } = await call(t, other);
  t.equal(other.vadFailure, null);
  await modem.speak(
    bytesOf(Int16Array.from([...new Int16Array(8000), ...spoken('Are you open on Sunday?'), ...new Int16Array(6400)])),
  );
  await wait((event) => event.type === 'speech-end');
  await session.stop();
  const left = channelOf(parseWav(readFileSync(path)), 0).samples;
  const [start] = seen('speech-start');
  const [end] = seen('speech-end');
  t.ok(Math.abs((start?.atSample ?? 0) - left.findIndex((sample) => Math.abs(sample) > 500)) <= 400);
  t.ok(Math.abs((end?.atSample ?? 0) - left.findLastIndex((sample) => Math.abs(sample) > 500)) <= 400);
  t.ok((start?.noticedAtSample ?? 0) > (start?.atSample ?? 0));
});

t.test('a thread that dies tells its calls, saves their recording, and the next call has a new one', async (t) => {
  const other = new WorkerMedia({ vadModelPath: null });
  t.teardown(() => other.close());
  const { session, wait, path } = await call(t, other);
  session.play('c', sine(16_000));
  await wait(ended('c'));
  // A message that the thread cannot understand stands for any bug in it.
  session.play('broken', null as never);
  t.match(await wait((event) => event.type === 'path' && event.state === 'gone'), { state: 'gone' });
  t.match(await session.stop(), { path, complete: false });
  t.ok(parseWav(readFileSync(path)).samples.length >= 2 * 8000);
  await (await call(t, other)).session.stop();
});
