import type { Command } from '../commands.js';
import { type Final, readFinal, splitGlued } from './final.js';
import { type Unsolicited, readUnsolicited } from './unsolicited.js';

/** What a line turned out to be. An answer that also tells a fact (registration, signal, SIM …) yields both. */
export type Item =
  | { readonly kind: 'final'; readonly final: Final }
  | { readonly kind: 'answer'; readonly line: string }
  | Exclude<Unsolicited, { kind: 'pdu-follows' }>
  | { readonly kind: 'unknown'; readonly line: string };

/** What the parser must know of the command in flight. */
export type Expectation = Pick<Command, 'text' | 'answer'>;

const PDU = /^[0-9A-Fa-f]{2,}$/;
/** A USSD text has at most 182 characters; one that goes on longer has lost its closing quote. */
const MAX_USSD_LINES = 12;

/** Sorts the lines of an AT port: final result, answer to the command in flight, said unasked, echo, unknown. */
export class AtParser {
  #running: Expectation | null = null;
  #lastText = '';
  #pdu: 'sms' | 'report' | null = null;
  #ussd: string[] = [];

  constructor(private readonly sink: (item: Item) => void) {}

  /** The command whose answer is awaited from now on, or null. To be told before the command is written. */
  expect(command: Expectation | null): void {
    this.#running = command;
    if (command !== null) this.#lastText = command.text;
  }

  line(text: string): void {
    for (const line of splitGlued(text)) this.#sort(line);
  }

  #sort(line: string): void {
    if (this.#continues(line)) return;
    const final = readFinal(line, this.#running?.text ?? '');
    if (final !== null) this.sink({ kind: 'final', final });
    else if (line === this.#lastText) return;
    else if (this.#running?.answer?.test(line) === true) this.#answer(line);
    else this.#unsolicited(line);
  }

  /** The second line of +CMT and +CDS, or a further line of a USSD text. */
  #continues(line: string): boolean {
    const pdu = this.#pdu;
    this.#pdu = null;
    if (pdu !== null && PDU.test(line)) {
      this.sink({ kind: 'fact', fact: { type: pdu, pdu: line } });
      return true;
    }
    return this.#ussd.length > 0 && this.#continuesUssd(line);
  }

  #continuesUssd(line: string): boolean {
    const before = this.#ussd.join('\n');
    const lines = this.#ussd.length + 1;
    this.#ussd = [];
    // A line that means something by itself shows that the closing quote was lost; it must not be lost with it.
    const meaningful = readFinal(line, '') !== null || readUnsolicited(line) !== null;
    if (meaningful || lines > MAX_USSD_LINES) {
      this.#unknown(before);
      return false;
    }
    if (line.includes('"')) this.#unsolicited(`${before}\n${line}`);
    else this.#ussd = [...before.split('\n'), line];
    return true;
  }

  #answer(line: string): void {
    this.sink({ kind: 'answer', line });
    const told = readUnsolicited(line);
    // A pattern as wide as that of ATI also takes in a RING that comes between.
    if (told?.kind === 'fact' || (told?.kind === 'call' && !line.startsWith('+'))) this.sink(told);
  }

  #unsolicited(line: string): void {
    if (line.startsWith('+CUSD:') && (line.match(/"/g)?.length ?? 0) % 2 === 1) {
      this.#ussd = [line];
      return;
    }
    const told = readUnsolicited(line);
    if (told === null) this.#unknown(line);
    else if (told.kind === 'pdu-follows') this.#pdu = told.type;
    else this.sink(told);
  }

  #unknown(line: string): void {
    this.sink({ kind: 'unknown', line });
  }
}
