import { readFileSync } from 'node:fs';
import t, { type Test } from 'tap';
import type { MediaEvent } from '../../daemon/audio/media.js';
import { WorkerMedia } from '../../daemon/audio/worker-media.js';
import { redirectLog } from '../../daemon/base/log.js';
import { channelOf, parseWav } from '../../daemon/base/wav.js';
import { AlsaCard, alsaMissing } from '../fakes/alsa-card.js';
import { type MediaCall, type PcmEnd, mediaCall } from '../fakes/media-call.js';
import { PcmPty, bytesOf } from '../fakes/pcm-pty.js';

t.teardown(redirectLog(() => undefined));

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

/** What every backend must do, whatever is behind it. */
function conformance(name: string, make: (t: Test) => Promise<MediaCall<PcmEnd>>): void {
  t.test(
    `${name}: clips arrive at the modem byte for byte, and stand in the recording where they were said to`,
    async (t) => {
      const { session, heard, wait, path, seen } = await make(t);
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
    },
  );

  t.test(`${name}: the caller is heard frame by frame and recorded where the frames say`, async (t) => {
    const { modem, session, wait, path, seen } = await make(t);
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

  t.test(`${name}: pause holds to the sample, resume goes on from it`, async (t) => {
    const { session, heard, wait } = await make(t);
    const clip = noise(6400);
    session.play('c', clip);
    await wait((event) => event.type === 'clip-started');
    await new Promise((resolve) => setTimeout(resolve, 250));
    session.pause();
    await new Promise((resolve) => setTimeout(resolve, 200));
    session.resume();
    await wait(ended('c'));
    await session.stop();
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

  t.test(`${name}: after a flush at most one more frame sounds, and each clip tells how far it came`, async (t) => {
    const { session, wait, seen, path } = await make(t);
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
}

const skip = alsaMissing();

/** The thread's children find the card by the environment that the thread was born with: each card has its own. */
function card(t: Test): { readonly card: AlsaCard; readonly media: WorkerMedia } {
  const card = new AlsaCard();
  const media = new WorkerMedia({ vadModelPath: null });
  t.teardown(() => media.close());
  return { card, media };
}

const media = new WorkerMedia({ vadModelPath: null });
t.teardown(() => media.close());
conformance('serial', (t) => mediaCall(t, media, new PcmPty()));
if (skip === false)
  conformance('alsa', (t) => {
    const own = card(t);
    return mediaCall(t, own.media, own.card);
  });

t.test('alsa: a card that is not there is refused with its reason, and the next call has one', { skip }, async (t) => {
  const own = card(t);
  for (const port of ['alsa:nowhere,testcard', 'alsa:testcard,nowhere'])
    await t.rejects(own.media.open({ port, recordingPath: null }), { code: 'port-gone', message: /No such/ });
  const { session } = await mediaCall(t, own.media, own.card);
  t.match(await session.stop(), { complete: true });
});

t.test('alsa: a card that falls silent is told as a modem is', { skip }, async (t) => {
  const own = card(t);
  const { modem, wait } = await mediaCall(t, own.media, own.card);
  await wait((event) => event.type === 'path' && event.state === 'flowing');
  modem.hush();
  await wait((event) => event.type === 'path' && event.state === 'stalled');
});
