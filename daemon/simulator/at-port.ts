import { isAborted } from '../base/errors.js';
import { logger } from '../base/log.js';
import type { Pace } from './pace.js';
import { type CommandCall, parseCommandLine } from './command-line.js';
import { type Reply, finalText } from './reply.js';
import type { Transcript } from './transcript.js';
import type { StreamWire } from './wire.js';

const log = logger('simulator/at-port');

const CR = 0x0d;
const LF = 0x0a;
const BACKSPACE = 0x08;
const CTRL_Z = 0x1a;
const ESC = 0x1b;
/** What fits in the modem's command buffer; the rest of a longer line is lost. */
const MAX_LINE = 2048;

/** One write of an answer. */
export interface Chunk {
  readonly text: string;
  /** Waited before it is written. */
  readonly afterMs: number;
}

/** What a fault makes of one answer. */
export type Disturbance = (answer: readonly Chunk[]) => readonly Chunk[];

/** The modem behind a port. */
export interface AtHost {
  readonly pace: Pace;
  /** Around every line. */
  readonly lineEnd: string;
  style(): { readonly cmee: number; readonly verbose: boolean; readonly quiet: boolean };
  answerDelayMs(): number;
  answerGapMs(): number;
  execute(call: CommandCall, port: AtPort): Reply | Promise<Reply>;
}

/** The discipline of one AT port (V.250 §5; sim7600.md §8.1.3): letters to lines, one command at a time, answers. */
export class AtPort {
  /** On by default, and each port has its own. */
  echo = true;
  #line = '';
  #lastLine = '';
  /** Goes out in one piece, before any answer: those are never given at once. */
  #echoed = '';
  /** Letters that came while a command ran. */
  #pending = Buffer.alloc(0);
  #running = false;
  /** Aborted by the next letter, while a command runs that typing ends. */
  #untilTyped: AbortController | null = null;
  #prompt: { text: string; resolve(text: string | null): void } | null = null;
  readonly #disturbances: Disturbance[] = [];
  readonly #promptDisturbances: Disturbance[] = [];

  constructor(
    private readonly wire: StreamWire,
    private readonly host: AtHost,
    private readonly transcript: Transcript,
  ) {}

  /** Begins to listen; returns what ends it. */
  start(): () => void {
    return this.wire.received.subscribe('at-port', (bytes) => this.type(bytes));
  }

  /** Whoever it is that types. */
  type(bytes: Buffer): void {
    this.transcript.toModem(bytes);
    if (this.#untilTyped !== null) {
      // The letters only serve to end the command (MAN 5.2).
      this.#untilTyped.abort();
      this.#untilTyped = null;
      return;
    }
    this.#pending = Buffer.concat([this.#pending, bytes]);
    this.#consume();
  }

  /** For the command that runs: any letter ends it, and is lost. */
  untilTyped(): AbortSignal {
    this.#untilTyped = new AbortController();
    return this.#untilTyped.signal;
  }

  /** A line that nobody asked for. */
  unsolicited(line: string): void {
    const { lineEnd } = this.host;
    this.write(`${lineEnd}${line}${lineEnd}`);
  }

  write(text: string): void {
    const bytes = Buffer.from(text, 'latin1');
    this.transcript.fromModem(bytes);
    this.wire.write(bytes);
  }

  /** Arms a fault for the next answer. */
  disturbNext(disturbance: Disturbance): void {
    this.#disturbances.push(disturbance);
  }

  disturbNextPrompt(disturbance: Disturbance): void {
    this.#promptDisturbances.push(disturbance);
  }

  /** "> " without a line end, then text up to Ctrl-Z; null when ESC took it back (MAN 7.13). */
  prompt(): Promise<string | null> {
    void this.#send(disturbed(this.#promptDisturbances, [{ text: '\r\n> ', afterMs: 0 }]));
    return new Promise((resolve) => {
      this.#prompt = { text: '', resolve };
      this.#consume();
    });
  }

  #consume(): void {
    while (this.#pending.length > 0 && (!this.#running || this.#prompt !== null)) {
      const letter = this.#pending[0] ?? 0;
      this.#pending = this.#pending.subarray(1);
      if (this.#prompt !== null) this.#takePrompt(letter, this.#prompt);
      else this.#take(letter);
    }
    if (this.#echoed !== '') this.write(this.#echoed);
    this.#echoed = '';
  }

  #takePrompt(letter: number, prompt: { text: string; resolve(text: string | null): void }): void {
    if (letter !== CTRL_Z && letter !== ESC) {
      if (this.echo) this.#echoed += String.fromCharCode(letter);
      prompt.text += String.fromCharCode(letter);
      return;
    }
    this.#prompt = null;
    prompt.resolve(letter === ESC ? null : prompt.text);
  }

  #take(letter: number): void {
    if (letter === LF) return;
    if (this.echo) this.#echoed += String.fromCharCode(letter);
    if (letter === BACKSPACE) this.#line = this.#line.slice(0, -1);
    else if (letter === CR) this.#enter(this.#line);
    else if (this.#line.length < MAX_LINE) this.#line += String.fromCharCode(letter);
    // "A/" repeats the last line, and is the one command without a CR (V.250 §5.2.4).
    if (/^a\/$/i.test(this.#line)) this.#enter(this.#lastLine);
  }

  #enter(line: string): void {
    this.#line = '';
    const calls = parseCommandLine(line);
    if (calls === null) return;
    this.#lastLine = line;
    this.#running = true;
    this.#run(calls).then(
      () => this.#rest(),
      (error: unknown) => {
        // The power went while the command ran: no answer, as on the bench.
        if (!isAborted(error)) log.error('command failed', { error });
        this.#rest();
      },
    );
  }

  #rest(): void {
    this.#running = false;
    this.#untilTyped = null;
    this.#consume();
  }

  async #run(calls: readonly CommandCall[]): Promise<void> {
    const { pace } = this.host;
    await pace.sleep(this.host.answerDelayMs());
    const lines: string[] = [];
    let reply: Reply = { lines: [], final: 'OK' };
    const afterwards: (() => void)[] = [];
    for (const call of calls) {
      reply = await this.host.execute(call, this);
      lines.push(...reply.lines);
      if (reply.afterwards !== undefined) afterwards.push(reply.afterwards);
      if (reply.final !== 'OK') break;
    }
    if (!(await this.#send(disturbed(this.#disturbances, this.#answer(lines, reply))))) return;
    for (const run of afterwards) run();
  }

  /** False when the power went meanwhile. */
  async #send(chunks: readonly Chunk[]): Promise<boolean> {
    for (const { text, afterMs } of chunks) {
      if (afterMs > 0 && !(await this.host.pace.passes(afterMs))) return false;
      this.write(text);
    }
    return true;
  }

  /** An unsolicited line may come between two chunks, never inside one. */
  #answer(lines: readonly string[], reply: Reply): readonly Chunk[] {
    const { lineEnd } = this.host;
    const style = this.host.style();
    const chunks = lines.map((line, at) => ({
      text: at === 0 && style.verbose ? `${lineEnd}${line}${lineEnd}` : `${line}${lineEnd}`,
      afterMs: at === 0 ? 0 : this.host.answerGapMs(),
    }));
    if (style.quiet || reply.final === null) return chunks;
    const final = finalText(reply.final, style);
    const text = style.verbose ? `${lineEnd}${final}${lineEnd}` : `${final}\r`;
    return [...chunks, { text, afterMs: lines.length === 0 ? 0 : this.host.answerGapMs() }];
  }
}

function disturbed(armed: Disturbance[], answer: readonly Chunk[]): readonly Chunk[] {
  return armed.shift()?.(answer) ?? answer;
}
