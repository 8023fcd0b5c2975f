import * as fc from 'fast-check';
import t from 'tap';
import { type PlayerEvent, Player } from '../../daemon/audio/player.js';
import { FRAME_SAMPLES } from '../../daemon/base/pcm.js';

const tone = (length: number, level = 5000): Int16Array =>
  Int16Array.from({ length }, (_, i) => Math.round(level * Math.sin(i / 3)) || level);
const concat = (parts: readonly Int16Array[]): number[] => parts.flatMap((part) => Array.from(part));

/** Takes frames as the tick does, the modem having room for all of them. */
function run(player: Player, frames: number, fromFrame = 0): { sent: number[]; events: PlayerEvent[] } {
  const sent: Int16Array[] = [];
  const events: PlayerEvent[] = [];
  for (let n = fromFrame; n < fromFrame + frames; n++) {
    sent.push(player.frame());
    events.push(...player.sent(n * FRAME_SAMPLES));
  }
  return { sent: concat(sent), events };
}

t.test('clips are sent whole, one right behind the other, then silence', async (t) => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 500 }), { maxLength: 6 }), async (lengths) => {
      const player = new Player();
      const clips = lengths.map((length, i) => tone(length, 1000 + i));
      clips.forEach((clip, i) => player.play(`c${i}`, clip));
      const { sent, events } = run(player, 25);
      const wanted = concat(clips);
      t.same(sent.slice(0, wanted.length), wanted);
      t.ok(sent.slice(wanted.length).every((sample) => sample === 0));
      t.same(
        events.filter(({ type }) => type === 'clip-ended').map(({ clipId }) => clipId),
        clips.map((_, i) => `c${i}`),
      );
    }),
    { numRuns: 60 },
  );
});

t.test('a frame that found no room is offered again, and nothing is told about it', async (t) => {
  const player = new Player();
  player.play('c', tone(400));
  const first = player.frame();
  t.same(player.frame(), first);
  const { sent } = run(player, 3);
  t.same(sent.slice(0, 400), concat([tone(400)]));
});

t.test('a clip has started with its first audible sample', async (t) => {
  const player = new Player();
  const clip = new Int16Array(1000);
  clip.set(tone(500), 333);
  player.play('c', clip);
  player.play('quiet', tone(200, 40));
  const { events } = run(player, 10, 7);
  t.same(events, [
    { type: 'clip-started', clipId: 'c', atSample: 7 * 160 + 333 },
    { type: 'clip-ended', clipId: 'c', atSample: 7 * 160 + 1000, playedSamples: 1000, totalSamples: 1000, cut: false },
    { type: 'clip-started', clipId: 'quiet', atSample: 7 * 160 + 1000 },
    { type: 'clip-ended', clipId: 'quiet', atSample: 2320, playedSamples: 200, totalSamples: 200, cut: false },
  ]);
});

t.test('pause goes on from the same sample, whenever it comes', async (t) => {
  const clip = tone(4000);
  for (let before = 10; before < 20; before++) {
    const player = new Player();
    player.play('c', clip);
    const played = run(player, before).sent;
    player.pause();
    player.pause();
    const held = run(player, 3).sent;
    t.ok(
      held.slice(64).every((sample) => sample === 0),
      'quiet after 8 ms',
    );
    t.ok(Math.abs(held[0] ?? 0) <= Math.abs(clip[played.length] ?? 0), 'no click where it stops');
    player.resume();
    t.same([...played, ...run(player, 26 - before).sent].slice(0, 4000), concat([clip]));
  }
});

t.test('a clip that is held before a syllable of it was heard begins anew, and says so', async (t) => {
  const player = new Player();
  const clip = tone(3000);
  player.play('c', clip);
  t.match(run(player, 9).events, [{ type: 'clip-started', atSample: 0 }]);
  player.pause();
  run(player, 3, 9);
  player.resume();
  const { sent, events } = run(player, 20, 12);
  t.same(sent.slice(0, 3000), concat([clip]));
  t.match(events, [
    { type: 'clip-started', atSample: 1920 },
    { type: 'clip-ended', playedSamples: 3000 },
  ]);
});

t.test('pause and resume between two frames change nothing', async (t) => {
  const player = new Player();
  player.play('c', tone(640));
  const { sent } = run(player, 2);
  player.pause();
  player.resume();
  t.same([...sent, ...run(player, 2).sent], concat([tone(640)]));
});

t.test('flush fades out within 8 ms, empties the queue and tells how far each clip came', async (t) => {
  const player = new Player();
  player.play('a', tone(1000));
  player.play('b', tone(1000));
  run(player, 2);
  t.same(player.flush(320), [
    { type: 'clip-ended', clipId: 'a', atSample: 384, playedSamples: 384, totalSamples: 1000, cut: true },
    { type: 'clip-ended', clipId: 'b', atSample: 384, playedSamples: 0, totalSamples: 1000, cut: true },
  ]);
  const { sent, events } = run(player, 3, 2);
  t.ok(
    sent.slice(0, 60).some((sample) => sample !== 0),
    'fading',
  );
  t.ok(
    sent.slice(64).every((sample) => sample === 0),
    'silent',
  );
  t.same(events, []);
  t.same(player.flush(800), [], 'nothing is cut twice');
});

t.test('after a flush in a pause the next clip sounds at once', async (t) => {
  const player = new Player();
  player.play('a', tone(1000));
  run(player, 1);
  player.pause();
  run(player, 1);
  t.match(player.flush(320), [{ clipId: 'a', playedSamples: 160, cut: true }]);
  player.play('b', tone(160));
  t.same(run(player, 1).sent, concat([tone(160)]));
});

t.test('what is thrown away while it is held ended where it was held', async (t) => {
  const player = new Player();
  player.play('clip', new Int16Array(1600).fill(5000));
  player.frame();
  player.sent(0);
  player.pause();
  for (const at of [160, 320, 480]) {
    player.frame();
    player.sent(at);
  }
  t.match(player.flush(640), [{ type: 'clip-ended', atSample: 160, playedSamples: 160, cut: true }]);
});
