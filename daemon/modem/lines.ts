/** Longest line that the modem has reason to send is a PDU of some 360 characters; what goes on beyond this is noise. */
const MAX_LINE_CHARS = 2048;

export interface LineSink {
  /** A line without its CRs, LF and surrounding blanks; never empty, never longer than 2048 characters. */
  line(text: string): void;
  /** The prompt of a command that was announced with `awaitPrompt`. */
  prompt(): void;
}

/** Cuts the byte stream of an AT port into lines. Our own rather than @serialport/parser-readline, which holds back the
 *  prompt (it has no line end, sim7600.md §5 row 3) and grows without limit on a line that does not end. */
export class LineSplitter {
  #held = '';
  /** The line is longer than any honest one: its rest is thrown away up to the next line end. */
  #overlong = false;
  #awaitingPrompt = false;

  constructor(private readonly sink: LineSink) {}

  /** From now on a `> ` at the start of a line is the prompt, once. */
  awaitPrompt(awaiting: boolean): void {
    this.#awaitingPrompt = awaiting;
  }

  /** Bytes in pieces of any size; one byte becomes one character (latin1). */
  push(chunk: Uint8Array): void {
    const text = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength).toString('latin1');
    let from = 0;
    for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', from)) {
      this.#hold(text.slice(from, at));
      this.#endLine();
      from = at + 1;
    }
    this.#hold(text.slice(from));
    if (this.#awaitingPrompt && /^\r*> ?$/.test(this.#held)) {
      this.#awaitingPrompt = false;
      this.#held = '';
      this.sink.prompt();
    }
  }

  #hold(text: string): void {
    if (this.#overlong) return;
    this.#held += text;
    if (this.#held.length <= MAX_LINE_CHARS) return;
    this.#held = this.#held.slice(0, MAX_LINE_CHARS);
    this.#overlong = true;
  }

  #endLine(): void {
    // NULs come with a port that is being opened or a modem that is going down; they hide a good line behind them.
    const line = this.#held.replaceAll('\0', '').trim();
    this.#held = '';
    this.#overlong = false;
    if (line !== '') this.sink.line(line);
  }
}
