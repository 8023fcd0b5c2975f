import { SecretaryError } from './errors.js';
import type { Pcm } from './pcm.js';

export const WAV_HEADER_BYTES = 44;

export interface WavFormat {
  readonly channels: number;
  readonly sampleRateHz: number;
}

/** The 44-byte RIFF header of 16-bit PCM. */
export function wavHeader(format: WavFormat, dataBytes: number): Buffer {
  const header = Buffer.alloc(WAV_HEADER_BYTES);
  const blockAlign = format.channels * 2;
  header.write('RIFF', 0, 'latin1');
  header.writeUInt32LE(36 + dataBytes, 4);
  header.write('WAVEfmt ', 8, 'latin1');
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(format.channels, 22);
  header.writeUInt32LE(format.sampleRateHz, 24);
  header.writeUInt32LE(format.sampleRateHz * blockAlign, 28);
  header.writeUInt16LE(blockAlign, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36, 'latin1');
  header.writeUInt32LE(dataBytes, 40);
  return header;
}

export interface Wav extends WavFormat {
  /** Interleaved when there is more than one channel. */
  readonly samples: Int16Array;
}

/** Reads 16-bit PCM WAV with any chunks around it; throws 'bad-input' in words that name what is wrong. */
export function parseWav(file: Buffer): Wav {
  const bad = (what: string) => new SecretaryError('bad-input', `not a WAV that can be used: ${what}`);
  if (file.length < 12 || file.toString('latin1', 0, 4) !== 'RIFF' || file.toString('latin1', 8, 12) !== 'WAVE') {
    throw bad('no RIFF/WAVE header');
  }
  let format: WavFormat | undefined;
  for (let at = 12; at + 8 <= file.length; ) {
    const id = file.toString('latin1', at, at + 4);
    const size = file.readUInt32LE(at + 4);
    const body = file.subarray(at + 8, Math.min(file.length, at + 8 + size));
    if (id === 'fmt ' && body.length >= 16) {
      if (body.readUInt16LE(14) !== 16 || ![1, 0xfffe].includes(body.readUInt16LE(0)))
        throw bad('only 16-bit PCM is read');
      format = { channels: body.readUInt16LE(2), sampleRateHz: body.readUInt32LE(4) };
      if (format.channels === 0 || format.sampleRateHz < 4000 || format.sampleRateHz > 192_000) throw bad('odd format');
    }
    if (id === 'data') {
      if (format === undefined) throw bad('data before format');
      const count = Math.floor(body.length / 2);
      const samples = new Int16Array(count);
      for (let i = 0; i < count; i++) samples[i] = body.readInt16LE(2 * i);
      return { ...format, samples };
    }
    at += 8 + size + (size % 2);
  }
  throw bad('no sound in it');
}

/** One channel of a WAV, as a clip. */
export function channelOf(wav: Wav, channel: number): Pcm {
  if (wav.channels === 1) return { samples: wav.samples, sampleRateHz: wav.sampleRateHz };
  const samples = new Int16Array(Math.floor(wav.samples.length / wav.channels));
  for (let i = 0; i < samples.length; i++) samples[i] = wav.samples[i * wav.channels + channel] ?? 0;
  return { samples, sampleRateHz: wav.sampleRateHz };
}

/** The whole file for a clip of one channel. */
export function encodeWav(clip: Pcm): Buffer {
  const data = Buffer.from(clip.samples.buffer, clip.samples.byteOffset, clip.samples.byteLength);
  return Buffer.concat([wavHeader({ channels: 1, sampleRateHz: clip.sampleRateHz }, data.length), data]);
}
