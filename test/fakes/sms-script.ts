/** How the modem ends a submission: a final result, or nothing at all after the text; or before it nothing, or an OK that
 *  is that of another command. */
export type Ending = 'OK' | `+CMS ERROR: ${number}` | 'silence' | 'no-prompt' | 'stray-OK';

const CTRL_Z = '\x1A';
const ESC = '\x1B';

/** The modem's side of short messages as a script over any transport; it outlives whoever talks to it. */
export class SmsScript {
  readonly stored = { SM: new Map<number, string>(), SR: new Map<number, string>() };
  /** PDUs that the network took, in order. */
  readonly sent: string[] = [];
  readonly commands: string[] = [];
  /** Of the next submissions; then 'OK'. */
  readonly endings: Ending[] = [];
  /** Called with every command before it is obeyed. */
  onCommand: (command: string) => void = () => undefined;
  #storage: 'SM' | 'SR' = 'SM';
  #typed = '';
  #prompted = false;
  #mr = 0;

  constructor(private readonly write: (text: string) => void) {}

  /** A message arrives in a place of its own. */
  store(storage: 'SM' | 'SR', pdu: string): number {
    const places = this.stored[storage];
    let index = 0;
    while (places.has(index)) index++;
    places.set(index, pdu);
    return index;
  }

  deliver(pdu: string): void {
    this.say(`+CMTI: "SM",${this.store('SM', pdu)}`);
  }

  say(...lines: readonly string[]): void {
    this.write(lines.map((line) => `\r\n${line}\r\n`).join(''));
  }

  /** The host is gone, and whatever it had half typed. */
  forget(): void {
    this.#typed = '';
    this.#prompted = false;
  }

  receive(text: string): void {
    for (const char of text) {
      const ends = char === ESC || char === (this.#prompted ? CTRL_Z : '\r');
      if (!ends) {
        this.#typed += char;
        continue;
      }
      const line = this.#typed;
      this.#typed = '';
      if (this.#prompted) this.#submit(line, char === CTRL_Z);
      else if (char !== ESC && line !== '') this.#obey(line);
    }
  }

  #obey(command: string): void {
    this.commands.push(command);
    this.onCommand(command);
    if (command.startsWith('AT+CMGS=')) return this.#prompt();
    if (command === 'AT+CPMS="SM"' || command === 'AT+CPMS="SR"') this.#storage = command.includes('SM') ? 'SM' : 'SR';
    if (command === 'AT+CMGL=4') {
      for (const [index, pdu] of this.stored[this.#storage]) this.say(`+CMGL: ${index},0,,${pdu.length / 2 - 8}`, pdu);
    }
    const erased = /^AT\+CMGD=(\d+)$/.exec(command);
    if (erased !== null && !this.stored[this.#storage].delete(Number(erased[1]))) return this.say('+CMS ERROR: 321');
    this.say('OK');
  }

  #prompt(): void {
    const [ending] = this.endings;
    if (ending === 'no-prompt' || ending === 'stray-OK') {
      this.endings.shift();
      if (ending === 'stray-OK') this.say('OK');
      return;
    }
    this.#prompted = true;
    this.write('\r\n> ');
  }

  #submit(pdu: string, whole: boolean): void {
    this.#prompted = false;
    if (!whole) return this.say('OK');
    const ending = this.endings.shift() ?? 'OK';
    this.onCommand(pdu);
    if (ending !== 'OK') return ending === 'silence' ? undefined : this.say(ending);
    this.sent.push(pdu);
    this.say(`+CMGS: ${this.#mr++ & 0xff}`, 'OK');
  }
}
