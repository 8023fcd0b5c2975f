import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import type { MediaEvent, MediaSession } from '../../daemon/audio/media.js';
import { WorkerMedia } from '../../daemon/audio/worker-media.js';
import { redirectLog } from '../../daemon/base/log.js';
import { channelOf, parseWav } from '../../daemon/base/wav.js';
import { sileroMissing, sileroPath } from '../fakes/models.js';
import { PcmPty, bytesOf, samplesOf } from '../fakes/pcm-pty.js';
import { spoken } from '../fakes/speech.js';

t.teardown(redirectLog(() => undefined));
const media = new WorkerMedia({ vadModelPath: null });
t.before(() => media.start());
t.teardown(() => media.close());

type EventOf<T extends MediaEvent['type']> = Extract<MediaEvent, { type: T }>;

interface Call {
  readonly modem: PcmPty;
  readonly session: MediaSession;
  readonly path: string;
  readonly seen: <T extends MediaEvent['type']>(type: T) => EventOf<T>[];
  readonly wait: (fits: (event: MediaEvent) => boolean) => Promise<MediaEvent>;
  /** Everything the modem got. */
  readonly heard: () => Int16Array;
}

/** A call on a real pseudo-terminal whose modem reads all the time and speaks when told to. */
async function call(t: Test, from: WorkerMedia = media): Promise<Call> {
  const modem = new PcmPty();
  const path = join(t.testdir(), 'call.wav');
  const session = await from.open({ port: modem.path, recordingPath: path });
  const events: MediaEvent[] = [];
  session.events.subscribe('test', (event) => events.push(event));
  const received: Buffer[] = [];
  const reading = setInterval(() => received.push(modem.take()), 10);
  t.teardown(async () => {
    clearInterval(reading);
    await session.stop();
    modem.unplug();
  });
  return {
    modem,
    session,
    path,
    seen: (type) => events.filter((event) => event.type === type) as never,
    wait: (fits) => {
      const past = events.find(fits);
      return past === undefined ? session.events.next(fits, AbortSignal.timeout(20_000)) : Promise.resolve(past);
    },
    heard: () => {
      received.push(modem.take());
      return samplesOf(Buffer.concat(received));
    },
  };
}

const noise = (length: number, seed = 1): Int16Array => {
  let state = seed;
  return Int16Array.from({ length }, () => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    return (state >> 16) - 16_384 || 1;
  });
};
const sine = (length: number): Int16Array =>
  Int16Array.from({ length }, (_, i) => Math.round(6000 * Math.sin(i / 7)) || 1);
const ended = (clipId: string) => (event: MediaEvent) => event.type === 'clip-ended' && event.clipId === clipId;

t.test('clips arrive at the modem byte for byte, and stand in the recording where they were said to', async (t) => {
  const { session, heard, wait, path, seen } = await call(t);
  const clips = [noise(4000, 1), noise(777, 2), noise(3000, 3)];
  clips.forEach((clip, i) => session.play(`c${i}`, clip));
  await wait(ended('c2'));
  await session.stop();
  const joined = Int16Array.from(clips.flatMap((clip) => Array.from(clip)));
  t.ok(bytesOf(heard()).includes(bytesOf(joined)));
  // A tick that the busy machine missed is silence on the time line, as it was for the caller.
  const right = channelOf(parseWav(readFileSync(path)), 1).samples;
  t.same(
    right.filter((sample) => sample !== 0),
    joined,
  );
  const first = seen('clip-started')[0]?.atSample ?? 0;
  t.ok(right.slice(0, first).filter((sample) => sample !== 0).length < 10, 'started with the first loud sample');
  for (const [i, { atSample, playedSamples, cut }] of seen('clip-ended').entries()) {
    t.match({ playedSamples, cut }, { playedSamples: clips[i]?.length, cut: false });
    t.equal(right[atSample - 1], clips[i]?.at(-1), 'ended with its last sample');
  }
});

t.test('the caller is heard frame by frame and recorded where the frames say', async (t) => {
  const { modem, session, wait, path, seen } = await call(t);
  const voice = sine(16_000);
  await modem.speak(bytesOf(voice));
  await wait((event) => event.type === 'frame' && event.atSample > 16_000);
  await session.stop();
  const frames = seen('frame');
  const left = channelOf(parseWav(readFileSync(path)), 0).samples;
  t.ok(frames.reduce((total, { samples }) => total + samples.length, 0) >= 16_000);
  t.ok(
    frames.every(({ samples, atSample }) =>
      left.slice(atSample, atSample + samples.length).every((s, i) => s === samples[i]),
    ),
    'the recording agrees with the frames',
  );
  t.ok(
    frames
      .slice(1)
      .every(({ atSample }, i) => atSample === (frames[i]?.atSample ?? 0) + (frames[i]?.samples.length ?? 0)),
    'no gap, no overlap',
  );
});

t.test('pause holds to the sample, resume goes on from it', async (t) => {
  const { session, heard, wait } = await call(t);
  const clip = noise(6400);
  session.play('c', clip);
  await wait((event) => event.type === 'clip-started');
  session.pause();
  await new Promise((resolve) => setTimeout(resolve, 200));
  session.resume();
  await wait(ended('c'));
  const sound = heard();
  const held = sound.findIndex((_, i) => i > 160 && sound.slice(i, i + 400).every((sample) => sample === 0));
  const before = sound.slice(
    sound.findIndex((sample) => sample !== 0),
    held,
  );
  const after = sound.slice(sound.findIndex((sample, i) => i > held && sample !== 0));
  const split = Math.floor(before.length / 160) * 160;
  t.same(before.slice(0, split), clip.slice(0, split));
  t.same(after.slice(0, 6400 - split), clip.slice(split), 'nothing lost, nothing twice');
});

t.test('after a flush at most one more frame sounds, and each clip tells how far it came', async (t) => {
  const { session, wait, seen, path } = await call(t);
  session.play('a', sine(80_000));
  session.play('b', sine(8000));
  await wait((event) => event.type === 'clip-started');
  await new Promise((resolve) => setTimeout(resolve, 100));
  session.flush();
  await wait(ended('b'));
  await new Promise((resolve) => setTimeout(resolve, 100));
  const [a, b] = seen('clip-ended');
  await session.stop();
  const right = channelOf(parseWav(readFileSync(path)), 1).samples;
  const last = right.findLastIndex((sample) => sample !== 0);
  t.ok(a !== undefined && Math.abs(last + 1 - a.atSample) <= 2, 'the sound ends where it was said to');
  t.match(a, { clipId: 'a', cut: true, playedSamples: (a?.playedSamples ?? 0) % 160 === 64 ? Number : -1 });
  t.match(b, { clipId: 'b', cut: true, playedSamples: 0 });
});

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
