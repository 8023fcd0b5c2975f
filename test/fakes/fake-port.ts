import { SecretaryError } from '../../daemon/base/errors.js';
import { time } from '../../daemon/base/time.js';
import type { OpenPort, PortHandlers } from '../../daemon/modem/port.js';

/** Lines of an answer, framed one by one; null never answers. */
export type Script = readonly string[] | null | ((command: string) => readonly string[] | null);

const OK = ['OK'];

/** What the init of a healthy modem with a registered SIM gets; every other command gets OK. */
const HEALTHY: Readonly<Record<string, Script>> = {
  ATI: [
    'Manufacturer: SIMCOM INCORPORATED',
    'Model: SIMCOM_SIM7600G-H',
    'Revision: SIM7600G_V2.0.2',
    '+GCAP: +CGSM',
    'OK',
  ],
  'AT+CGMR': ['+CGMR: LE20B03SIM7600M22', 'OK'],
  'AT+CSUB': ['+CSUB: B03V01', 'OK'],
  'AT+CGSN': ['864424040123454', 'OK'],
  'AT+CICCID': ['+ICCID: 8944500102198304826', 'OK'],
  'AT+SPIC': ['+SPIC: 3,10,0,10', 'OK'],
  'AT+CPIN?': ['+CPIN: READY', 'OK'],
  'AT+CREG?': ['+CREG: 2,1,"1A2B","0C3D"', 'OK'],
  'AT+CEREG?': ['+CEREG: 2,1,"775C","0C3D",7', 'OK'],
  'AT+CNSMOD?': ['+CNSMOD: 1,8', 'OK'],
  'AT+CSQ': ['+CSQ: 22,99', 'OK'],
  'AT+COPS?': ['+COPS: 0,0,"Example",7', 'OK'],
  'AT+CPCMFRM?': ['+CPCMFRM: 0', 'OK'],
  'AT+CPCMREG?': ['+CPCMREG: 1', 'OK'],
};

/** A modem that is a table of command and answer, on a port without any I/O. Bytes arrive in a microtask of their own,
 *  never inside the write that caused them. */
export class FakeModem {
  readonly commands: string[] = [];
  /** Reads of one byte each. */
  singleBytes = false;
  /** What opening says, when it fails. */
  refuses: string | null = null;
  opened = 0;
  readonly #answers = new Map<string, Script>(Object.entries(HEALTHY));
  #handlers: PortHandlers | null = null;
  #typed = '';

  readonly open: OpenPort = async (_path, handlers) => {
    if (this.refuses !== null) throw new SecretaryError('port-gone', this.refuses);
    this.opened++;
    this.#handlers = handlers;
    this.#typed = '';
    return {
      write: (text) => this.#write(text),
      close: async () => {
        this.#handlers = null;
      },
    };
  };

  answer(command: string, script: Script): this {
    this.#answers.set(command, script);
    return this;
  }

  /** Each line in a frame of its own, all in one read. */
  say(...lines: readonly string[]): void {
    this.raw(lines.map((line) => `\r\n${line}\r\n`).join(''));
  }

  raw(text: string): void {
    const handlers = this.#handlers;
    queueMicrotask(() => {
      const bytes = Buffer.from(text, 'latin1');
      const size = this.singleBytes ? 1 : Math.max(1, bytes.length);
      for (let at = 0; at < bytes.length; at += size) {
        if (handlers !== this.#handlers) return;
        handlers?.data(bytes.subarray(at, at + size));
      }
    });
  }

  /** Says it later; with nothing plugged in nobody hears it. */
  sayAfter(ms: number, ...lines: readonly string[]): void {
    time.after(ms, () => this.say(...lines));
  }

  /** The device goes away under the driver's hands. */
  unplug(): void {
    const handlers = this.#handlers;
    this.#handlers = null;
    handlers?.gone('hang-up');
  }

  count(command: string): number {
    return this.commands.filter((each) => each === command).length;
  }

  #write(text: string): void {
    this.#typed += text;
    // A command ends with CR, what follows a prompt with Ctrl-Z.
    const typed = this.#typed.replaceAll('\x1A', '\r').split('\r');
    this.#typed = typed.pop() ?? '';
    for (const each of typed) if (each.replace('\x1B', '') !== '') this.#obey(each);
  }

  #obey(command: string): void {
    this.commands.push(command);
    const script = this.#answers.get(command);
    const lines = typeof script === 'function' ? script(command) : script;
    if (lines !== null) this.say(...(lines ?? OK));
  }
}
