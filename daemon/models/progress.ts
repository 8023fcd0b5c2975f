import { type Cancel, time } from '../base/time.js';

/** Where a command's words go: standard output, or a list in a test. */
export interface Terminal {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

const TTY_EVERY_MS = 250;
const LINE_EVERY_MS = 5000;

/** Bytes of `total` (null: unknown) that are here by now. */
export type Watch = (bytes: number, total: number | null) => void;

/** One thing on its way: a line that is drawn anew on a terminal, a line every five seconds in a log. */
export class Progress {
  #bytes = 0;
  #total: number | null = null;
  /** Bytes that a broken download had brought before: they tell nothing about the rate. */
  #startBytes: number | null = null;
  readonly #startMs = time.monotonicMs();
  readonly #cancel: Cancel;

  /** `expectedBytes` stands in for a total that the client does not tell. */
  constructor(
    private readonly label: string,
    private readonly expectedBytes: number,
    private readonly out: Terminal,
  ) {
    this.#cancel = time.every(out.isTTY === true ? TTY_EVERY_MS : LINE_EVERY_MS, () => this.#draw());
  }

  readonly watch: Watch = (bytes, total) => {
    this.#startBytes ??= bytes;
    this.#bytes = bytes;
    this.#total = total;
  };

  /** Ends the drawing and leaves one line: `label: note`. */
  end(note: string): void {
    this.#cancel();
    this.out.write(`${this.out.isTTY === true ? '\r\u001b[K' : ''}${this.label}: ${note}\n`);
  }

  #draw(): void {
    const text = `${this.label}: ${this.#figures()}`;
    this.out.write(this.out.isTTY === true ? `\r\u001b[K${text}` : `${text}\n`);
  }

  #figures(): string {
    const seconds = (time.monotonicMs() - this.#startMs) / 1000;
    const total = this.#total ?? this.expectedBytes;
    const perSecond = seconds > 0 ? (this.#bytes - (this.#startBytes ?? 0)) / seconds : 0;
    const about = this.#total === null ? 'about ' : '';
    const done = `${megabytes(this.#bytes)} of ${about}${megabytes(total)} MB`;
    if (perSecond <= 0) return `${done}, waiting for ${Math.round(seconds)} s`;
    const leftSeconds = Math.max(0, Math.ceil((total - this.#bytes) / perSecond));
    return `${done}, ${megabytes(perSecond)} MB/s, ${about}${leftSeconds} s left`;
  }
}

export const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(1);
