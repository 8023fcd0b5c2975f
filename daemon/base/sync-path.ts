import { open } from 'node:fs/promises';

/** Puts a file on disk, or what was made, renamed or removed in a folder: without it a power cut may undo that. */
export async function syncPath(path: string): Promise<void> {
  await using handle = await open(path);
  await handle.sync();
}
