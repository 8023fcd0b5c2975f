import type { Pace } from './pace.js';
import type { Random } from './random.js';
import type { UrcRouter } from './urc.js';

const ANSWER_MS: readonly [number, number] = [1000, 5000];
/** `<m>` of +CUSD (MAN 5.6). */
const CUSD = { done: 0, replyExpected: 1, notSupported: 4 } as const;

interface Page {
  readonly text: string;
  /** Coding of the text: 15 is plain, 72 is UCS-2 as hex (sim7600.md §2.8). */
  readonly dcs: 15 | 72;
  /** What may be answered, and where it leads; absent at the end of a session. */
  readonly next?: Readonly<Record<string, Page>>;
}

const plain = (text: string, next?: Page['next']): Page => ({ text, dcs: 15, ...(next === undefined ? {} : { next }) });
const coded = (text: string): Page => ({
  text: Buffer.from(text, 'utf16le').swap16().toString('hex').toUpperCase(),
  dcs: 72,
});

/** What the simulated network offers. */
const SERVICES: Readonly<Record<string, Page>> = {
  '*100#': plain('Balance:\r\n12.50 GBP'),
  '*101#': coded('Баланс: 150,75 руб.'),
  '*103#': plain(''),
  '*111#': plain('1 Balance\r\n2 Tariff', {
    '1': plain('Your balance is 12.50 GBP.'),
    '2': plain('Your tariff is Simple.'),
  }),
};

/** Service codes and their sessions: AT+CUSD (MAN 5.6). */
export class Ussd {
  #open: Page['next'];

  constructor(private readonly modem: { readonly pace: Pace; readonly random: Random; readonly urc: UrcRouter }) {}

  /** A code, or the answer within a session; what comes of it is told by +CUSD. */
  send(text: string): void {
    const page = this.#open?.[text] ?? SERVICES[text];
    this.modem.pace.after(this.modem.random.within(ANSWER_MS), () => this.#tell(page));
  }

  cancel(): void {
    this.#open = undefined;
  }

  #tell(page: Page | undefined): void {
    this.#open = page?.next;
    if (page === undefined) return this.modem.urc.emit(`+CUSD: ${CUSD.notSupported}`);
    const mode = page.next === undefined ? CUSD.done : CUSD.replyExpected;
    this.modem.urc.emit(`+CUSD: ${mode},"${page.text}",${page.dcs}`);
  }
}
