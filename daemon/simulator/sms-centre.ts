import { type Cancel, time } from '../base/time.js';
import { Topic } from '../base/topic.js';
import type { Pace } from './pace.js';
import type { Random } from './random.js';
import { type Final, type Reply, fail, ok } from './reply.js';
import type { Settings } from './settings.js';
import { type Submission, deliverPdus, readSubmit, reportPdu, tpduOctets } from './sms-pdu.js';
import { SmsStore } from './sms-store.js';
import type { UrcRouter } from './urc.js';

/** AT+CMGS to its result (sim7600.md §2.9). */
const SUBMIT_MS: readonly [number, number] = [1000, 6000];
const REPORT_MS: readonly [number, number] = [2000, 10_000];
/** A network tries again some time after it was refused. */
const REDELIVER_MS = 5000;

export interface SentSms {
  readonly pdu: string;
  readonly mr: number;
}

/** How the next submissions go, instead of well. */
export interface SubmitTrouble {
  readonly afterMs: number;
  readonly final: Final;
  /** Whether the network took the message all the same. */
  readonly sent: boolean;
}

interface Parts {
  readonly random: Random;
  readonly pace: Pace;
  readonly settings: Settings;
  readonly urc: UrcRouter;
}

/** The service centre and the modem's side of it: messages in, messages out, reports (sim7600.md §2.9, §6). */
export class SmsCentre {
  readonly store = new SmsStore();
  readonly sent = new Topic<SentSms>('sms sent');
  /** Messages that found no room, in order. */
  #undelivered: string[] = [];
  #cancelRedelivery: Cancel = () => undefined;
  #nextMr = 0;
  #nextReference = 1;
  readonly #troubles: SubmitTrouble[] = [];
  #hanging = 0;

  constructor(private readonly modem: Parts) {}

  get waiting(): number {
    return this.#undelivered.length;
  }

  /** A submission keeps the AT port for longer than anybody waits. */
  get hangs(): boolean {
    return this.#hanging > 0;
  }

  /** Somebody writes to the SIM's number; the parts of a long text come one by one. */
  write(from: string, text: string): void {
    const reference = this.#nextReference++ & 0xff;
    for (const pdu of deliverPdus({ from, text, at: new Date(time.now()), reference })) this.deliver(pdu);
  }

  /** One PDU arrives: stored and told, or handed over, as AT+CNMI says. */
  deliver(pdu: string): void {
    const { settings, urc } = this.modem;
    const mt = settings.get('+CNMI').split(',')[1];
    if (mt === '2') return urc.emit(`+CMT: ,${tpduOctets(pdu)}\r\n${pdu}`);
    const storage = this.store.memories[2];
    const index = this.store.add(storage, pdu);
    if (index === null) this.#undelivered.push(pdu);
    else if (mt === '1') urc.emit(`+CMTI: "${storage}",${index}`);
  }

  /** Room was made, or the modem is back: the network brings what it kept. */
  redeliver(): void {
    if (this.#undelivered.length === 0) return;
    // A card that is being emptied message by message is one occasion.
    this.#cancelRedelivery();
    this.#cancelRedelivery = this.modem.pace.after(REDELIVER_MS, () => {
      const kept = this.#undelivered;
      this.#undelivered = [];
      for (const pdu of kept) this.deliver(pdu);
    });
  }

  troubleNext(trouble: SubmitTrouble): void {
    this.#troubles.push(trouble);
  }

  /** AT+CMGS after its prompt: `+CMGS: <mr>`, or +CMS ERROR 304 for what is no SMS-SUBMIT of that length. */
  async submit(pdu: string, length: number): Promise<Reply> {
    const submission = readSubmit(pdu.trim(), length);
    if (submission === null) return fail({ cms: 304 });
    const trouble = this.#troubles.shift();
    const { random } = this.modem;
    await this.#busyFor(trouble?.afterMs ?? random.within(SUBMIT_MS));
    const mr = this.#nextMr;
    if (trouble?.sent !== false) this.#accept(pdu.trim(), submission, mr);
    if (trouble !== undefined && trouble.final !== 'OK') return fail(trouble.final);
    return ok(`+CMGS: ${mr}`);
  }

  /** Rejects 'aborted' when the power goes. */
  async #busyFor(ms: number): Promise<void> {
    const hangs = ms > SUBMIT_MS[1];
    if (hangs) this.#hanging++;
    try {
      await this.modem.pace.sleep(ms);
    } finally {
      if (hangs) this.#hanging--;
    }
  }

  #accept(pdu: string, submission: Submission, mr: number): void {
    // The reference is one octet, and comes round again.
    this.#nextMr = (mr + 1) & 0xff;
    this.sent.publish({ pdu, mr });
    if (!submission.wantsReport) return;
    this.modem.pace.after(this.modem.random.within(REPORT_MS), () =>
      this.report(reportPdu(submission, mr, new Date(time.now()))),
    );
  }

  /** Fault: the next reference is the last one before they come round again. */
  wrapReferences(): void {
    this.#nextMr = 0xff;
  }

  /** Fault: a report for a message that nobody sent. */
  reportUnknown(): void {
    this.report(
      reportPdu(
        { wantsReport: true, recipient: '0C91447700905476' },
        (this.#nextMr + 100) & 0xff,
        new Date(time.now()),
      ),
    );
  }

  /** A status report arrives: stored in SR and told (ds = 2), handed over (ds = 1), or lost. */
  report(pdu: string): void {
    const { settings, urc } = this.modem;
    const ds = settings.get('+CNMI').split(',')[3];
    if (ds === '1') urc.emit(`+CDS: ${tpduOctets(pdu)}\r\n${pdu}`);
    if (ds !== '2') return;
    const index = this.store.add('SR', pdu);
    if (index !== null) urc.emit(`+CDSI: "SR",${index}`);
  }
}
