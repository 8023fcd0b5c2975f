import { SecretaryError } from '../base/errors.js';
import { answerOf } from './commands.js';
import { Interpreter } from './interpreter.js';
import type { ModemEvent } from './line.js';
import { PastCallers } from './past-callers.js';
import { LineSplitter } from './lines.js';
import { AtParser, type Item } from './parser/parser.js';

/** What `secretary modem replay FILE` prints: the events of a transcript, through the driver's own lines, parser and
 *  interpreter. `<` lines came from the modem, `>` lines went to it, both with C escapes; `#` is a comment. There is no
 *  time in a transcript, so whatever the driver would wait for is taken to have happened at the end of it. Throws
 *  'bad-input' with the number of a line that is none of the three. */
export function replay(transcript: string): readonly ModemEvent[] {
  const events: ModemEvent[] = [];
  const player = new Replay((event) => events.push(event));
  for (const [index, line] of transcript.split(/\r?\n/).entries()) {
    const text = line.slice(1).replace(/^ /, '');
    if (line.startsWith('<')) player.fromModem(unescape(text, index + 1));
    else if (line.startsWith('>')) player.toModem(unescape(text, index + 1).toString('latin1'));
    else if (line.trim() !== '' && !line.startsWith('#')) throw badLine(index + 1);
  }
  player.end();
  return events;
}

class Replay {
  readonly #interpreter = new Interpreter({
    past: new PastCallers(),
    publish: (event) => this.publish(event),
    told: () => undefined,
    confirm: () => undefined,
  });
  readonly #parser = new AtParser((item) => this.#take(item));
  readonly #splitter = new LineSplitter({ line: (text) => this.#parser.line(text), prompt: () => undefined });
  #command: string | null = null;
  #lines: string[] = [];

  constructor(private readonly publish: (event: ModemEvent) => void) {}

  fromModem(bytes: Buffer): void {
    this.#splitter.push(bytes);
  }

  /** A command, or what follows a prompt, which is none. */
  toModem(text: string): void {
    const command = text.replace(/[\r\n]+$/, '');
    if (!/^A(T|\/$)/i.test(command)) return;
    this.#command = command;
    this.#lines = [];
    this.#parser.expect({ text: command, answer: answerOf(command) });
    this.#splitter.awaitPrompt(/^AT\+CMG[SW]=/i.test(command));
    this.#interpreter.sent(command);
  }

  /** What was in doubt is believed: nothing more will be said about it. */
  end(): void {
    const { calls } = this.#interpreter;
    if (calls.call?.doubt !== null || calls.call.closing) this.#findNoCalls();
    else calls.announce();
  }

  #take(item: Item): void {
    if (item.kind === 'answer') this.#lines.push(item.line);
    else if (item.kind === 'call') this.#interpreter.call(item.signal);
    else if (item.kind === 'fact') this.#interpreter.fact(item.fact);
    else if (item.kind === 'unknown') this.publish({ type: 'unknown', line: item.line });
    else if (this.#command === null) this.publish({ type: 'unknown', line: item.final.text });
    else {
      const command = this.#command;
      this.#command = null;
      this.#parser.expect(null);
      this.publish({ type: 'final', command, result: item.final.text });
      this.#interpreter.ended(command, { final: item.final, lines: this.#lines });
      if (/^AT\+CHUP$/i.test(command) && item.final.ok) this.#findNoCalls();
    }
  }

  /** The driver would look at the list now, and find it empty. */
  #findNoCalls(): void {
    const { calls } = this.#interpreter;
    calls.sent('AT+CLCC');
    calls.list([]);
  }
}

const badLine = (number: number) =>
  new SecretaryError('bad-input', `line ${number} of the transcript starts with neither < nor > nor #`);

const ESCAPES: Readonly<Record<string, string>> = {
  r: '\r',
  n: '\n',
  t: '\t',
  a: '\x07',
  b: '\b',
  f: '\f',
  v: '\v',
  e: '\x1B',
  '0': '\0',
  '\\': '\\',
  '"': '"',
  "'": "'",
  '?': '?',
};

/** C escapes to bytes; a byte that is no escape stands for itself (latin1). */
function unescape(text: string, line: number): Buffer {
  const plain = text.replace(/\\(x[0-9A-Fa-f]{1,2}|[0-7]{1,3}|.|$)/g, (_, escape: string) => {
    if (/^x./.test(escape)) return String.fromCharCode(Number.parseInt(escape.slice(1), 16));
    if (/^[0-7]+$/.test(escape)) return String.fromCharCode(Number.parseInt(escape, 8) & 0xff);
    const char = ESCAPES[escape];
    if (char === undefined) throw new SecretaryError('bad-input', `line ${line} of the transcript: unknown escape`);
    return char;
  });
  return Buffer.from(plain, 'latin1');
}
