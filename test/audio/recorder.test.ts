import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { Recorder } from '../../daemon/audio/recorder.js';
import { repairRecordings } from '../../daemon/audio/recording-repair.js';
import { msToSamples } from '../../daemon/base/pcm.js';
import { channelOf, parseWav } from '../../daemon/base/wav.js';

const ramp = (length: number, from: number): Int16Array => Int16Array.from({ length }, (_, i) => (from + i) % 30_000);

/** A call of so many frames: the caller counts up, the assistant counts down, the disk gets time between. */
async function record(recorder: Recorder, frames: number): Promise<void> {
  for (let n = 0; n < frames; n++) {
    recorder.assistant(
      n * 160,
      ramp(160, n * 160).map((sample) => -sample),
    );
    if (n > 0) recorder.caller((n - 1) * 160, ramp(160, (n - 1) * 160));
    recorder.advance(n * 160);
    if (n % 10 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
}

t.test('both sides stand sample by sample where they were said to be', async (t) => {
  const path = join(t.testdir(), 'call.wav');
  const recorder = new Recorder(path, (reason) => t.fail(reason));
  recorder.start();
  await record(recorder, 151);
  t.same(await recorder.finish(24_000), { path, durationMs: 3000, complete: true });
  const wav = parseWav(readFileSync(path));
  t.match(wav, { channels: 2, sampleRateHz: 8000 });
  t.same(channelOf(wav, 0).samples, ramp(24_000, 0));
  t.same(
    channelOf(wav, 1).samples,
    ramp(24_000, 0).map((sample) => -sample),
  );
  t.notOk(existsSync(`${path}.part`));
});

t.test('a call of no length leaves a valid, empty file', async (t) => {
  const path = join(t.testdir(), 'call.wav');
  const recorder = new Recorder(path, (reason) => t.fail(reason));
  recorder.start();
  t.same(await recorder.finish(0), { path, durationMs: 0, complete: true });
  t.equal(parseWav(readFileSync(path)).samples.length, 0);
});

t.test('a disk that cannot be written is told once, and the recorder goes on taking sound', async (t) => {
  const directory = t.testdir({ file: '' });
  const full = join(directory, 'full.wav');
  symlinkSync('/dev/full', `${full}.part`);
  for (const path of [full, join(directory, 'nowhere/call.wav'), join(directory, 'file/call.wav')]) {
    const reasons: string[] = [];
    const recorder = new Recorder(path, (reason) => reasons.push(reason));
    recorder.start();
    await record(recorder, 200);
    const recording = await recorder.finish(32_000);
    t.match(recording, { path, durationMs: 0, complete: false });
    t.equal(reasons.length, 1, reasons.join('; '));
  }
});

t.test('a card that stalls costs no tick, holds a minute, and what it lost is silence in its place', async (t) => {
  const path = join(t.testdir(), 'call.wav');
  const reasons: string[] = [];
  const recorder = new Recorder(path, (reason) => reasons.push(reason));
  recorder.start();
  // Nothing is awaited here, so no write can even begin: for the recorder that is a card that does not answer.
  const frames = 90 * 50;
  for (let n = 0; n < frames; n++) {
    recorder.assistant(n * 160, new Int16Array(160).fill(1000));
    recorder.advance(n * 160);
  }
  await new Promise((resolve) => setTimeout(resolve, 300));
  const after = msToSamples(90_000);
  recorder.assistant(after, new Int16Array(160).fill(2000));
  const recording = await recorder.finish(after + 160);
  t.match(recording, { complete: false, durationMs: 90_020 });
  t.equal(reasons.length, 1);
  const right = channelOf(parseWav(readFileSync(path)), 1).samples;
  t.equal(right.length, after + 160);
  t.ok(
    right.slice(0, msToSamples(59_000)).every((sample) => sample === 1000),
    'the first minute was held',
  );
  t.ok(
    right.slice(after).every((sample) => sample === 2000),
    'what came after stands in its place',
  );
});

t.test('what a power cut left gets a header and its name', async (t) => {
  const directory = t.testdir({ '2026': {}, 'note.txt': 'no recording' });
  mkdirSync(join(directory, '2026/11'));
  writeFileSync(join(directory, '2026/11/a.wav.part'), Buffer.alloc(44 + 32_000 + 3, 7));
  writeFileSync(join(directory, 'short.wav.part'), Buffer.alloc(10));
  mkdirSync(join(directory, 'odd.wav.part'));
  const repaired = await repairRecordings(directory);
  t.same(
    repaired
      .map(({ path, durationMs }) => [path.slice(directory.length + 1), durationMs])
      .sort((a, b) => Number(b[1]) - Number(a[1])),
    [
      ['2026/11/a.wav', 1000],
      ['short.wav', 0],
    ],
  );
  const wav = parseWav(readFileSync(join(directory, '2026/11/a.wav')));
  t.match(wav, { channels: 2, sampleRateHz: 8000 });
  t.equal(wav.samples.length, 16_000);
  t.same(await repairRecordings(directory), [], 'and once is enough');
});
