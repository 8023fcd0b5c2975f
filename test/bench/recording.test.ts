import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { wavHeader } from '../../daemon/base/wav.js';
import { floorsOf, readRecording } from './recording.js';

type Sound = readonly [fromMs: number, toMs: number];

/** A recording with a steady tone in these stretches. */
function recorded(path: string, caller: readonly Sound[], assistant: readonly Sound[]): string {
  const data = Buffer.alloc(8 * 4 * 6000);
  for (const [channel, sounds] of [caller, assistant].entries())
    for (const [fromMs, toMs] of sounds)
      for (let i = fromMs * 8; i < toMs * 8; i++)
        data.writeInt16LE(Math.round(3000 * Math.sin(i)), 4 * i + 2 * channel);
  writeFileSync(path, Buffer.concat([wavHeader({ channels: 2, sampleRateHz: 8000 }, data.length), data]));
  return path;
}

const deadAirs = (path: string) => floorsOf(readRecording(path)).map(({ deadAirMs }) => deadAirMs);

t.test('dead air is what lies between the two voices, to the step of 5 ms', async (t) => {
  const path = recorded(
    join(t.testdir(), 'a.wav'),
    [
      [1000, 2000],
      [4000, 4500],
    ],
    [
      [200, 800],
      [2345, 3000],
      [4730, 5000],
    ],
  );
  t.same(deadAirs(path), [345, 230]);
});

t.test('a pause in which the assistant stays silent is none, a breath does not end an answer', async (t) => {
  const path = recorded(
    join(t.testdir(), 'a.wav'),
    [
      [1000, 1500],
      [2100, 2500],
    ],
    [
      [2900, 3200],
      [3450, 3800],
    ],
  );
  t.same(deadAirs(path), [400]);
});

t.test('an assistant that cuts in is below zero', async (t) => {
  t.same(deadAirs(recorded(join(t.testdir(), 'a.wav'), [[1000, 2000]], [[1800, 3000]])), [-200]);
});
