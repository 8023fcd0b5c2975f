import { withDeadline } from '../base/abort.js';
import { SecretaryError } from '../base/errors.js';
import { act, set } from './commands.js';
import type { Link } from './link.js';
import { readUssdText } from './parser/ussd-text.js';
import type { Fact } from './parser/unsolicited.js';

/** The network may take that long (sim7600.md §2.11). */
const ANSWER_MS = 120_000;

export interface UssdReply {
  readonly text: string;
  /** The session goes on: the next text answers this one. */
  readonly expectsReply: boolean;
}

/** `*21*`, `##002#`, `*#06#` …: service codes of 3GPP 22.030 Annex B, which divert, bar or reconfigure instead of asking. */
const SERVICE_CODE = /^[*#]{1,2}(?:0[0-9]|0\d\d|2[15]|3[0135]|33[0-3]|35[13]|4[35]|6[1267]|7[567]|300)(?=[*#])/;

/** Sessions of codes such as *100#, one at a time. */
export class Ussd {
  #running = false;

  constructor(private readonly link: () => Link) {}

  /** A code, or the answer within a session. Rejects 'bad-input' for what is neither, 'refused' for a code that changes
   *  the line or when the network refuses, 'busy' while another is on its way, 'timeout' after two minutes. */
  async ask(text: string, signal: AbortSignal): Promise<UssdReply> {
    if (!/^[0-9*#+]{1,100}$/.test(text)) throw new SecretaryError('bad-input', 'a code has only digits, *, # and +');
    if (SERVICE_CODE.test(text)) throw new SecretaryError('refused', 'that code changes the line instead of asking');
    if (this.#running) throw new SecretaryError('busy', 'another code is on its way', { retryable: true });
    this.#running = true;
    try {
      return await exchange(this.link(), text, signal);
    } finally {
      this.#running = false;
    }
  }

  /** Ends the session; without one it does nothing. */
  async cancel(): Promise<void> {
    await this.link().queue.ask(set('AT+CUSD=2'));
  }
}

type Told = Extract<Fact, { type: 'ussd' }>;

async function exchange(link: Link, text: string, signal: AbortSignal): Promise<UssdReply> {
  const over = new AbortController();
  // Heard before it is asked: the answer may overtake the OK.
  const told = link.facts.next(({ type }) => type === 'ussd', AbortSignal.any([signal, link.closed, over.signal]));
  told.catch(() => undefined);
  try {
    await link.queue.run(act(`AT+CUSD=1,"${text}",15`, { answer: null }));
    return readReply((await withDeadline(told, ANSWER_MS, 'code')) as Told);
  } finally {
    over.abort();
  }
}

/** `<m>` of +CUSD: 0 done, 1 reply expected, 2 ended by the network, 4 not supported, 5 timeout (MAN 5.6). */
function readReply({ status, text, coding }: Told): UssdReply {
  const words = readUssdText(text ?? '', coding);
  if (status === 0 || status === 1 || (status === 2 && words !== ''))
    return { text: words, expectsReply: status === 1 };
  const why = { 2: 'ended the session', 4: 'does not know that code', 5: 'did not answer in time' }[status];
  throw new SecretaryError('refused', `the network ${why ?? 'refused the code'}`, { retryable: status === 5 });
}
