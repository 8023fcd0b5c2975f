import { time } from '../base/time.js';

/** Enough for an hour of calls; a soak must not grow without end. */
const MAX_ENTRIES = 20_000;

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
  readonly #entries: { atMs: number; line: string }[] = [];

  fromModem(bytes: Buffer): void {
    this.#add(`< ${escaped(bytes)}`);
  }

  toModem(bytes: Buffer): void {
    this.#add(`> ${escaped(bytes)}`);
  }

  /** What happened beside the bytes: a fault, an unplug. */
  remark(text: string): void {
    this.#add(`# ${text}`);
  }

  text(): string {
    return this.#entries.map(({ atMs, line }) => `# ${(atMs / 1000).toFixed(3)} s\n${line}\n`).join('');
  }

  #add(line: string): void {
    if (this.#entries.length >= MAX_ENTRIES) this.#entries.shift();
    this.#entries.push({ atMs: time.monotonicMs() - this.#startMs, line });
  }
}
