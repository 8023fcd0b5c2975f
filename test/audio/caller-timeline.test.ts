import * as fc from 'fast-check';
import t from 'tap';
import { CallerTimeline } from '../../daemon/audio/caller-timeline.js';
import { FRAME_SAMPLES } from '../../daemon/base/pcm.js';

/** Follows what the timeline does to a stream whose n-th frame was spoken at n * 160 on the modem's clock. */
class Follower {
  readonly timeline = new CallerTimeline();
  end: number | null = null;
  silent = 0;
  dropped = 0;
  kept = 0;

  tick(frames: number, now: number): number {
    const place = this.timeline.place(frames, now);
    if (this.end !== null && place.atSample !== this.end) throw new Error('a hole or an overlap');
    if (frames === 0 && place.silent === 0 && this.end === null) return 0;
    this.silent += place.silent;
    this.dropped += place.dropped;
    this.kept += frames - place.dropped;
    this.end = place.atSample + (place.silent + frames - place.dropped) * FRAME_SAMPLES;
    return this.end - now;
  }
}

t.test('a steady stream begins where it arrived and stays there', async (t) => {
  const follower = new Follower();
  for (let tick = 0; tick < 50; tick++) follower.tick(0, tick * 160);
  for (let tick = 50; tick < 5000; tick++) t.equal(follower.tick(1, tick * 160), 0);
  t.equal(follower.silent + follower.dropped, 0);
});

t.test('jitter up to 100 ms moves nothing', async (t) => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 50, maxLength: 200 }), (delays) => {
      const follower = new Follower();
      let sent = 0;
      for (const [burst, delay] of delays.entries()) {
        const from = burst === 0 ? 0 : sent;
        const now = (from + 1 + delay) * FRAME_SAMPLES;
        follower.tick(1 + delay, now);
        sent = from + 1 + delay;
      }
      t.equal(follower.silent + follower.dropped, 0);
    }),
  );
});

for (const ppm of [-100, -20, 20, 100]) {
  t.test(`an hour with a modem clock ${ppm} ppm off stays within a frame`, async (t) => {
    const follower = new Follower();
    let worst = 0;
    let sent = 0;
    for (let tick = 0; tick < 180_000; tick++) {
      const due = Math.floor(tick * (1 + ppm * 1e-6));
      const offset = follower.tick(due - sent, tick * FRAME_SAMPLES);
      sent = due;
      if (tick > 100) worst = Math.max(worst, Math.abs(offset));
    }
    const expected = Math.floor(180_000 * Math.abs(ppm) * 1e-6);
    t.ok(worst <= FRAME_SAMPLES, `worst ${worst}`);
    t.ok(
      Math.abs(follower.silent + follower.dropped - expected) <= 2,
      `${follower.silent + follower.dropped} corrected`,
    );
  });
}

t.test('arrivals on the edge between two ticks do not make it swing', async (t) => {
  const follower = new Follower();
  let late = 0;
  let state = 1;
  for (let tick = 1; tick < 20_000; tick++) {
    state = (state * 75 + 74) % 65_537;
    // Each frame comes now or a tick later, at first hardly ever, at last nearly always.
    const next = state % 20_000 < tick ? 1 : 0;
    follower.tick(1 + late - next, tick * FRAME_SAMPLES);
    late = next;
  }
  t.ok(follower.silent + follower.dropped <= 2, `${follower.silent} in, ${follower.dropped} out`);
});

t.test('a long gap becomes silence, and what comes then stands where it arrived', async (t) => {
  const follower = new Follower();
  for (let tick = 1; tick < 100; tick++) follower.tick(1, tick * 160);
  for (let tick = 100; tick < 200; tick++) t.ok(follower.tick(0, tick * 160) >= -21 * 160);
  t.equal(follower.tick(1, 200 * 160), 0);
  t.equal(follower.dropped, 0);
  t.equal(follower.silent, 100);
});

t.test('of a burst after a gap the newest half second is kept', async (t) => {
  const follower = new Follower();
  for (let tick = 0; tick < 10; tick++) follower.tick(1, tick * 160);
  for (let tick = 10; tick < 110; tick++) follower.tick(0, tick * 160);
  const offset = follower.tick(101, 110 * 160);
  t.ok(offset >= 0 && offset <= 2 * 160);
  t.ok(follower.dropped >= 75 && follower.dropped <= 82, `${follower.dropped}`);
});

t.test('a flood is dropped, and the time line stays at the clock', async (t) => {
  const follower = new Follower();
  for (let tick = 0; tick < 1000; tick++) t.ok(follower.tick(12, tick * 160) <= 2 * 160);
  t.ok(follower.dropped >= 10_900);
});

t.test('bytes lost on the way are found out within two seconds', async (t) => {
  const follower = new Follower();
  for (let tick = 1; tick < 1000; tick++) follower.tick(tick >= 300 && tick < 310 ? 0 : 1, tick * 160);
  t.equal(follower.silent, 10);
  t.equal(follower.tick(1, 1000 * 160), 0);
});
