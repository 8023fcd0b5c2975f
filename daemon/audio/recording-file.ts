import { type FileHandle, open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { SAMPLE_RATE_HZ } from '../base/pcm.js';
import { syncPath } from '../base/sync-path.js';
import { WAV_HEADER_BYTES, wavHeader } from '../base/wav.js';

/** Caller left, assistant right. */
const FORMAT = { channels: 2, sampleRateHz: SAMPLE_RATE_HZ };
const BYTES_PER_SAMPLE = 4;
/** Until the end is known the header promises more than there is: players then play what they find. */
const OPEN_ENDED_BYTES = 0x7fff_fff0;

/** A recording bears this name until it is whole. */
export const partOf = (path: string): string => `${path}.part`;

export async function createPart(path: string): Promise<FileHandle> {
  const file = await open(partOf(path), 'w');
  await writeAll(file, wavHeader(FORMAT, OPEN_ENDED_BYTES), 0);
  return file;
}

/** Writes behind the header at `offset`. A short count is how a full disk begins, so it is tried again to be told why. */
export async function writeSound(file: FileHandle, sound: Buffer, offset: number): Promise<void> {
  await writeAll(file, sound, WAV_HEADER_BYTES + offset);
}

/** Gives the part its true header and its final name, all of it on disk before it returns. Returns the length. */
export async function finishPart(file: FileHandle, path: string): Promise<number> {
  const samples = Math.max(0, Math.floor(((await file.stat()).size - WAV_HEADER_BYTES) / BYTES_PER_SAMPLE));
  await writeAll(file, wavHeader(FORMAT, samples * BYTES_PER_SAMPLE), 0);
  await file.sync();
  await rename(partOf(path), path);
  await syncPath(dirname(path));
  return (samples * 1000) / SAMPLE_RATE_HZ;
}

async function writeAll(file: FileHandle, bytes: Buffer, position: number): Promise<void> {
  for (let done = 0; done < bytes.length; )
    done += (await file.write(bytes, done, bytes.length - done, position + done)).bytesWritten;
}
