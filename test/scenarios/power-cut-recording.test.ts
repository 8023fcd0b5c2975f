import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { repairRecordings } from '../../daemon/audio/recording-repair.js';
import { channelOf, parseWav } from '../../daemon/base/wav.js';

t.test('kill -9 in a call leaves a recording that lacks less than its last second', async (t) => {
  const directory = t.testdir();
  const script = new URL('../fakes/recording-process.js', import.meta.url).pathname;
  const child = spawn(process.execPath, [script, join(directory, 'call.wav')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let recorded = 0;
  await new Promise<void>((resolve, reject) => {
    child.on('error', reject);
    child.stdout.on('data', (text: Buffer) => {
      recorded = Number(text.toString().trim().split('\n').at(-1));
      if (recorded > 24_000) resolve();
    });
  });
  const exited = new Promise((resolve) => child.on('exit', resolve));
  child.kill('SIGKILL');
  await exited;
  const [recording] = await repairRecordings(directory);
  t.match(recording, { path: join(directory, 'call.wav'), complete: false });
  const wav = parseWav(readFileSync(join(directory, 'call.wav')));
  t.ok(wav.samples.length / 2 >= recorded - 8000, `${wav.samples.length / 2} of ${recorded} samples`);
  // Where a busy machine missed a tick there is silence; nothing else may stand there.
  for (const [channel, level] of [4321, 1234].entries()) {
    const sound = channelOf(wav, channel).samples.slice(4000);
    t.ok(sound.every((sample) => sample === level || sample === 0));
    t.ok(sound.filter((sample) => sample === level).length > sound.length / 2);
  }
});
