import { time } from '../base/time.js';

/** Enough for an hour of calls; a soak must not grow without end. */
const MAX_ENTRIES = 20_000;

interface Entry {
  readonly atMs: number;
  readonly mark: '<' | '>' | '#';
  readonly bytes: Buffer;
}

const ESCAPES: Readonly<Record<string, string>> = { '\r': '\\r', '\n': '\\n', '\t': '\\t', '\\': '\\\\' };

const escaped = (bytes: Buffer): string => Array.from(bytes, escapedByte).join('');

function escapedByte(byte: number): string {
  const letter = String.fromCharCode(byte);
  const plain = byte >= 0x20 && byte < 0x7f ? letter : `\\x${byte.toString(16).padStart(2, '0')}`;
  return ESCAPES[letter] ?? plain;
}

/** All bytes that crossed one AT port, in the form that `secretary modem replay` reads (commands.md). */
export class Transcript {
  readonly #startMs = time.monotonicMs();
  #entries: Entry[] = [];

  fromModem(bytes: Buffer): void {
    this.#add('<', bytes);
  }

  toModem(bytes: Buffer): void {
    this.#add('>', bytes);
  }

  /** What happened beside the bytes: a fault, an unplug. */
  remark(text: string): void {
    this.#add('#', Buffer.from(text));
  }

  text(): string {
    return this.#entries
      .map(({ atMs, mark, bytes }) => `# ${(atMs / 1000).toFixed(3)} s\n${mark} ${escaped(bytes)}\n`)
      .join('');
  }

  #add(mark: Entry['mark'], bytes: Buffer): void {
    // Half at once: to drop the first of many for each new one would cost more than all the rest.
    if (this.#entries.length >= MAX_ENTRIES) this.#entries = this.#entries.slice(MAX_ENTRIES / 2);
    this.#entries.push({ atMs: time.monotonicMs() - this.#startMs, mark, bytes });
  }
}
