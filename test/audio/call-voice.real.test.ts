import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { CallVoice } from '../../daemon/audio/call-voice.js';
import type { MediaEvent } from '../../daemon/audio/media.js';
import type { PcmPort } from '../../daemon/audio/pcm-port.js';
import { Recorder } from '../../daemon/audio/recorder.js';
import { noHealth } from '../../daemon/audio/thread-protocol.js';
import { EnergyVad } from '../../daemon/audio/vad.js';
import { voiceQuality } from '../../daemon/audio/voice-quality.js';
import { installClock } from '../../daemon/base/time.js';
import { VirtualClock } from '../../daemon/base/virtual-clock.js';
import { channelOf, parseWav } from '../../daemon/base/wav.js';

/** A modem whose caller sends back what he hears, as it comes. */
class Echo implements PcmPort {
  #line: Buffer = Buffer.alloc(0);
  room = true;

  read(): Buffer {
    const bytes = this.#line;
    this.#line = Buffer.alloc(0);
    return bytes;
  }

  write(frame: Uint8Array): 'sent' | 'full' {
    if (!this.room) return 'full';
    this.#line = Buffer.concat([this.#line, frame]);
    return 'sent';
  }

  async close(): Promise<void> {}
}

/** A call in virtual time. */
function call(t: Test, port: PcmPort, recorder: Recorder) {
  const clock = new VirtualClock();
  t.teardown(installClock(clock));
  const counters = noHealth();
  const events: MediaEvent[] = [];
  const onEvents = (told: readonly MediaEvent[]) => events.push(...told.filter(({ type }) => type !== 'frame'));
  const voice = new CallVoice({ port, vad: new EnergyVad(), recorder, counters, onEvents });
  voice.start();
  /** The disk works in real time: it gets a turn once a virtual second. */
  const advance = async (seconds: number) => {
    for (let second = 0; second < seconds; second++) {
      await clock.advance(1000);
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  return { voice, counters, events, advance };
}

const hiss = (length: number): Int16Array => {
  let state = 1;
  return Int16Array.from({ length }, () => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    return (state >> 17) - 8192;
  });
};

t.test('what is heard the moment it is said stands beside it in the recording, sample by sample', async (t) => {
  const path = join(t.testdir(), 'call.wav');
  const { voice, advance, counters } = call(t, new Echo(), new Recorder(path, (reason) => t.fail(reason)));
  voice.play('c', hiss(8000 * 50));
  await advance(60);
  const recording = await voice.stop();
  t.match(recording, { durationMs: 60_020, complete: true });
  const wav = parseWav(readFileSync(path));
  const [left, right] = [channelOf(wav, 0).samples, channelOf(wav, 1).samples];
  t.same(left.subarray(0, -160), right.subarray(0, -160));
  t.same(right.subarray(0, 8000 * 50), hiss(8000 * 50));
  t.match(counters, { frames: 3001, lateFrames: 0, droppedIn: 0, droppedOut: 0, missingIn: 0, realigned: 0 });
});

t.test('what the modem would not take is said later, not lost, and the clip ends when it was heard', async (t) => {
  const path = join(t.testdir(), 'call.wav');
  const port = new Echo();
  const { voice, advance, events, counters } = call(t, port, new Recorder(path, (reason) => t.fail(reason)));
  voice.play('c', hiss(8000 * 3));
  await advance(1);
  port.room = false;
  await advance(2);
  port.room = true;
  await advance(3);
  await voice.stop();
  t.match(
    events.filter(({ type }) => type === 'path'),
    [{ state: 'flowing' }, { state: 'wedged' }, { state: 'stalled' }, { state: 'flowing' }],
  );
  t.match(
    events.find(({ type }) => type === 'clip-ended'),
    { atSample: 8000 * 5, playedSamples: 24_000, cut: false },
  );
  t.equal(counters.droppedOut, 100);
  const right = channelOf(parseWav(readFileSync(path)), 1).samples;
  t.same(
    right.filter((sample) => sample !== 0),
    hiss(24_000).filter((sample) => sample !== 0),
  );
});

t.test(
  'silence and clipping are counted each way, and silence that stands for a stall is no sound that came',
  async (t) => {
    const port = new Echo();
    const { voice, advance, counters } = call(t, port, new Recorder(join(t.testdir(), 'call.wav'), () => undefined));
    voice.play('loud', new Int16Array(8000).fill(32_767));
    await advance(2);
    t.match(counters, { framesOut: 101, silentOut: 51, clippedOut: 50, framesIn: 100, silentIn: 50, clippedIn: 50 });
    port.room = false;
    await advance(2);
    t.match(counters, { framesOut: 101, framesIn: 101, silentIn: 51 });
    t.ok(counters.missingIn > 50);
    t.match(voiceQuality(counters), { bytesInPerSecond: 8040, silentIn: 0.505, clippedIn: 0.495, dropped: 0.498 });
    await voice.stop();
  },
);

t.test('a long call leaves memory as it was', async (t) => {
  // In a process of its own: tap itself remembers every promise that it sees.
  const script = new URL('../fakes/long-call.js', import.meta.url).pathname;
  const growth = Number(
    execFileSync(process.execPath, ['--expose-gc', script], { env: { PATH: process.env['PATH'] } }),
  );
  t.ok(growth < 1_000_000, `grew by ${growth} bytes in 50 minutes`);
});
