import { createWriteStream } from 'node:fs';
import { type FileHandle, mkdir, open } from 'node:fs/promises';
import path from 'node:path';
import { PassThrough, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { crc32, createInflateRaw } from 'node:zlib';
import { SecretaryError } from '../base/errors.js';

/** Record layouts: PKWARE APPNOTE 6.3 §4.3.7 (local header), §4.3.12 (central directory), §4.3.16 (its end). */
const END_SIGNATURE = 0x06054b50;
const END_BYTES = 22;
const CENTRAL_SIGNATURE = 0x02014b50;
const CENTRAL_BYTES = 46;
const LOCAL_BYTES = 30;
const MAX_COMMENT_BYTES = 0xffff;
const STORED = 0;
const DEFLATED = 8;

interface Entry {
  readonly name: string;
  readonly method: number;
  readonly crc: number;
  readonly packedBytes: number;
  readonly bytes: number;
  readonly headerAt: number;
}

/** Unpacks one file (`inside` = its path) or everything below a folder (`inside` ends with a slash) of a zip, wheel or
 *  aar into `target`. A name that would land outside `target` is refused before anything is written. */
export async function unzip(archive: string, inside: string, target: string, signal: AbortSignal): Promise<void> {
  const file = await open(archive);
  try {
    const wanted = (await readEntries(file, archive))
      .filter((entry) => (inside.endsWith('/') ? entry.name.startsWith(inside) : entry.name === inside))
      .filter((entry) => !entry.name.endsWith('/'))
      .map((entry) => ({ entry, to: placeOf(entry.name, inside, target) }));
    if (wanted.length === 0) throw damaged(archive, `it does not hold ${inside}`);
    for (const { entry, to } of wanted) {
      await mkdir(path.dirname(to), { recursive: true });
      await unpack(file, { archive, entry, to }, signal);
    }
  } finally {
    await file.close();
  }
}

function placeOf(name: string, inside: string, target: string): string {
  const relative = inside.endsWith('/') ? name.slice(inside.length) : path.posix.basename(name);
  const to = path.resolve(target, relative);
  const below = to.startsWith(path.resolve(target) + path.sep);
  if (!below || /[\\\0]/.test(relative)) {
    throw new SecretaryError('refused', 'the archive names a file outside its folder: it is not what it claims to be');
  }
  return to;
}

async function readEntries(file: FileHandle, archive: string): Promise<Entry[]> {
  const { size } = await file.stat();
  const tail = await readAt(file, Math.max(0, size - END_BYTES - MAX_COMMENT_BYTES), size);
  let end = tail.length - END_BYTES;
  while (end >= 0 && tail.readUInt32LE(end) !== END_SIGNATURE) end--;
  if (end < 0) throw damaged(archive, 'its end is missing or it is no zip');
  const count = tail.readUInt16LE(end + 10);
  const directoryAt = tail.readUInt32LE(end + 16);
  const directoryEnd = directoryAt + tail.readUInt32LE(end + 12);
  if (directoryEnd > size) throw damaged(archive, 'its list of files is broken');
  const directory = await readAt(file, directoryAt, directoryEnd);
  const entries: Entry[] = [];
  for (let at = 0; entries.length < count; ) {
    if (at + CENTRAL_BYTES > directory.length || directory.readUInt32LE(at) !== CENTRAL_SIGNATURE) {
      throw damaged(archive, 'its list of files is broken');
    }
    const nameBytes = directory.readUInt16LE(at + 28);
    entries.push({
      name: directory.toString('utf8', at + CENTRAL_BYTES, at + CENTRAL_BYTES + nameBytes),
      method: directory.readUInt16LE(at + 10),
      crc: directory.readUInt32LE(at + 16),
      packedBytes: directory.readUInt32LE(at + 20),
      bytes: directory.readUInt32LE(at + 24),
      headerAt: directory.readUInt32LE(at + 42),
    });
    at += CENTRAL_BYTES + nameBytes + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32);
  }
  return entries;
}

interface Unpacking {
  readonly archive: string;
  readonly entry: Entry;
  readonly to: string;
}

async function unpack(file: FileHandle, { archive, entry, to }: Unpacking, signal: AbortSignal): Promise<void> {
  if (entry.method !== STORED && entry.method !== DEFLATED) throw damaged(archive, 'it is packed in an unknown way');
  const header = await readAt(file, entry.headerAt, entry.headerAt + LOCAL_BYTES);
  if (header.length < LOCAL_BYTES) throw damaged(archive, 'it ends too early');
  // Name and extra field are repeated here, and the extra field may be longer than the one in the directory.
  const start = entry.headerAt + LOCAL_BYTES + header.readUInt16LE(26) + header.readUInt16LE(28);
  const packed = readStream(file, start, start + entry.packedBytes);
  const inflate = entry.method === DEFLATED ? createInflateRaw() : new PassThrough();
  const checked = checker(entry, archive);
  try {
    await pipeline(packed, inflate, checked, createWriteStream(to), { signal });
  } catch (error) {
    if (error instanceof Error && 'code' in error && String(error.code).startsWith('Z_')) {
      throw damaged(archive, 'its contents do not unpack');
    }
    throw error;
  }
}

/** Passes bytes on while counting and summing them; more bytes than announced stop it, so that a bomb cannot fill the card. */
function checker(entry: Entry, archive: string): Transform {
  let bytes = 0;
  let sum = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, pass) {
      bytes += chunk.length;
      sum = crc32(chunk, sum);
      pass(bytes > entry.bytes ? damaged(archive, 'a file in it is longer than announced') : null, chunk);
    },
    flush(done) {
      const intact = bytes === entry.bytes && sum === entry.crc;
      done(intact ? null : damaged(archive, 'a file in it fails its checksum'));
    },
  });
}

async function* readStream(file: FileHandle, from: number, to: number): AsyncGenerator<Buffer> {
  const STEP = 1 << 18;
  for (let at = from; at < to; at += STEP) yield await readAt(file, at, Math.min(to, at + STEP));
}

async function readAt(file: FileHandle, from: number, to: number): Promise<Buffer> {
  const buffer = Buffer.alloc(Math.max(0, to - from));
  const { bytesRead } = await file.read(buffer, 0, buffer.length, from);
  return buffer.subarray(0, bytesRead);
}

const damaged = (archive: string, how: string): SecretaryError =>
  new SecretaryError('model-corrupt', `${path.basename(archive)} is damaged: ${how}`);
