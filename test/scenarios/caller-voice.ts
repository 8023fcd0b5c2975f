import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { resample } from '../../daemon/base/resample.js';
import { channelOf, parseWav } from '../../daemon/base/wav.js';
import { withoutModels } from '../engines/real.js';

const hasFlite = spawnSync('flite', ['--version']).error === undefined;

/** For tap's `skip`: false when a whole box and a caller can be had here, else the reason. */
export const withoutBox: string | false =
  withoutModels || (hasFlite ? false : 'flite, the voice of the caller, is not here');

/** The same samples each time, and a voice that Vosk understands: what is recognised never depends on luck. */
export function callerWav(text: string): Buffer {
  const directory = mkdtempSync(join(tmpdir(), 'caller-'));
  try {
    const path = join(directory, 'said.wav');
    execFileSync('flite', ['-voice', 'awb', '-t', text, '-o', path]);
    return readFileSync(path);
  } finally {
    rmSync(directory, { recursive: true });
  }
}

export const callerSays = (text: string): Int16Array => resample(channelOf(parseWav(callerWav(text)), 0), 8000).samples;
