import { SecretaryError } from '../base/errors.js';
import { hidden, logger } from '../base/log.js';
import { query } from './commands.js';
import type { AtQueue } from './queue.js';
import { attempt } from './sim7600.js';

const log = logger('modem/identity');

/** What the modem says of itself. Its IMEI is for the log only, and hidden there. */
export interface Identity {
  readonly model: string | null;
  /** `LE20B03SIM7600M22`: what firmware.ts knows reports by. */
  readonly firmware: string | null;
  /** `B03V01`, told apart within one firmware. */
  readonly subversion: string | null;
}

/** ATI, CGMR, CSUB, CGSN (sim7600.md §2.1); what the modem does not tell is null. */
export async function identify(queue: AtQueue): Promise<Identity> {
  const about = await attempt(queue, query('ATI'));
  const [revision] = await attempt(queue, query('AT+CGMR'));
  // Not every build knows it, and some say no more than OK.
  const [subversion] = await attempt(queue, query('AT+CSUB', { mustAnswer: false }));
  const [imei] = await attempt(queue, ASK_IMEI);
  const identity: Identity = {
    model: valueOf(about.find((line) => line.startsWith('Model:'))),
    firmware: valueOf(revision),
    subversion: valueOf(subversion),
  };
  log.info('modem identified', { ...identity, imei: hidden(imei ?? null) });
  return identity;
}

const ASK_IMEI = query('AT+CGSN', { mustAnswer: false });

/** Rejects 'modem-error' when the modem does not tell it. */
export async function imeiOf(queue: AtQueue): Promise<string> {
  const [imei] = await queue.run(ASK_IMEI);
  if (imei === undefined) throw new SecretaryError('modem-error', 'AT+CGSN: no IMEI', { retryable: true });
  return imei;
}

/** `Model: SIMCOM_SIM7600G-H`, `+CGMR: LE20B03SIM7600M22`, or the value alone. */
const valueOf = (line: string | undefined): string | null => line?.replace(/^[^:]*: ?/, '').trim() || null;
