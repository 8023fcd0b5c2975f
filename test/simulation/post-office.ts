import { SecretaryError, hasCode } from '../../daemon/base/errors.js';
import { decodePdu } from '../../daemon/modem/sms/pdu.js';
import type { SmsService } from '../../daemon/modem/sms/service.js';
import type { SmsCentre } from '../../daemon/simulator/sms-centre.js';
import type { Database } from '../../daemon/store/tables.js';

/** The first time, and one repetition after a result that did not come. */
const SENT_AT_MOST = 2;
const UNFINISHED: ReadonlySet<string> = new Set(['queued', 'submitting']);

/** What the network knows of messages, held against what the box has written down. Every text is told from all others. */
export class PostOffice {
  readonly #written: string[] = [];
  readonly #ordered: string[] = [];
  readonly #sent = new Map<string, number>();

  constructor(
    private readonly centre: SmsCentre,
    private readonly sms: SmsService,
    private readonly db: Database,
  ) {
    centre.sent.subscribe('post office', ({ pdu }) => this.#count(pdu));
  }

  /** Somebody writes to the box. */
  write(): void {
    const text = `Message ${this.#written.length} to the box`;
    this.#written.push(text);
    this.centre.write('+447700900456', text);
  }

  /** The box is told to write to somebody; it may refuse one on whom the modem hung lately. */
  async send(): Promise<void> {
    const number = this.#ordered.length;
    const text = `Message ${number} from the box`;
    try {
      // To another recipient each time: a report names no message, only whom it went to.
      await this.sms.send({ to: `+44780${String(number).padStart(7, '0')}`, text, report: true });
      this.#ordered.push(text);
    } catch (error) {
      if (!hasCode(error, 'refused') && !hasCode(error, 'disk')) throw error;
    }
  }

  /** What is wrong when all has come to rest, as sentences. */
  async audit(): Promise<readonly string[]> {
    const rows = await this.db.selectFrom('smsIn').select('text').execute();
    const received = rows.map(({ text }) => text);
    const times = (text: string) => received.filter((each) => each === text).length;
    const parts = await this.db
      .selectFrom('smsOutParts')
      .innerJoin('smsOut', 'smsOut.id', 'smsOutParts.smsId')
      .select(['text', 'state'])
      .execute();
    const sent = (text: string) => this.#sent.get(text) ?? 0;
    return [
      ...this.#written.filter((text) => times(text) !== 1).map((text) => `"${text}" is kept ${times(text)} times`),
      ...this.#ordered.filter((text) => sent(text) > SENT_AT_MOST).map((text) => `"${text}" was sent too often`),
      ...this.#ordered.filter((text) => !parts.some((part) => part.text === text)).map((text) => `"${text}" is lost`),
      ...parts
        .filter(({ text, state }) => UNFINISHED.has(state) || (state === 'sent' && sent(text) === 0))
        .map(({ text, state }) => `"${text}" is ${state}, and was sent ${sent(text)} times`),
    ];
  }

  #count(hex: string): void {
    const pdu = decodePdu(hex);
    if (pdu.type !== 'submit') throw new SecretaryError('internal', 'the box sent what is no message');
    this.#sent.set(pdu.text, (this.#sent.get(pdu.text) ?? 0) + 1);
  }
}
