import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { channelOf, parseWav } from '../../daemon/base/wav.js';
import { resample } from '../../daemon/base/resample.js';

/** Deterministic speech at 8 kHz from one of Debian's small synthesisers, without silence at its ends. */
export function spoken(text: string, voice: 'espeak' | 'flite' = 'espeak'): Int16Array {
  const directory = mkdtempSync(join(tmpdir(), 'speech-'));
  const path = join(directory, 'speech.wav');
  try {
    if (voice === 'espeak') execFileSync('espeak-ng', ['-w', path, text]);
    else execFileSync('flite', ['-t', text, '-o', path]);
    return trimmed(resample(channelOf(parseWav(readFileSync(path)), 0), 8000).samples);
  } finally {
    rmSync(directory, { recursive: true });
  }
}

function trimmed(samples: Int16Array): Int16Array {
  const loud = (sample: number) => Math.abs(sample) > 500;
  return samples.slice(samples.findIndex(loud), samples.findLastIndex(loud) + 1);
}
