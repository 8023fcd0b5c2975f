import { SecretaryError, isAborted, messageOf } from '../base/errors.js';
import { hidden, logger } from '../base/log.js';
import { time } from '../base/time.js';
import { hangUpCall } from './call-control.js';
import { act, query, TIMEOUT_MS } from './commands.js';
import type { DialResult, Dialling, ModemEvent } from './line.js';
import type { Link } from './link.js';

const log = logger('modem/dialling');

/** The network gives up after 30 to 60 s; later nobody comes any more. */
const NO_ANSWER_MS = 75_000;

/** See Line.dial. */
export async function dialCall(link: Link, dialling: Dialling, signal: AbortSignal): Promise<DialResult> {
  // * and # make a service code of it, which may cost money or divert every call.
  if (!/^\+?\d{2,20}$/.test(dialling.number)) throw new SecretaryError('bad-input', 'that is no number to dial');
  if ((await link.checkCalls()).length > 0 || link.calls.call !== null) {
    throw new SecretaryError('busy', 'another call has the line', { retryable: true });
  }
  const either = AbortSignal.any([signal, link.closed]);
  const cancelRinging = onRinging(link, dialling);
  try {
    const begun = link.events.next(({ type }) => type === 'answered' || type === 'ended', either);
    begun.catch(() => undefined);
    const refused = await order(link, dialling.number);
    return refused ?? (await outcome(link, begun, either));
  } finally {
    cancelRinging();
  }
}

/** ATD; null when the network is at it now, a result when it would not even begin. */
async function order(link: Link, number: string): Promise<DialResult | null> {
  const { final } = await link.queue.ask(act(`ATD${number};`, { answer: null, urgent: true }));
  return final.ok ? null : resultOf(await causeOf(link), final.text);
}

async function outcome(link: Link, begun: Promise<ModemEvent>, signal: AbortSignal): Promise<DialResult> {
  const waiting = new AbortController();
  const late = time.sleep(NO_ANSWER_MS, AbortSignal.any([signal, waiting.signal])).then(() => null);
  late.catch(() => undefined);
  try {
    const event = await Promise.race([begun, late]);
    if (event?.type === 'answered') return { result: 'answered', certain: link.calls.call?.alerted === true };
    if (event?.type === 'ended') return await failure(link, event.reason);
    await hangUpCall(link);
    return { result: 'no-answer', cause: '' };
  } catch (error) {
    if (link.closed.aborted) throw gone();
    if (!isAborted(error)) throw error;
    // Left alone it would go on ringing, and cost when somebody answers.
    await hangUpCall(link);
    throw new SecretaryError('aborted', 'dial: aborted');
  } finally {
    waiting.abort();
  }
}

async function failure(link: Link, reason: string): Promise<DialResult> {
  if (reason === 'modem-lost') throw gone();
  return resultOf(await causeOf(link), reason);
}

/** Most firmware says NO CARRIER for everything: only the cause tells busy from no answer (sim7600.md §2.4). */
function resultOf(cause: string, reason: string): DialResult {
  const said = `${reason} ${cause}`;
  const result = /busy/i.test(said) ? 'busy' : /no.answer|no user responding/i.test(said) ? 'no-answer' : 'failed';
  return { result, cause: cause === '' ? reason : cause };
}

/** `+CEER: User busy`; '' when the modem does not tell. */
async function causeOf(link: Link): Promise<string> {
  try {
    const [line] = await link.queue.run(query('AT+CEER', { mustAnswer: false }));
    return line?.replace(/^\+CEER: ?/, '').trim() ?? '';
  } catch (error) {
    log.info('cause of the end not had', { error: messageOf(error) });
    return '';
  }
}

function onRinging(link: Link, { number, onRinging: tell }: Dialling): () => void {
  let told = false;
  return link.calls.changes.subscribe('dialling', (call) => {
    if (told || call?.alerted !== true) return;
    told = true;
    log.info('it rings', { number: hidden(number) });
    tell?.();
  });
}

const gone = () => new SecretaryError('port-gone', 'dial: the modem is gone', { retryable: true });

const KEYS = /^[0-9A-D*#]{1,29}$/;

/** `AT+VTS="1,2,#"`: at most 29 keys, in an active call only (sim7600.md §2.6). */
export async function sendKeys(link: Link, keys: string): Promise<void> {
  if (!KEYS.test(keys)) throw new SecretaryError('bad-input', 'keys are 0-9, A-D, * and #, 29 at most');
  if (link.calls.call?.phase !== 'active') throw new SecretaryError('refused', 'there is no call to send keys into');
  await link.queue.run(act(`AT+VTS="${Array.from(keys).join(',')}"`, { timeoutMs: TIMEOUT_MS.medium }));
}
