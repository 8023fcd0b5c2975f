import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { messageOf } from '../base/errors.js';
import { logger } from '../base/log.js';
import type { Recording } from './media.js';
import { finishPart, partOf } from './recording-file.js';

const log = logger('audio/recording-repair');
const PART = partOf('.wav');

/** At start, after a power cut: every unfinished recording below `directory` gets a valid header and its final name. */
export async function repairRecordings(directory: string): Promise<Recording[]> {
  const repaired: Recording[] = [];
  for (const name of await readdir(directory, { recursive: true })) {
    if (!name.endsWith(PART)) continue;
    const recording = await repairRecording(join(directory, name.slice(0, -partOf('').length)));
    if (recording !== null) repaired.push(recording);
  }
  return repaired;
}

/** The unfinished recording that was to become `path`; null when there is none or the disk refuses. */
export async function repairRecording(path: string): Promise<Recording | null> {
  try {
    const file = await open(partOf(path), 'r+');
    try {
      return { path, durationMs: await finishPart(file, path), complete: false };
    } finally {
      await file.close();
    }
  } catch (error) {
    log.warn('a recording could not be repaired', { path, error: messageOf(error) });
    return null;
  }
}
