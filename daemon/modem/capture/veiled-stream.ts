import type { Veil } from './veil.js';

interface Chunk {
  readonly ms: number;
  readonly text: string;
}

/** Passes chunks on as they came, with the people in them hidden. A number may be cut in two by the reads, so chunks wait
 *  for the end of their line. */
export class VeiledStream {
  #waiting: Chunk[] = [];

  constructor(
    private readonly veil: Veil,
    private readonly sink: (chunk: Chunk) => void,
  ) {}

  push(chunk: Chunk): void {
    this.#waiting.push(chunk);
    if (/[\r\n]$/.test(chunk.text)) this.flush();
  }

  /** To be called at the end: what waits has no end of line. */
  flush(): void {
    const chunks = this.#waiting;
    this.#waiting = [];
    const veiled = this.veil.over(chunks.map(({ text }) => text).join(''));
    let from = 0;
    for (const { ms, text } of chunks) {
      this.sink({ ms, text: veiled.slice(from, from + text.length) });
      from += text.length;
    }
  }
}
