import { FRAME_BYTES, samplesOf } from '../base/pcm.js';

/** Swapped, even the faintest line noise is this rough (mean step between samples); pure silence tells nothing. */
const MIN_ROUGHNESS = 100;
/** How much rougher than the other parity a block must be. Noise is equally rough in both. */
const RATIO = 3;
/** Bytes read in the wrong order are spread evenly (mean 16384); only clipped sound is louder, and its low bytes lie. */
const CLIPPED_MEAN = 22_000;
const SUSPECTS_TO_REALIGN = 2;
const NOTHING = Buffer.alloc(0);

/**
 * Bytes of the PCM port to samples, in blocks of 160. A lost byte swaps the halves of every sample from there on and
 * turns speech into full-scale noise (sim7600.md §4.8): such blocks are muted, and after two the stream is shifted back.
 */
export class Aligner {
  #rest = NOTHING;
  /** 1 when the byte to be dropped has not come yet, as is usual when bytes come in whole frames. */
  #skip = 0;
  #suspects = 0;
  #realigned = 0;

  get realigned(): number {
    return this.#realigned;
  }

  /** The blocks are valid as long as `bytes`. */
  push(bytes: Buffer): Int16Array[] {
    const stream = this.#rest.length === 0 ? bytes : Buffer.concat([this.#rest, bytes]);
    const blocks: Int16Array[] = [];
    let at = Math.min(this.#skip, stream.length);
    this.#skip -= at;
    while (at + FRAME_BYTES <= stream.length) {
      const block = stream.subarray(at, at + FRAME_BYTES);
      const shifted = this.#looksShifted(block);
      blocks.push(shifted ? new Int16Array(FRAME_BYTES / 2) : samplesOf(block));
      at += FRAME_BYTES;
      if (this.#suspects < SUSPECTS_TO_REALIGN) continue;
      this.#suspects = 0;
      this.#realigned++;
      if (at < stream.length) at++;
      else this.#skip = 1;
    }
    this.#rest = at === stream.length ? NOTHING : Buffer.from(stream.subarray(at));
    return blocks;
  }

  #looksShifted(block: Buffer): boolean {
    const now = roughness(block, 0);
    if (now.mean > CLIPPED_MEAN || now.step < MIN_ROUGHNESS) return false;
    const suspect = now.step > RATIO * roughness(block, 1).step;
    this.#suspects = suspect ? this.#suspects + 1 : 0;
    return suspect;
  }
}

/** Mean absolute sample and mean step from sample to sample, when samples begin at byte `offset`. */
function roughness(block: Buffer, offset: 0 | 1): { mean: number; step: number } {
  const count = Math.floor((block.length - offset) / 2);
  let level = 0;
  let step = 0;
  let before = block.readInt16LE(offset);
  for (let i = 0; i < count; i++) {
    const sample = block.readInt16LE(offset + 2 * i);
    level += Math.abs(sample);
    step += Math.abs(sample - before);
    before = sample;
  }
  return { mean: level / count, step: step / count };
}
